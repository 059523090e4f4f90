"""A department looks again at its own decision, with a note of why."""

from wijkwerk.ground.journal.models import Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.plans.actions import matching
from wijkwerk.work.plans.models import Plan
from wijkwerk.work.plans.tests import match_cast as cast
from wijkwerk.work.plans.tests.conftest import put


def test_the_decision_goes_and_the_record_says_why(town: Town, agenda: Plan):
    """Line, money and reason go; the note stays and the journal keeps what was decided before."""
    match = cast.bring(town, cast.ask(town, put(town, agenda)), "included")
    matching.open_again(
        match=match, text="Het geld is op.", by=town.people["traffic"], roles=cast.DECIDES, now=NOW
    )
    match.refresh_from_db()
    assert (match.state, match.line, match.granted, match.decided_at) == ("negotiating", None, None, None)
    assert [note.text for note in match.notes.all()] == ["Het geld is op."]
    before = Line.objects.get(verb="match_included")
    assert before.detail.text["line"] == "2.1.04 Veilige straten"
