"""The look at the end, when all work was done. Runs inside a process with our settings (`tests.bench.inside`)."""

import json
from pathlib import Path
from typing import Any

from tests.prove import dossiers


def main(words: list[str]) -> dict[str, Any]:
    """`words`: the folder of the campaign."""
    told = json.loads((Path(words[0]) / "told.json").read_text(encoding="utf-8"))
    held = Path(words[0]) / "held"
    return dossiers.look(told, held.read_text(encoding="utf-8").splitlines(), finished=True)
