"""What an asker reads of a message that is elsewhere: a formal matter, or with another organisation (D9)."""

from typing import Any

from wijkwerk.ground.areas.settings import current
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.actions.elsewhere import in_a_sentence
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.sections import Formals


def where_it_is(signal: Signal, *, mine: bool) -> dict[str, Any] | None:
    """Facts for `_elsewhere.html`; None when it is with us. Who joined reads no more than that it is elsewhere (D4)."""
    if signal.formal_kind:
        return _formal(signal) if mine else {"kind": "joined"}
    if signal.state != State.REDIRECTED:
        return None
    return {"kind": "redirected", "where": signal.forwarded_to, "ref": signal.external_ref if mine else ""}


def gone_to(signal: Signal, *, mine: bool) -> str:
    """Who has it now that it is followed elsewhere, so that nobody of us is named for it; empty while it is ours."""
    if signal.state != State.REDIRECTED:
        return ""
    return signal.forwarded_to if mine or not signal.formal_kind else "Een andere afdeling"


def _formal(signal: Signal) -> dict[str, Any]:
    way = current(signal.municipality).part(Formals).get(signal.formal_kind)
    label = way.label if way else signal.get_formal_kind_display()
    return {
        "kind": "formal",
        "label": in_a_sentence(label),
        "where": signal.forwarded_to,
        "phone": way.phone if way else "",
        "url": way.url if way else "",
    }
