"""Writing help while somebody answers: what can be said more plainly, and what is missing, pointed out once before sending.

Advice, no gate: the second send goes through. What must be there (a reason, a date) is refused by the form itself.
"""

from collections.abc import Iterable
from typing import ClassVar, Final

from wijkwerk.rules.plain import Reading, Remark, RemarkKind, look, reading
from wijkwerk.rules.privacy import HintKind, hints
from wijkwerk.work.signals.hinting import Found, Hinting

# What harms somebody comes before what only reads badly.
ORDER: Final = (
    RemarkKind.NO_REASON,
    RemarkKind.NO_WAY_ON,
    RemarkKind.PRIVACY,
    RemarkKind.LONG_SENTENCE,
    RemarkKind.JARGON,
    RemarkKind.PASSIVE,
    RemarkKind.NEGATION,
    RemarkKind.LONG_WORD,
    RemarkKind.CAPITALS,
)


class Writing(Hinting):
    """A form whose texts go to a resident. `plain_fields` are looked at for plain Dutch, one by one."""

    plain_fields: ClassVar[tuple[str, ...]] = ()

    def hints_of(self, texts: dict[str, str]) -> list[Found]:
        kind, reason, can_do = (str(self.values.get(name) or "") for name in ("kind", "reason", "can_do"))
        remarks = [
            *look("", kind=kind, reason=reason, can_do=can_do),
            *(remark for name in self.plain_fields for remark in look(texts.get(name, ""))),
        ]
        return list(dict.fromkeys(_found(remark) for remark in in_order(remarks)))

    @property
    def reading(self) -> Reading | None:
        """How the texts read together; None for a form that was not sent, or holds errors."""
        if not self.is_bound or self.errors:
            return None
        return reading("\n".join(str(self.cleaned_data.get(name) or "") for name in self.plain_fields))


def in_order(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks, gravest kind first; a citizen service number is refused by the field itself and not advised on."""
    kept = [remark for remark in remarks if not _is_bsn(remark)]
    return sorted(kept, key=lambda remark: ORDER.index(remark.kind))


def _is_bsn(remark: Remark) -> bool:
    if remark.kind != RemarkKind.PRIVACY:
        return False
    return any(hint.kind == HintKind.BSN for hint in hints(remark.found))


def _found(remark: Remark) -> Found:
    return Found(remark.advice, remark.found)
