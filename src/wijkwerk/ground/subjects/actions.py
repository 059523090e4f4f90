"""Make subjects with a public code of their own."""

import secrets

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.rules.codes import CODE_COUNT, public_code


def new_subject(*, municipality: Municipality, kind: str) -> Subject:
    """One subject with a public code of its own."""
    return new_subjects(municipality=municipality, kind=kind, number=1)[0]


def new_subjects(*, municipality: Municipality, kind: str, number: int) -> list[Subject]:
    """Many subjects in one statement.

    A code that exists would make the unique constraint refuse the row, and the caller's transaction with it, so codes
    that are taken are looked up first.
    """
    codes = _free_codes(number)
    rows = [Subject(id=uuid7(), municipality=municipality, kind=kind, code=code) for code in codes]
    return Subject.objects.bulk_create(rows, batch_size=500)


def _free_codes(number: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < number:
        fresh = {public_code(secrets.randbelow(CODE_COUNT)): None for _ in range(number - len(found))}
        for start in range(0, len(fresh), 500):
            part = list(fresh)[start : start + 500]
            taken = set(Subject.objects.filter(code__in=part).values_list("code", flat=True))
            found.update({code: None for code in part if code not in taken})
    return list(found)
