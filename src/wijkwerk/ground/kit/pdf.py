"""Paper: one of our templates and data become a tagged PDF (PDF/UA-1 metadata, not validated). See ADR 0007.

A template is a `.typ` file in the `paper` folder of its room; `kit/paper/house.typ` stands in front of it. Data goes in as
JSON and is shown as text: whatever a resident typed, it is never markup, and a template can read no file.
"""

import json
from pathlib import Path
from typing import Any, Literal

import typst
from django.core.serializers.json import DjangoJSONEncoder

HOUSE = Path(__file__).parent / "paper" / "house.typ"
Standard = Literal["ua-1"]
STANDARD: Standard = "ua-1"


def paper(template: Path, *, title: str, municipality: str, data: dict[str, Any]) -> bytes:
    """The PDF of a template with this data (values JSON can hold). Raises ValueError when the template itself is wrong."""
    given = clean({"title": title, "municipality": municipality, **data})
    source = HOUSE.read_bytes() + template.read_bytes()
    inputs = {"data": json.dumps(given, cls=DjangoJSONEncoder)}
    try:
        return _compile(source, inputs, STANDARD)
    except RuntimeError:
        # A script for which this machine has no font cannot carry the accessible mark; it is printed all the same.
        try:
            return _compile(source, inputs, None)
        except RuntimeError as error:
            raise ValueError(f"{template.name}: {error}") from error


def _compile(source: bytes, inputs: dict[str, str], standard: Standard | None) -> bytes:
    made: bytes = typst.compile(source, sys_inputs=inputs, pdf_standards=standard)
    return made


def clean(value: Any) -> Any:
    """The value with every sign in it that can be printed; half characters and control signs become a question mark."""
    if isinstance(value, str):
        whole = value.encode("utf-8", "replace").decode().replace("\r", "")
        return "".join(sign if sign.isprintable() or sign == "\n" else _other(sign) for sign in whole)
    if isinstance(value, dict):
        return {clean(key): clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [clean(each) for each in value]
    return value


def _other(sign: str) -> str:
    return " " if sign.isspace() else "?"
