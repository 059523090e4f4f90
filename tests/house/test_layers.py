"""Each floor and room imports only from below, and every foreign key points down the same list."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model

from tests.house import source

OURS = [model for model in apps.get_models() if model.__module__.startswith("wijkwerk.")]
RELATIONS = [
    (model, field)
    for model in OURS
    for field in [*model._meta.fields, *model._meta.many_to_many]
    if field.is_relation and field.related_model is not None
]
# D10: these rows are of no municipality, or of several.
WITHOUT_MUNICIPALITY = {"areas.Municipality", "people.User"}


def room_of(model: type[Model]) -> str:
    return ".".join(model.__module__.split(".")[1:3])


def label(relation: tuple[type[Model], Field]) -> str:
    return f"{relation[0].__name__}.{relation[1].name}"


def test_every_import_contract_is_kept():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"]
    ended = subprocess.run(command, cwd=source.ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("floor", ["faces", "work", "ground"])
def test_every_room_on_disk_stands_in_the_contract(floor):
    on_disk = {path.parent.name for path in (source.PACKAGE / floor).glob("*/__init__.py")}
    assert on_disk == {room.split(".")[1] for room in source.rooms() if room.startswith(f"{floor}.")}


def test_there_are_five_folders_under_the_roof():
    folders = {path.name for path in source.PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(source.FLOORS)


@pytest.mark.parametrize("relation", RELATIONS, ids=label)
def test_a_foreign_key_points_down(relation):
    model, field = relation
    target = field.related_model
    if not target.__module__.startswith("wijkwerk."):
        pytest.skip("points at a table of the framework")
    order = source.rooms()
    assert order.index(room_of(target)) <= order.index(room_of(model))


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_row_has_a_municipality(model):
    if room_of(model) == "ground.kit" or model._meta.label in WITHOUT_MUNICIPALITY:
        assert "municipality" not in {field.name for field in model._meta.fields}
        return
    assert not model._meta.get_field("municipality").null


@pytest.mark.parametrize("path", source.modules(), ids=lambda path: str(path.relative_to(source.PACKAGE)))
def test_only_config_reads_the_environment(path):
    if path.relative_to(source.PACKAGE).parts[0] in {"config", "testing.py"}:
        return
    assert not re.search(
        r"\bos\.(environ|getenv)\b|\bfrom os import .*(environ|getenv)", source.text_of(path)
    )


@pytest.mark.parametrize("path", sorted((source.PACKAGE / "rules").rglob("*.py")), ids=lambda path: path.stem)
def test_a_rule_reads_no_clock_and_no_file(path):
    if "tests" in path.parts:
        return
    clock = r"\b(datetime\.now|datetime\.today|date\.today|time\.time|time\.monotonic|timezone\.now)\("
    files = r"\b(open|read_text|read_bytes|write_text)\("
    assert not re.search(f"{clock}|{files}", source.text_of(path))


def test_the_rules_load_where_there_is_no_django():
    code = (
        "import sys; sys.modules['django'] = None; import pytest; "
        "sys.exit(pytest.main(['-q', '--collect-only', '-p', 'no:django', '-p', 'no:cacheprovider', '-c', '/dev/null', "
        "'--confcutdir=src/wijkwerk/rules', 'src/wijkwerk/rules']))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=source.ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
