"""The verbs on a signal, one module for each kind; those of every day can be had from here."""

from wijkwerk.work.signals.actions.handling import (
    answer,
    answer_letter,
    bounce,
    close,
    confirm,
    give,
    join,
    may_reopen,
    note,
    reopen,
    reopen_until,
    resend_link,
    take,
)

__all__ = [
    "answer",
    "answer_letter",
    "bounce",
    "close",
    "confirm",
    "give",
    "join",
    "may_reopen",
    "note",
    "reopen",
    "reopen_until",
    "resend_link",
    "take",
]
