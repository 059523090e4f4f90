"""What SQLite must know of its tables to choose an index well. PostgreSQL looks by itself (autovacuum).

Without it SQLite takes each index for equally good: also that of the municipality, which holds every row of a table.
"""

from datetime import datetime
from typing import Final

from django.db import connection

from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.ground.kit.models import OnceKey
from wijkwerk.ground.kit.once import SentBefore, claim

SAMPLE: Final = 1000  # rows per index: a hundred thousand signals then take a fraction of a second


def look() -> None:
    """Look at a sample of every index."""
    if is_postgres():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={SAMPLE}")
        cursor.execute("ANALYZE")


def look_hourly(*, now: datetime) -> None:
    """The clock: looks at the first minute of each hour that the worker sees."""
    key = f"kit.statistics {now:%Y-%m-%d %H}"
    if is_postgres() or OnceKey.objects.filter(key=key).exists():
        return
    try:
        claim(key, action="kit.statistics", now=now)
    except SentBefore:
        return
    look()
