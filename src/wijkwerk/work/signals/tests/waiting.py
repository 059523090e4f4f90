"""Steps that the tests of asking share: a signal in each state, and somebody who joined."""

from datetime import date

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters import actions as letters
from wijkwerk.rules.workflow import OWNER_TEAM, State
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Signal

OWNERS = frozenset({OWNER_TEAM})
QUESTION = "Bij welk huisnummer is het?"
ANSWER = "Bij nummer 14, naast de heg."


def asked(town, signal=None, now=NOW, *, left=True, **given):
    """A signal that waits for its asker; the question by e-mail has `left`, or still waits for the mail server."""
    signal = signal or town.signal()
    by = given.pop("by", town.people["carer" if signal.visibility == "care" else "traffic"])
    values = {"question": QUESTION, "roles": OWNERS} | given
    asking.ask(signal=signal, by=by, now=now, **values)
    if left:
        outbox.do_due(now=now, kinds=[letters.KIND])
    signal.refresh_from_db()
    return signal


def reporter(signal):
    return Asker.objects.get(subject=signal.subject, role="reporter")


def joined(town, signal):
    """A neighbour who joined: the signal is public from then on."""
    publishing.show(signal=signal, words=PublicWords("Hard rijden"), by=town.people["owner"], now=NOW)
    return actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Omar", "omar@example.org"), now=NOW)


def answered(town, signal, kind="no"):
    """A no, or a yes with a promise."""
    given = (
        {"reason": "Er is geen ruimte."}
        if kind == "no"
        else {"what": "Een drempel", "due_until": date(2027, 6, 1)}
    )
    new = NewAnswer(kind, town.teams["verkeer"], text="Ons antwoord.", **given)
    return actions.answer(signal=signal, new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)


def reopened(town, signal, kind="no"):
    return actions.reopen(
        signal=answered(town, signal, kind), why="Nog niet goed.", by=None, roles=frozenset({"asker"}), now=NOW
    )  # fmt: skip


def in_state(town, state):
    """A signal that came into this state by the steps that lead there."""
    signal = town.signal()
    if state == State.RECEIVED:
        signal = town.signal(theme="overig")
        assert signal.state == "received"
    if state == State.OWNED:
        signal = actions.take(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    if state == State.WAITING:
        signal = asked(town, signal)
    if state in (State.ANSWERED, State.CLOSED):
        signal = answered(town, signal)
    if state == State.CLOSED:
        signal = actions.close(signal=signal, by=None, roles=frozenset({"asker"}), now=NOW)
    if state == State.REOPENED:
        signal = reopened(town, signal)
    if state == State.INTAKE:
        team = town.teams["wijkbeheer"]
        given = actions.give(
            signal=signal, to_team=team, to_person=None, why="x", by=town.people["traffic"], roles=OWNERS, now=NOW
        )  # fmt: skip
        signal = actions.bounce(handover=given, why="x", by=town.people["member"], now=NOW)
    assert signal.state == state
    return Signal.objects.get(pk=signal.pk)


STATES = [
    State.RECEIVED, State.INTAKE, State.ROUTED, State.OWNED, State.WAITING, State.ANSWERED, State.CLOSED, State.REOPENED,
]  # fmt: skip
