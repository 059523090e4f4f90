"""Which items a signal belongs to, whatever it was merged with."""

import uuid
from typing import Any, Final

from django.db import connection

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.subjects.models import Link, Subject

MOST_ITEMS: Final = 400

# CROSS JOIN is to PostgreSQL what JOIN is; SQLite then keeps the order in which the tables stand. A signal that was not merged
# adds NULL, which is no key; with a condition on that, SQLite would first read all signals for a filter (Bloom).
_MERGED = """family(id) AS (
  SELECT subject_id FROM signals_signal WHERE subject_id = %s AND municipality_id = %s
  UNION SELECT s.merged_into_id FROM family CROSS JOIN signals_signal s
    WHERE s.subject_id = family.id
), whole(id) AS (
  SELECT id FROM family
  UNION SELECT s.subject_id FROM whole CROSS JOIN signals_signal s WHERE s.merged_into_id = whole.id
)"""
OF_SIGNAL: Final = f"""WITH RECURSIVE {_MERGED}
SELECT l.id, l.source_id, l.target_id FROM whole CROSS JOIN subjects_link l
WHERE l.target_id = whole.id AND l.municipality_id = %s AND l.kind = 'answers' LIMIT {MOST_ITEMS}"""  # noqa: S608  # our own constants


def items_of_signal(municipality: Municipality, signal: uuid.UUID) -> set[uuid.UUID]:
    """Items that answer this signal, the one it was merged into, or one that was merged with it. One query."""
    values = [as_key(signal), as_key(municipality.pk), as_key(municipality.pk)]
    return {link.source_id for link in Link.objects.raw(OF_SIGNAL, values)}


def as_key(key: uuid.UUID) -> Any:
    """A key as this database compares it: a uuid on PostgreSQL, 32 letters on SQLite."""
    return Subject._meta.pk.get_db_prep_value(key, connection)


def read_key(key: Any) -> uuid.UUID:
    """A key as it came out of either database."""
    return key if isinstance(key, uuid.UUID) else uuid.UUID(key)
