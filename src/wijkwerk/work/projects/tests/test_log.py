"""The internal log of an area: who reads, who writes, what becomes of a note, and when it is destroyed (O26)."""

from datetime import timedelta

import pytest

from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.projects.actions import notes
from wijkwerk.work.projects.may import reading_of
from wijkwerk.work.projects.models import LogNote, LogTag
from wijkwerk.work.projects.tests import project_cast as cast

READERS = {"owner", "elsewhere", "member", "traffic", "alderman"}
WRITERS = READERS - {"alderman"}
VERBS = ("take_up", "archive", "reopen")
# By hand: state -> verb -> state after.
BY_HAND = {
    "open": {"take_up": "taken_up", "archive": "archived"},
    "taken_up": {"archive": "archived", "reopen": "open"},
    "archived": {"reopen": "open"},
}


def _act(town, note, verb, roles=cast.WRITES):
    by = {"note": note, "by": town.people["traffic"], "roles": roles, "now": NOW}
    if verb == "take_up":
        return notes.take_up(team=town.teams["verkeer"], **by)
    return {"archive": notes.archive_note, "reopen": notes.reopen_note}[verb](**by)


def _bring(town, state):
    note = cast.note(town)
    if state != "open":
        note = _act(town, note, {"taken_up": "take_up", "archived": "archive"}[state])
    return note


def test_a_note_has_tags_and_leaves_no_words_in_the_journal(town: Town):
    """The note stands with its tags; the journal knows that there was one, not what it said."""
    note = cast.note(town)
    assert list(note.tags.values_list("tag", flat=True)) == ["ruimte"]
    assert Line.objects.filter(subject=note.pk, verb="note_written").exists()
    assert not Detail.objects.filter(subject=note.pk).exists()


@pytest.mark.parametrize(
    "given",
    [
        {"text": " "},
        {"text": "Mevrouw 111222333 klaagt"},
        {"text": "x" * 2001},
        {"tags": ["bestaat_niet"]},
        {"roles": frozenset()},
    ],
)
def test_what_does_not_belong_there_is_refused(town: Town, given):
    """Nothing empty or endless, no citizen service number, no unknown tag, nobody who may not write."""
    with pytest.raises(Refused):
        cast.note(town, **given)
    assert not LogNote.objects.exists()


@pytest.mark.parametrize("roles", [frozenset(), cast.WRITES])
@pytest.mark.parametrize("state", BY_HAND)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_keeps_to_the_table(town: Town, verb, state, roles):
    """A verb does what the table says, or refuses and leaves the row as it was."""
    note = _bring(town, state)
    after = BY_HAND[state].get(verb)
    if after is None or not roles:
        before = LogNote.objects.filter(pk=note.pk).values().get()
        with pytest.raises(Refused):
            _act(town, note, verb, roles)
        assert LogNote.objects.filter(pk=note.pk).values().get() == before
        return
    note = _act(town, note, verb, roles)
    assert note.state == after
    assert (note.taken_by is not None) == (
        after == "taken_up" or (after == "archived" and state == "taken_up")
    )


@pytest.mark.parametrize("part", cast.EVERYBODY)
def test_who_reads_and_who_writes(town: Town, log_in, client, part):
    """Departments, managers and the alderman read; residents, partners, administrators, intake and care never."""
    note = cast.note(town)
    enter = client if part == "visitor" else log_in(part)
    response = enter.get("/bureau/logboek/")
    assert (response.status_code == 200) == (part in READERS)
    shown = part in READERS - {"elsewhere"}  # of Zuid: the note is about Noord
    assert (note.text in response.content.decode()) == shown
    assert (enter.get("/bureau/logboek/nieuw/").status_code == 200) == (part in WRITERS)
    for step in ("pak-op", "berg-op", "open"):
        reached = enter.get(f"/bureau/logboek/{note.pk}/{step}/").status_code == 200
        assert reached == (part in WRITERS and shown), step


def test_care_reads_only_when_the_settings_say_so(town: Town):
    """A care team that is listed reads the log; one that is not does not."""
    from wijkwerk.ground.areas import settings as documents  # noqa: PLC0415

    assert not reading_of(town.access("carer"), town.municipality).paths
    raw = documents.current(town.municipality).raw
    raw["area_log"]["read_by"] = ["care"]
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="test")
    town.municipality.refresh_from_db()
    assert reading_of(town.access("carer"), town.municipality).paths == {""}
    assert not reading_of(town.access("traffic"), town.municipality).paths


def test_personal_data_is_pointed_out_before_it_is_kept(town: Town, log_in):
    """A telephone number is pointed out once; sent again it is kept. A citizen service number never."""
    client = log_in("traffic")
    form = {"once": "a" * 32, "area": town.areas["Noord"].path, "text": "Bel 06 12345678 over het plein"}
    response = client.post("/bureau/logboek/nieuw/", form)
    assert response.status_code == 200
    assert "Lees dit voor u verstuurt" in response.content.decode()
    assert not LogNote.objects.exists()
    warned = response.context["form"].warned
    assert client.post("/bureau/logboek/nieuw/", form | {"warned": warned}).status_code == 302
    assert LogNote.objects.count() == 1
    assert client.post("/bureau/logboek/nieuw/", form | {"text": "BSN 111222333"}).status_code == 422


def test_old_notes_that_were_put_away_are_destroyed(town: Town):
    """After the years of the settings the clock destroys what was put away, with its tags, and nothing else."""
    old = _bring(town, "archived")
    open_one, fresh = cast.note(town), _act(town, cast.note(town), "archive")
    before = NOW - timedelta(days=3 * 366)
    LogNote.objects.filter(pk__in=[old.pk, open_one.pk]).update(written_at=before)
    assert notes.destroy_old(now=NOW) == 1
    assert set(LogNote.objects.values_list("pk", flat=True)) == {open_one.pk, fresh.pk}
    assert not LogTag.objects.filter(note=old.pk).exists()
    assert Line.objects.filter(verb="notes_destroyed").count() == 1
    assert notes.destroy_old(now=NOW) == 0
