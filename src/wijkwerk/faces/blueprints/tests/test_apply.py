"""`wijkwerk blueprint apply` and `check`: an imported municipality becomes ready to work."""

import argparse
import json

import pytest

from wijkwerk.faces.blueprints import actions, reading
from wijkwerk.faces.blueprints.commands import apply, check
from wijkwerk.faces.blueprints.tests.conftest import NOW, imported
from wijkwerk.ground.areas import settings
from wijkwerk.ground.areas.models import Municipality, SettingsVersion
from wijkwerk.ground.areas.sections import Contact
from wijkwerk.ground.kit.output import GOOD, REFUSED, WRONG_USE, Output, Stop
from wijkwerk.ground.people.models import Organisation, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return imported("0301", "Merwoude")


def run(name, *words):
    """Run a command as `wijkwerk blueprint` does, without importing the floor above."""
    module = {"apply": apply, "check": check}[name]
    parser = argparse.ArgumentParser()
    parser.add_argument("--json", action="store_true")
    module.add_arguments(parser)
    args = parser.parse_args(words)
    out = Output(as_json=args.json)
    try:
        return module.run(args, out)
    except Stop as stop:
        out.error(str(stop))
        return stop.code


def test_applying_start_makes_the_municipality_ready(town, capsys):
    assert run("apply", "start", "--municipality", "0301", "--json") == GOOD
    said = json.loads(capsys.readouterr().out)
    assert (said["result"], said["version"], said["teams_made"]) == ("applied", 1, 10)
    assert said["doubtful"] > 10
    town = Municipality.objects.get(code="0301")
    assert town.ready
    assert Team.objects.filter(municipality=town, ended_at=None).count() == 10
    assert Organisation.objects.get(municipality=town).name == "Merwoude"


def test_applying_again_changes_nothing(town, capsys):
    run("apply", "start", "--municipality", "0301")
    assert run("apply", "start", "--municipality", "0301", "--json") == GOOD
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["result"], said["version"], said["teams_made"]) == ("unchanged", 1, 0)
    assert SettingsVersion.objects.count() == 1


def test_a_code_of_statistics_netherlands_may_go_without_its_letters():
    imported("GM0302", "Elders")
    assert run("apply", "start", "--municipality", "0302") == GOOD
    assert run("apply", "start", "--municipality", "gm0302") == GOOD
    assert Municipality.objects.get(code="GM0302").ready


def test_for_people_it_says_what_to_look_at(town, capsys):
    run("apply", "start", "--municipality", "0301")
    said = capsys.readouterr().out
    assert "look at contact.phone: Vul het nummer van uw gemeente in." in said
    assert "result = applied" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("apply", "start", "--municipality", "9999"), "no municipality with code 9999"),
        (
            ("apply", "finish", "--municipality", "0301"),
            "There is no blueprint 'finish'. There are: start, apeldoorn",
        ),
        (("apply", "/nowhere/x.yaml", "--municipality", "0301"), "cannot be read"),
        (("apply", "../start", "--municipality", "0301"), "There is no blueprint"),
    ],
)
def test_an_unknown_name_or_code_ends_with_one_sentence(town, capsys, words, sentence):
    assert run(*words) == WRONG_USE
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
    assert not SettingsVersion.objects.exists()


def test_a_municipality_without_areas_is_told_what_comes_first(capsys):
    Municipality.objects.create(code="0302", name="Leegte")
    assert run("apply", "start", "--municipality", "0302") == WRONG_USE
    assert "wijkwerk areas import" in capsys.readouterr().err


def test_a_document_that_does_not_hold_is_refused_whole(town, tmp_path, capsys):
    file = tmp_path / "wrong.yaml"
    file.write_text(
        reading.dump({**reading.load("start"), "contact": {"phone": "bel maar"}}), encoding="utf-8"
    )
    assert run("apply", str(file), "--municipality", "0301") == WRONG_USE
    assert "contact.phone" in capsys.readouterr().err
    assert not Team.objects.exists()


def test_what_the_municipality_changed_itself_is_not_wiped_out(town, capsys):
    run("apply", "start", "--municipality", "0301")
    town.refresh_from_db()
    actions.change(
        municipality=town,
        where="contact.phone",
        value="14 0301",
        base_number=1,
        by=town.pk,
        now=NOW,
        why="Ons nummer",
    )
    assert run("apply", "start", "--municipality", "0301") == REFUSED
    assert "--replace" in capsys.readouterr().err
    town.refresh_from_db()
    assert settings.current(town).part(Contact).phone == "14 0301"
    assert run("apply", "start", "--municipality", "0301", "--replace") == GOOD
    town.refresh_from_db()
    assert (town.settings_number, settings.current(town).part(Contact).phone) == (3, "14 0000")


def test_a_blueprint_of_a_colleague_can_be_applied_from_a_file(town, tmp_path):
    document = reading.load("start")
    document["words"]["area_manager"] = {"one": "wijkregisseur", "many": "wijkregisseurs", "article": "de"}
    file = tmp_path / "doetinchem.yaml"
    file.write_text(reading.dump(document), encoding="utf-8")
    assert run("apply", str(file), "--municipality", "0301") == GOOD
    town.refresh_from_db()
    assert settings.current(town).raw["words"]["area_manager"]["one"] == "wijkregisseur"


def test_check_finds_nothing_wrong_with_start(capsys):
    assert run("check", "start", "--json") == GOOD
    assert json.loads(capsys.readouterr().out)["problems"] == []


def test_check_names_every_problem(tmp_path, capsys):
    file = tmp_path / "wrong.yaml"
    file.write_text("wijkwerk: 1\nname: x\nthemes: []\n", encoding="utf-8")
    assert run("check", str(file)) == REFUSED
    said = capsys.readouterr().out
    assert "themes: Er moet een thema in gebruik zijn." in said
    assert "words.area: Dit ontbreekt." in said


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2\n", "a: [", "\x00", "!!python/object:os.system {}", "- &a [*a]", "? [1]\n: 2"]
)
def test_a_file_that_is_no_document_ends_with_a_sentence(tmp_path, capsys, text):
    file = tmp_path / "wrong.yaml"
    file.write_text(text, encoding="utf-8")
    assert run("check", str(file)) in (WRONG_USE, REFUSED)
    assert "Traceback" not in capsys.readouterr().err


def test_what_is_written_reads_back_the_same():
    document = settings.parse(reading.load("start")).raw
    assert reading.yaml.safe_load(reading.dump(document)) == document
