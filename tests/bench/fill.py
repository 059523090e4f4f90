"""Fill an empty database: the town of the house cast, with signals of the last two years in every state.

Runs inside a process with our settings (`inside`). All signals enter by `report_many`; the first hundreds live on by the
actions that people use, the rest by rows of the same shape (`lives`).
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.bench import lives, plans
from wijkwerk.ground.kit import statistics
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import Town, build_town, pass_second_step
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact, Promise
from wijkwerk.work.signals.intake import NewSignal, report_many
from wijkwerk.work.signals.models import OPEN, Signal
from wijkwerk.work.signals.places import place_of

BY_ACTIONS = 300
CHUNK = 1000
SHOWN = 20
THEMES = (
    "onderhoud groen verkeer veiligheid afval verlichting spelen ontmoeten wonen zorg_en_welzijn water overig"
)
TEXTS = (
    "De stoeptegels liggen hier los. Mijn moeder loopt met een rollator en is al een keer gevallen.",
    "Auto's rijden hier veel te hard langs de school. Vooral om half negen is oversteken gevaarlijk.",
    "De lantaarn bij het bankje doet het al weken niet. In de avond durven mensen er niet meer langs.",
    "Naast de containers staat elke maandag grof vuil. De wind blaast het door de hele straat.",
    "Kunnen wij met de buurt het veldje opknappen? Wij hebben al acht mensen die willen helpen.",
)


def main(words: list[str]) -> dict[str, Any]:
    """`words`: how many signals. Returns what a visitor needs to know of the town."""
    number = int(words[0])
    town = build_town()
    if not number:
        return {"signals": 0}
    now = datetime.now(tz=UTC)
    signals = list(_report(town, number, now))
    lives.by_actions(town, signals[:BY_ACTIONS], now=now)
    lives.by_rows(town, signals[BY_ACTIONS:], now=now)
    chain = plans.furnish(town, now=now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # what autovacuum would do within minutes
    statistics.look()  # what the worker does each hour
    return _told(town) | {"plan": chain}


def _report(town: Town, number: int, now: datetime) -> Iterator[Signal]:
    chance = random.Random(5)
    for start in range(0, number, CHUNK):
        many = [_new(town, each, chance, now) for each in range(start, min(number, start + CHUNK))]
        yield from report_many(municipality=town.municipality, many=many, by=None, now=now)


def _new(town: Town, number: int, chance: random.Random, now: datetime) -> NewSignal:
    """What is still open came in the last four months, the rest in the two years before."""
    days = chance.uniform(1, 120) if lives.life(number) in lives.STILL_OPEN else chance.uniform(40, 730)
    place = place_of(
        town.municipality, lon=chance.uniform(5.3005, 5.3995), lat=chance.uniform(52.7005, 52.7995)
    )
    return NewSignal(
        theme=THEMES.split()[number % 12],
        kind=("report", "worry", "idea", "question", "chance")[number % 5],
        text=f"{TEXTS[number % 5]} Ik zie dit nu {number % 9 + 1} weken.",
        place=place,
        askers=(NewAsker(Contact.EMAIL, "Fatima", f"resident{number}@example.org"),),
        received_at=now - timedelta(days=days),
    )


def _told(town: Town) -> dict[str, Any]:
    rows = Signal.objects.filter(municipality=town.municipality)
    north = rows.filter(area_path__startswith=town.areas["Noord"].path)
    busy = north.exclude(answered_at=None).filter(state=State.ANSWERED).order_by("received_at")[:SHOWN]
    shown = list(busy.select_related("subject"))
    askers = [Asker.objects.filter(subject=each.subject_id).order_by("asked_at")[0] for each in shown]
    return {
        "cookies": {settings.SESSION_COOKIE_NAME: _session(town)},
        "area": town.areas["Noord"].code,
        "codes": [each.subject.code for each in shown],
        "tokens": [link_token(each) for each in askers],
        "signals": rows.count(),
        "open": rows.filter(state__in=OPEN).count(),
        "published": rows.exclude(published_at=None).count(),
        "promises": Promise.objects.count(),
    }


def _session(town: Town) -> str:
    """A session of the area manager of Noord, who has shown the second step."""
    client, person = Client(), town.people["owner"]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_step(client, person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
