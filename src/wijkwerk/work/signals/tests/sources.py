"""Small CSV files and a mapping for the tests of `signals import`."""

import csv
import gzip
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from wijkwerk.ground.kit.output import BROKEN
from wijkwerk.testing import command
from wijkwerk.testing_cast import Town

MAPPING = """
[source]
name = "buiten"
id = "nummer"

[time]
column = "datum"
zone = "Europe/Amsterdam"
formats = ["iso", "%d-%m-%Y %H:%M"]

[place]
lon = "lon"
lat = "lat"

[text]
columns = ["tekst"]
title = "titel"

[status]
column = "status"
default = "open"
map.closed = ["=klaar"]
closed_column = "klaar_op"

[theme]
column = "soort"
default = "overig"
map.groen = ["boom*", "gras"]
map.afval = ["*vuil*"]
"""
HEAD = ("nummer", "datum", "lon", "lat", "titel", "tekst", "status", "klaar_op", "soort")
ROW = {
    "nummer": "1",
    "datum": "2026-03-02T10:00:00+01:00",
    "lon": "5.325",  # the middle of the Lindebuurt
    "lat": "52.775",
    "titel": "Tak over het pad",
    "tekst": "Er ligt een grote tak over het pad.",
    "status": "nieuw",
    "klaar_op": "",
    "soort": "Boom",
}


def row(**given: str) -> dict[str, str]:
    """A good row, but for what is given."""
    return ROW | given


def as_csv(rows: Iterable[dict[str, str]], delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEAD, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


class Desk:
    """Where somebody stands who imports: a folder with a mapping, and what the command said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.error = ""
        self.code = 0
        self.map(MAPPING)

    def map(self, text: str) -> None:
        (self.folder / "buiten.toml").write_text(text, encoding="utf-8")

    def file(self, content: str | bytes, name: str = "buiten.csv") -> Path:
        path = self.folder / name
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
        return path

    def run(self, path: Path, *words: str, mapping: str = "", code: str = "GM9902") -> dict[str, Any]:
        """The summary; {} when the command stopped, and then `error` has its sentence."""
        chosen = mapping or str(self.folder / "buiten.toml")
        given = ("--mapping", chosen, "--municipality", code, "--json", *words)
        self.capsys.readouterr()
        self.code = command("signals", "import", str(path), *given)
        said = self.capsys.readouterr()
        self.error = said.err
        assert self.code != BROKEN, said.err
        summary: dict[str, Any] = json.loads(said.out) if said.out else {}
        if summary:
            stored = summary["created"] + summary["updated"] + summary["unchanged"]
            assert summary["read"] == stored + summary["rejected"]
            assert sum(summary["reasons"].values()) == summary["rejected"]
        return summary

    def bring(self, *rows: dict[str, str], words: tuple[str, ...] = ()) -> dict[str, Any]:
        """Import these rows."""
        return self.run(self.file(as_csv(rows)), *words)

    def rejects(self, name: str = "buiten.rejects.csv") -> list[dict[str, str]]:
        """The lines of the file of rejected rows; [] when there is none."""
        path = self.folder / name
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


@pytest.fixture
def desk(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """Somebody in an empty folder, in Testwoude."""
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def rows_in_all_tables() -> dict[str, int]:
    """How many rows every table holds."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
