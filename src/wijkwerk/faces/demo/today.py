"""What else lies ready in Merwoude today: a question, two that are one, a formal matter, a pattern, spoed, a destruction list."""

from datetime import datetime, timedelta

from wijkwerk.faces.demo.staffing import Staff
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people.models import User
from wijkwerk.ground.subjects.destroying import propose
from wijkwerk.ground.subjects.models import DestructionList
from wijkwerk.rules import workflow
from wijkwerk.rules.workflow import State
from wijkwerk.work.signals.actions import asking, elsewhere, marking, merging, urgent
from wijkwerk.work.signals.models import FormalKind, Handover, HandoverState, Signal

OWNER = frozenset({workflow.OWNER_TEAM})
QUESTION = (
    "Kunt u zeggen waar het precies is? Schrijf bijvoorbeeld bij welk huisnummer of welke lantaarnpaal."
)
PATTERN = "Dit is de vierde melding in deze straat in korte tijd. Er speelt meer dan alleen dit."
FORMAL = "De melder vraagt ons om op te treden tegen de buren. Dat is een verzoek om handhaving."
SPOED = "Er liggen losse tegels op de route naar school."


def fill_desks(*, municipality: Municipality, staff: Staff, now: datetime) -> list[Signal]:
    """Six steps on signals that are open and wait for nothing else. Returns the signals, for who wants to look at them."""
    when = now
    loose = _loose(municipality, before=now - timedelta(hours=3))
    owned = [signal for signal in loose if signal.state == State.OWNED]
    new = [signal for signal in loose if signal.state == State.ROUTED]
    done: list[Signal] = []
    if owned:
        done.append(owned.pop(0))
        asking.ask(signal=done[-1], question=QUESTION, by=_who(done[-1], staff), roles=OWNER, now=when)
    for signal in owned[-1:]:
        done.append(signal)
        marking.mark_more(signal=signal, why=PATTERN, by=_who(signal, staff), roles=OWNER, now=when)
    done += _one_of_two([signal for signal in loose if signal not in done], staff, when)
    left = [signal for signal in [*new, *owned] if signal not in done]
    formal = next((signal for signal in left if signal.kind == "worry"), None)
    if formal is not None:
        done.append(formal)
        elsewhere.forward(
            signal=formal,
            formal_kind=FormalKind.ENFORCEMENT,
            why=FORMAL,
            by=_who(formal, staff),
            roles=OWNER,
            now=when,
        )
    danger = next((signal for signal in left if signal.kind == "report" and signal not in done), None)
    if danger is not None:
        done.append(danger)
        urgent.mark_urgent(signal=danger, why=SPOED, by=_who(danger, staff), roles=OWNER, now=now)
    return done


def propose_list(*, municipality: Municipality, staff: Staff, now: datetime) -> DestructionList:
    """What was kept long enough lies ready as a list of one records keeper; the other one must approve it (D15)."""
    return propose(municipality=municipality, by=staff.users["anke"], now=now)


def _loose(municipality: Municipality, *, before: datetime) -> list[Signal]:
    """Open signals, newest first, that nobody was asked to take over and that are told by nobody with an account."""
    asked = Handover.objects.filter(municipality=municipality, state=HandoverState.SENT).values("signal")
    rows = Signal.objects.filter(
        municipality=municipality, state__in=(State.OWNED, State.ROUTED), received_at__lt=before
    )
    rows = rows.exclude(visibility="care").exclude(pk__in=asked).exclude(subject__askers__user__isnull=False)
    rows = rows.exclude(has_promise=True).filter(answer_kind="", subject__askers__contact="email").distinct()
    return list(
        rows.select_related("subject", "municipality", "owner_team", "owner_person").order_by("-received_at")
    )


def _one_of_two(new: list[Signal], staff: Staff, now: datetime) -> list[Signal]:
    """Two of one theme, team and district become one."""
    for number, signal in enumerate(new):
        for other in new[number + 1 :]:
            near = signal.area_path.split(".")[:2] == other.area_path.split(".")[:2]
            if near and signal.theme == other.theme and signal.owner_team_id == other.owner_team_id:
                merging.merge(signal=signal, into=other, by=_who(signal, staff), roles=OWNER, now=now)
                return [signal, other]
    return []


def _who(signal: Signal, staff: Staff) -> User:
    return signal.owner_person or staff.member(signal.owner_team)
