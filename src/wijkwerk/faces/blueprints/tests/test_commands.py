"""`wijkwerk blueprint list`, `show` and `export`, a dry run, and errors that name the line."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.blueprints.commands import apply, check, export, list_blueprints, show
from wijkwerk.faces.blueprints.tests.conftest import imported
from wijkwerk.ground.areas.models import Municipality, SettingsVersion
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit.output import GOOD, REFUSED, WRONG_USE, Output, Stop
from wijkwerk.ground.people.models import Team

pytestmark = pytest.mark.django_db
MODULES = {"apply": apply, "check": check, "export": export, "list": list_blueprints, "show": show}
Say = Any


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command and give its exit code and what it said."""

    def run(name: str, *words: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        parser.add_argument("--json", action="store_true")
        MODULES[name].add_arguments(parser)
        args = parser.parse_args(words)
        out = Output(as_json=args.json)
        capsys.readouterr()
        try:
            code = MODULES[name].run(args, out)
        except Stop as stop:
            out.error(str(stop))
            code = stop.code
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


def test_list_names_every_way_of_working_with_its_year(say: Say) -> None:
    code, said = say("list", "--json")
    found = {each["name"]: each for each in json.loads(said)["blueprints"]}
    assert (code, found["den-helder"]) == (GOOD, {"name": "den-helder", "title": "Den Helder", "year": 2018})
    assert len(found) == 12
    assert "den-helder Den Helder 2018" in say("list")[1]


def test_show_prints_the_whole_document_with_numbers_as_they_are(say: Say) -> None:
    code, said = say("show", "ede", "--json")
    document = json.loads(said)
    assert code == GOOD
    assert (
        next(each for each in document["funds"] if each["key"] == "leefbaarheidsbudget")["amount_eur"]
        == 32000
    )
    assert document["words"]["area_manager"]["one"] == "wijkbeheerder"
    assert document["letters"]["receipt"]["title"]
    assert yaml.safe_load(say("show", "ede")[1]) == document


def test_show_of_nothing_says_what_there_is(say: Say) -> None:
    code, said = say("show", "rotterdam")
    assert code == WRONG_USE
    assert "There is no blueprint 'rotterdam'. There are: start, apeldoorn" in said


def test_a_dry_run_tells_and_changes_nothing(say: Say) -> None:
    imported("0400", "Den Helder")
    code, said = say("apply", "den-helder", "--municipality", "0400", "--dry-run", "--json")
    told = json.loads(said)
    assert (code, told["result"], told["teams_made"] > 9) == (GOOD, "would apply", True)
    assert told["changed"] > 500
    assert not SettingsVersion.objects.exists()
    assert not Team.objects.exists()
    assert not Line.objects.exists()
    assert Municipality.objects.get().settings_number == 0
    again = json.loads(say("apply", "den-helder", "--municipality", "0400", "--json")[1])
    assert (again["result"], again["changed"]) == ("applied", told["changed"])


def test_twice_changes_nothing_and_what_is_exported_applies_without_loss(say: Say, tmp_path: Path) -> None:
    imported("0301", "Zutphen")
    say("apply", "zutphen", "--municipality", "0301")
    assert json.loads(say("apply", "zutphen", "--municipality", "0301", "--json")[1])["changed"] == 0
    code, text = say("export", "0301")
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    assert code == GOOD
    assert json.loads(say("apply", str(file), "--municipality", "0301", "--json")[1])["changed"] == 0
    imported("0302", "Elders")
    say("apply", str(file), "--municipality", "0302")
    assert say("export", "0302") == (GOOD, text)
    assert json.loads(say("export", "0302", "--json")[1]) == yaml.safe_load(text)


def test_nothing_to_export_is_said(say: Say) -> None:
    imported("0301", "Zutphen")
    code, said = say("export", "0301")
    assert code == WRONG_USE
    assert "has no settings yet" in said


def test_areas_that_are_not_on_the_map_are_listed(say: Say) -> None:
    imported("0400", "Den Helder")
    told = json.loads(say("apply", "den-helder", "--municipality", "0400", "--json")[1])
    assert told["areas_laid"] == 0
    assert "Julianadorp" in told["areas_missing"]


WRONG = """\
based_on: start
wijkwerk: 1
name: fout
funds:
  - key: budget
    label: Wijkbudget
    amount_eur: veel
teams:
  groen: {colour: groen}
"""


def test_an_error_names_line_and_place(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "fout.yaml"
    file.write_text(WRONG, encoding="utf-8")
    code, said = say("check", str(file))
    assert code == REFUSED
    assert "fout.yaml, line 7: funds.0.amount_eur" in said
    problems = json.loads(say("check", str(file), "--json")[1])["problems"]
    assert (problems[-1]["line"], problems[-1]["path"][:16]) == (7, "funds.0.amount_e")
    imported("0301", "Zutphen")
    code, said = say("apply", str(file), "--municipality", "0301")
    assert code == WRONG_USE
    assert "fout.yaml, line 7: funds.0.amount_eur" in said
    code, said = say("show", str(file))
    assert (code, "line 7" in said) == (WRONG_USE, True)


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "fout.yaml"
    file.write_text(WRONG, encoding="utf-8")
    found = reading.lines(file)
    assert (found["funds"], found["funds.0.label"], found["teams.groen.colour"]) == (4, 6, 9)
    assert reading.line_of(found, "funds.0.nothing.deeper") == 5
    assert reading.line_of(found, "words") is None
