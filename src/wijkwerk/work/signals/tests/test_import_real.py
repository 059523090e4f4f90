"""Real reports of two cities through `signals import`: every row accounted for, and a second run changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from wijkwerk.ground.areas.atlas import shelf
from wijkwerk.ground.areas.models import AreaVersion
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit.output import GOOD
from wijkwerk.ground.letters.models import Letter
from wijkwerk.testing import command, shared
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models import Signal

NEW_HAVEN = "data/reports/new_haven_seeclickfix_2008_2015.csv.gz"
SAN_FRANCISCO = "data/reports/san_francisco_311_sample_2008_2018.csv.gz"
# A box around New Haven; the rows outside are in other towns, and some on another continent.
BOX = (-73.1, 41.2, -72.85, 41.38)


def bring(path: Path, mapping: str, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    given = ("--mapping", mapping, "--municipality", "GM9902", "--json", *words)
    assert command("signals", "import", str(path), *given) == GOOD
    summary: dict[str, Any] = json.loads(capsys.readouterr().out)
    return summary


def figures(summary: dict[str, Any]) -> tuple[int, ...]:
    names = ("read", "created", "updated", "unchanged", "rejected", "no_place", "outside", "closed")
    return tuple(summary[name] for name in names)


def move(town: Town, box: tuple[float, float, float, float]) -> None:
    """Testwoude with all its areas on another place of the earth."""
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    border = {"type": "Polygon", "coordinates": [ring]}
    AreaVersion.objects.filter(area=town.areas["Lindebuurt"]).update(border=border)
    shelf.forget()


def test_all_of_new_haven_is_accounted_for_and_a_second_run_changes_nothing(
    town: Town, capsys, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    move(town, BOX)
    path = shared(NEW_HAVEN)
    assert figures(bring(path, "new_haven_seeclickfix", capsys, "--dry-run"))[:2] == (10_215, 10_215)
    assert Signal.objects.count() == 0
    first = bring(path, "new_haven_seeclickfix", capsys)
    assert figures(first) == (10_215, 10_215, 0, 0, 0, 0, 175, 137)
    intake = Signal.objects.filter(precise="outside")
    assert set(intake.values_list("owner_team__key", flat=True)) == {"meldpunt"}
    # The rows that repeat another one's time, place and summary have ids of their own.
    same = Signal.objects.values_list("received_at", "lon", "lat", "title")
    assert len(same) - len(set(same)) >= 15
    # Nine of ten get a theme; the intake team looks at the others.
    assert Signal.objects.filter(theme="overig").count() < 1_250
    before = (Signal.objects.count(), Line.objects.count())
    again = bring(path, "new_haven_seeclickfix", capsys)
    assert figures(again) == (10_215, 0, 0, 10_215, 0, 0, 175, 137)
    assert (Signal.objects.count(), Line.objects.count()) == before
    assert (Letter.objects.count(), Asker.objects.count()) == (0, 0)
    assert list(tmp_path.iterdir()) == []


def test_all_of_san_francisco_is_accounted_for_and_a_second_run_changes_nothing(town: Town, capsys):
    path = shared(SAN_FRANCISCO)
    first = bring(path, "san_francisco_311", capsys)
    assert figures(first) == (10_000, 10_000, 0, 0, 0, 4_264, 5_736, 9_630)
    assert first["notes"] == {"closed_before_received": 17}
    closed = Signal.objects.filter(state="closed")
    assert (closed.count(), closed.exclude(result="answered_elsewhere").count()) == (9_630, 0)
    assert closed.exclude(answer_due=None).count() == 0
    assert set(Signal.objects.values_list("owner_team__key", flat=True)) == {"meldpunt"}
    assert Signal.objects.filter(theme="overig").count() < 2_200
    again = bring(path, "san_francisco_311", capsys)
    assert figures(again) == (10_000, 0, 0, 10_000, 0, 4_264, 5_736, 9_630)
