"""Documents cannot rot: what the code has, the pages name, and what the pages name, the code has."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.apps import apps

from tests.house import source
from wijkwerk.config.table import COMMANDS

DOCS = source.ROOT / "docs"
PAGES = [*source.ROOT.glob("*.md"), *DOCS.rglob("*.md")]
TABLES = sorted(model.__name__ for model in apps.get_models() if model.__module__.startswith("wijkwerk."))
READS = re.compile(
    r"(?:env\.get\(|environ\.get\(|environ\[|(?:switch|words|folder)\((?:read\.)?env, )\"([A-Z][A-Z_]+)\""
)
LINK = re.compile(r"\[[^]]*\]\(([^)#]+)(?:#[^)]*)?\)")


def read(page):
    return (source.ROOT / page).read_text(encoding="utf-8")


def variables():
    """Every environment variable that config reads."""
    files = [path for path in source.modules() if path.is_relative_to(source.PACKAGE / "config")]
    return sorted(
        {name for path in files if path.name != "testing.py" for name in READS.findall(source.text_of(path))}
    )


def listed(page):
    """The names in the first column of the tables of a page."""
    return re.findall(r"^\| `([A-Za-z_]+)` \|", read(page), re.MULTILINE)


def name(path):
    return str(path.relative_to(source.ROOT))


def test_config_reads_the_variables_that_this_test_looks_for():
    assert {"DATABASE_URL", "WIJKWERK_SECRET_KEY", "WIJKWERK_DEMO", "PORT", "EMAIL_URL"} <= set(variables())


@pytest.mark.parametrize("variable", variables())
def test_each_variable_that_is_read_stands_in_the_settings_page(variable):
    assert variable in listed("docs/settings.md")


@pytest.mark.parametrize("variable", listed("docs/settings.md"))
def test_each_variable_on_the_settings_page_is_read(variable):
    assert variable in variables()


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_its_dutch_word(table):
    assert table in listed("docs/glossary.md")


@pytest.mark.parametrize("noun", listed("docs/glossary.md"))
def test_each_noun_of_the_glossary_is_a_table(noun):
    assert noun in TABLES


def test_the_glossary_is_in_order():
    assert listed("docs/glossary.md") == sorted(listed("docs/glossary.md"))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_each_command_has_its_place(command):
    assert f"\n## wijkwerk {command}\n" in read("docs/commands.md")


def test_the_pages_made_from_the_code_are_up_to_date():
    command = [sys.executable, "scripts/reference.py", "--check"]
    ended = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("room", source.rooms())
def test_each_room_is_told_of_in_the_architecture(room):
    assert f"| `{room}` |" in read("docs/architecture.md")


def test_the_architecture_tells_of_no_room_that_is_not_there():
    told = re.findall(r"^\| `((?:faces|work|ground)\.[a-z]+)` \|", read("docs/architecture.md"), re.MULTILINE)
    assert sorted(told) == sorted(source.rooms())


@pytest.mark.parametrize("page", sorted(DOCS.glob("adr/0*.md")), ids=lambda path: path.stem)
def test_each_decision_is_in_the_list_and_has_its_four_parts(page):
    text = page.read_text(encoding="utf-8")
    assert f"({page.name})" in read("docs/adr/README.md")
    assert re.match(rf"# {page.name[:4]} ", text)
    for part in ("Status: ", "## Situation", "## Decision", "## Reasons", "## Price"):
        assert part in text


@pytest.mark.parametrize("number", range(1, 20))
def test_each_data_decision_has_its_reason(number):
    rows = re.findall(rf"^\| D{number} \| (.+) \| (.+) \|$", read("docs/data-decisions.md"), re.MULTILINE)
    assert len(rows) == 1
    assert all(len(cell) > 20 for cell in rows[0])


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_link_in_a_page_leads_somewhere(page: Path):
    targets = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/installing.md"])
def test_a_page_names_only_commands_that_exist(page):
    words = re.findall(r"bin/wijkwerk ([a-z-]+(?: [a-z-]+)?)", read(page))
    assert words
    for said in words:
        assert said in COMMANDS or said.split()[0] in COMMANDS


def test_the_licence_is_the_whole_eupl():
    text = read("LICENSE")
    assert text.startswith("# EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert re.findall(r"^## (\d+)\.", text, re.MULTILINE) == [str(n) for n in range(1, 16)]
    assert "Compatible Licences" in text


def test_publiccode_has_what_the_standard_asks():
    found = yaml.safe_load(read("publiccode.yml"))
    asked = {
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "categories",
        "developmentStatus",
        "softwareType",
    }
    assert asked | {"description", "legal", "maintenance", "localisation"} <= set(found)
    assert found["legal"]["license"] == "EUPL-1.2"
    for said in found["description"].values():
        assert len(said["shortDescription"]) <= 150
        assert 150 <= len(said["longDescription"]) <= 10_000
        assert all(len(feature) <= 100 for feature in said["features"])
