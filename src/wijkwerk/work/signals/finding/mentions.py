"""Codes of other signals in journal lines: taken out when one of them turns out to be about care (D8)."""

from collections.abc import Iterable
from typing import Any, Final

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.ground.journal.queries import history
from wijkwerk.ground.subjects.models import Subject

# The verbs whose text names another signal: as `code`, or as several in `codes`.
NAMING: Final = ("merged", "merged_in", "unmerged", "merged_out", "split", "split_off")
# Of these a line without its text would say only that something was here: then it is not shown.
TAKEN_BACK: Final = frozenset({"merged_in", "merged_out"})


def forget_mentions(subject: Subject) -> None:
    """Erase where this signal and others name each other. The lines stay, without their text."""
    own = list(history(municipality=subject.municipality_id, subjects=[subject.pk]).filter(verb__in=NAMING))
    codes = {code for line in own for code in _codes(line)}
    others = Subject.objects.filter(municipality=subject.municipality_id, code__in=codes)
    keys = list(others.values_list("pk", flat=True))
    theirs = history(municipality=subject.municipality_id, subjects=keys).filter(verb__in=NAMING)
    naming = [line for line in theirs if subject.code in _codes(line)]
    Detail.objects.filter(line__in=[line.pk for line in (*own, *naming)]).delete()


def _codes(line: Line) -> Iterable[str]:
    detail = getattr(line, "detail", None)
    text: dict[str, Any] = detail.text if detail is not None and isinstance(detail.text, dict) else {}
    return {text["code"]} if "code" in text else set(str(text.get("codes", "")).replace(",", " ").split())
