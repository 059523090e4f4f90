"""Whether a signal is looked at broadly before it gets its answer (I8): asked for some kinds, required if settings say so."""

from wijkwerk.ground.areas.settings import current
from wijkwerk.rules.workflow import State
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.signals.models import BroadLook, Signal
from wijkwerk.work.signals.sections import Broad

LOOK_FIRST = "Kijk eerst breed. Of schrijf op waarom dat hier niet nodig is. Daarna kunt u antwoord geven."


def look_missing(signal: Signal) -> bool:
    """Whether the broad look is asked for this kind of signal and nobody wrote it yet. At most one query."""
    if signal.kind not in current(signal.municipality).part(Broad).kinds:
        return False
    return not BroadLook.objects.filter(municipality=signal.municipality_id, signal=signal).exists()


def look_required(signal: Signal) -> bool:
    """Whether no answer goes out without a broad look here."""
    return current(signal.municipality).part(Broad).required


def refuse_unlooked(signal: Signal) -> None:
    """Raise Refused when the municipality requires the broad look and it is missing. A later answer is never held up."""
    if signal.state == State.ANSWERED:
        return
    if look_required(signal) and look_missing(signal):
        raise Refused(LOOK_FIRST)
