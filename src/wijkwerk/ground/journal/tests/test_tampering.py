"""RELIABILITY 21: of 100 tamperings in 10,000 sealed lines, each by itself, verification finds 100."""

import json
import random
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction

from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.actions import erase_details
from wijkwerk.ground.journal.models import Batch, Detail, Line
from wijkwerk.ground.journal.tests.lines import LATER, NOW, add
from wijkwerk.ground.journal.tests.tampering import Hand
from wijkwerk.ground.journal.tests.ways import PAPER, WAYS
from wijkwerk.ground.journal.verifying import Verification
from wijkwerk.ground.kit import guards
from wijkwerk.testing import command

pytestmark = pytest.mark.django_db
TOWNS = [uuid.UUID(int=number) for number in range(1, 11)]
DAYS, LINES, TAMPERINGS = 10, 100, 100


@pytest.fixture
def journal():
    """Ten municipalities with ten sealed days of 100 lines; the guards are away, as for the owner of the database."""
    with guards.lifted():
        for day in range(DAYS, 0, -1):
            for town in TOWNS:
                add(town, LINES, at=NOW - timedelta(days=day))
            list(sealing.seal(now=LATER - timedelta(days=day)))
        yield
        connection.check_constraints()  # PostgreSQL makes no trigger while a check of a foreign key waits


def verified(capsys):
    code = command("journal", "verify", "--json")
    return code, json.loads(capsys.readouterr().out)


def grave(town, heads=()):
    return [
        each for each in Verification(now=LATER, heads=heads, municipalities=[town]).findings() if each.grave
    ]


def found(number):
    """Whether the tampering of this number is found; everything is undone after it."""
    town, way = TOWNS[number % len(TOWNS)], WAYS[number % len(WAYS)]
    heads = Batch.objects.filter(municipality=town).values_list("head", flat=True)
    kept = list(heads) if way.__name__ in PAPER else []
    point = transaction.savepoint()
    way(Hand(town, random.Random(number)))
    seen = bool(grave(town, kept))
    transaction.savepoint_rollback(point)
    return seen


def test_of_a_hundred_tamperings_a_hundred_are_found(journal, capsys):
    code, told = verified(capsys)
    assert (code, told["lines"], told["problems"], told["warnings"]) == (0, 10_000, 0, 0)
    missed = [
        (number, WAYS[number % len(WAYS)].__name__) for number in range(TAMPERINGS) if not found(number)
    ]
    assert missed == []
    assert verified(capsys) == (code, told)


def test_the_command_tells_of_one_tampering_among_all(journal, capsys):
    point = transaction.savepoint()
    WAYS[0](Hand(TOWNS[3], random.Random(1)))
    code, told = verified(capsys)
    transaction.savepoint_rollback(point)
    assert code == 1
    assert any(str(TOWNS[3]) in each for each in told["problem_list"])
    assert not any(str(TOWNS[4]) in each for each in told["problem_list"])


def test_erased_texts_leave_every_seal_whole(journal, capsys):
    subject = Line.objects.filter(municipality=TOWNS[0]).first().subject
    assert erase_details(municipality=TOWNS[0], subject=subject) > 0
    assert grave(TOWNS[0]) == []
    Detail.objects.all().delete()
    assert verified(capsys)[0] == 0


def test_there_are_ways_for_each_column_of_a_line_and_a_batch():
    assert len(WAYS) >= 60
    assert len({way.__name__ for way in WAYS}) == len(WAYS)
