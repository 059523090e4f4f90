"""Named points at which a lower room lets upper rooms join in, in the same transaction.

A lower room names a point and runs it; an upper room's `hooks.py` adds functions to it. Known points stand in `POINTS`;
an unknown name is a programming error and says so at import.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

Hook = Callable[..., Any]

POINTS = {
    "people.role_ended": "a role of a person ended or the person is away: work goes back to the team",
    "people.landing": "where the work of this person begins after logging in; empty when it is not in this room",
    "people.login_extra": "people of the demo on the login page: name, role, url",
    "answers.settled": "a condition was met or lapsed, or a promise kept, moved or withdrawn",
    "areas.replaced": "a division got a new year",
    "letters.received": "a letter came in",
    "letters.leaves": "a letter is with the person now: posted, said or taken by the mail server",
    "settings.section": "a part of the settings document: name and schema",
    "records.due": "dossiers of a room whose term has passed, for a destruction list",
    "records.dossier": "what a room holds about a subject, as a part of its dossier",
    "records.erase": "personal texts of a subject are erased; gives how many rows were emptied",
    "records.barred": "why a subject may not be erased now, in Dutch; holds its row till the end of the transaction",
    "records.hold": "a dossier is put on legal hold or let go; gives whether a room has it",
    "records.held": "the dossiers on legal hold",
    "promises.follows": "the address of what a promise follows: there it is kept, moved or withdrawn; None when it stands alone",
    "care.hold": "rows of an upper room that point at a subject, locked in the order of that room before the subject itself",
    "care.withdraw": "a subject turned out to be about individual care: withdraw all that is open",
    "journal.sealed": "the last lines of a municipality were sealed: the head of the batch leaves the machine",
    "journal.years": "how many years a municipality keeps its journal",
    "journal.held": "whether one of these subjects may not be destroyed now",
    "journal.approver": "the account that may approve the destruction of a municipality's journal",
    "journal.words": "Dutch words for the verbs of a room in a history",
    "words.default": "the words of the default blueprint, for a text that is read where no municipality is served",
    "signals.panels": "what an upper room shows on the page of a signal, for staff or for who asked: a `kit.panels.Panel`",
    "signals.desk": "what an upper room shows on the desk of staff: a `kit.panels.Panel`",
    "worker.kinds": "a kind of outbox row and the function that does it",
    "worker.clocks": "a clock that the worker runs each minute",
}

_hooks: dict[str, list[Hook]] = defaultdict(list)


def add(point: str, function: Hook) -> None:
    """Join `function` to a point. Raises KeyError for a point that nobody named."""
    if point not in POINTS:
        raise KeyError(f"no such point: {point}")
    if function not in _hooks[point]:
        _hooks[point].append(function)


def joined(point: str) -> list[Hook]:
    """The functions at a point, in the order in which the rooms were loaded."""
    if point not in POINTS:
        raise KeyError(f"no such point: {point}")
    return list(_hooks[point])


def run(point: str, **given: Any) -> list[Any]:
    """Call every function at the point and return what each returned."""
    return [function(**given) for function in joined(point)]
