"""Who is who among askers: one person may stand on one thing twice, and still gets each letter once (D5, D14)."""

import uuid
from collections.abc import Iterable, Sequence

from wijkwerk.work.answers.models import Asker, AskerRole, Move


def persons(rows: Iterable[Asker]) -> set[uuid.UUID]:
    """All that these askers are, as `each_person` says it of one."""
    return set().union(*each_person(list(rows)))


def each_person(rows: Sequence[Asker]) -> list[set[uuid.UUID]]:
    """Who each asker is: an account, and the asker they are a copy of. Never an address: that is no proof (D5, D14)."""
    first = {row.pk: row.copy_of_id or row.pk for row in rows}
    while above := _above(set(first.values())):
        first = {key: above.get(found, found) for key, found in first.items()}
    return [{first[row.pk], *([row.user_id] if row.user_id else [])} for row in rows]


def _above(keys: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    copies = Asker.objects.filter(pk__in=keys, copy_of__isnull=False)
    return {key: found for key, found in copies.values_list("pk", "copy_of") if found}


def once_each(askers: Sequence[Asker], *, besides: Sequence[Asker] = ()) -> list[Asker]:
    """Each person once at each address, in the order given; without those who are among `besides` already.

    Somebody stands on one thing twice when two parts of a split were merged again, or two reports of one account. A person
    with two addresses gets two letters: we do not know at which one they read.
    """
    who = _doubtful([*besides, *askers])
    if not who:
        return list(askers)
    at = {row.pk: {(_place(row), key) for key in who.get(row.pk, ())} for row in [*besides, *askers]}
    told = set().union(*(at[row.pk] for row in besides))
    kept = set()
    for row in _most_at_home(askers, who):
        if not at[row.pk] & told:
            kept.add(row.pk)
            told |= at[row.pk]
    return [row for row in askers if row.pk in kept]


def doubles(askers: Sequence[Asker], among: Sequence[Asker]) -> dict[uuid.UUID, Asker]:
    """By asker: the same person at the same address among others, where there is one."""
    who = _doubtful([*askers, *among])
    known = {(_place(row), key): row for row in among for key in who.get(row.pk, ())}
    own = {row.pk: [known.get((_place(row), key)) for key in who.get(row.pk, ())] for row in askers}
    return {key: other for key, found in own.items() for other in found if other is not None}


def _place(row: Asker) -> tuple[str, str]:
    return row.contact, row.address.casefold()


def _doubtful(rows: Sequence[Asker]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Who they are of whom more than one has the same address; empty, without a query, when nobody can be somebody twice."""
    at: dict[tuple[str, str], list[Asker]] = {}
    for row in rows:
        at.setdefault(_place(row), []).append(row)
    found = [row for same in at.values() if len(same) > 1 for row in same]
    if not any(row.copy_of_id or row.user_id for row in found):
        return {}
    return dict(zip((row.pk for row in found), each_person(found), strict=True))


def _most_at_home(askers: Sequence[Asker], doubtful: Iterable[uuid.UUID]) -> list[Asker]:
    """Who reported it before who joined, and who asked it here before who came along: their words and their link fit best."""
    came = set(Move.objects.filter(asker__in=list(doubtful), undone_at=None).values_list("asker", flat=True))
    return sorted(askers, key=lambda row: (row.role == AskerRole.JOINED, row.pk in came))
