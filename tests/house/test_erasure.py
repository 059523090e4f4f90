"""After the term, and on request, no table, file, search index, queue or log holds a word of a person (RELIABILITY 22)."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from tests.house import erasure_story as story
from wijkwerk.ground.journal import sealing
from wijkwerk.ground.journal.models import Detail, Line
from wijkwerk.ground.journal.verifying import Verification
from wijkwerk.ground.kit import outbox, word_index
from wijkwerk.ground.letters.models import Received
from wijkwerk.ground.letters.receiving import receive
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.subjects.erasing import Way, erase_subject
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused as AnswerRefused
from wijkwerk.work.answers.models import DataRequest
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def signal(town):
    return story.live(town)


def erase(signal, *, way=Way.TERM, now=None):
    given = {"subject": signal.subject, "municipality": signal.municipality, "why": "8.1", "by": None}
    return erase_subject(**given, way=way, now=now or story.years_later(signal))


def test_every_text_that_a_person_can_type_is_in_the_story_and_gone_after_the_term(
    signal, django_capture_on_commit_callbacks, caplog
):
    searching.index(signal, now=NOW)
    before = story.hits()
    assert {table for table, _ in before} >= PERSONAL
    assert photo_files()
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        assert erase(signal)
        outbox.do_due(now=story.years_later(signal))
    assert story.hits() == set()
    assert photo_files() == []
    assert not any(seed in caplog.text.casefold() for seed in story.SEEDS)


# The tables in which people's words stand, so that the story does not lose one unseen.
PERSONAL = {
    "answers_answer", "answers_asker", "answers_condition", "answers_datarequest", "answers_promise",
    "answers_promiseshift", "journal_detail", "letters_letter", "letters_received", "signals_broadlook",
    "signals_handover", "signals_message", "signals_note", "signals_question", "signals_searchtext", "signals_signal",
}  # fmt: skip


def photo_files():
    return list((Path(settings.MEDIA_ROOT) / "photos").rglob("*.jpg"))


def text_columns():
    """(table, column) of every text of every table of ours that points at a subject or a signal, by key or by plain id."""
    tied = [
        model for model in apps.get_models() if model.__module__.startswith("wijkwerk.") and is_tied(model)
    ]
    kinds = (models.CharField, models.TextField, models.JSONField)
    return {
        (model._meta.db_table, field.column)
        for model in tied
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices
    }


def is_tied(model):
    """By any road of foreign keys, however long, or by a plain id that is named so."""
    seen, todo = set(), [model]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        names = {field.name for field in one._meta.concrete_fields}
        if one._meta.label in ("subjects.Subject", "signals.Signal") or "subject" in names:
            return True
        todo += [f.related_model for f in one._meta.concrete_fields if f.related_model]
    return False


# Texts that nobody types about a person: codes, keys, words of the house, and what staff made fit for everybody (D4).
NEVER_PERSONAL = {
    "answers_answer": "public_answer public_what",
    "answers_asker": "token_hash",
    "answers_promise": "area_path public_what",
    "journal_detail": "salt",
    "journal_line": "digest origin result verb",
    "letters_letter": "kind link_base problem sender",
    "letters_received": "problem",
    "signals_broadlook": "domains",
    "signals_bulkitem": "after before refused",
    "signals_handover": "rung",
    "signals_signal": "answer_kind area_path external_system public_place public_title result retention_from "
    "retention_rule rung source source_id theme",
    "subjects_attachment": "problem stored",
    "subjects_destructionitem": "about left_out result rule",
    "subjects_link": "kind",
    "subjects_subject": "code kind",
    # Plans, projects and the calendar: staff write them about an area, for all to read; none is of a dossier.
    "calendars_entry": "area_path code note why",
    "plans_asked": "area_path how what",
    "plans_match": "ask reason",
    "plans_matchnote": "text",
    "plans_plan": "account area_path external_ref external_system kind result retention_from retention_rule title",
    "plans_planitem": "area_path indicator money_from origin_words stream target text title why",
    "plans_planpart": "key text title",
    "plans_planversion": "body content decision",
    "plans_round": "invitation",
    "plans_roundwish": "criterion why",
    "projects_project": "area_path external_ref external_system handed_over result retention_from retention_rule text title",
}


def test_no_text_column_is_forgotten(signal):
    """A new column is either typed in the story, and so proven to be emptied, or said to be of no person."""
    searching.index(signal, now=NOW)
    request = DataRequest.objects.get()
    DataRequest.objects.filter(pk=request.pk).update(why=story.WORDS)
    never = {(table, name) for table, names in NEVER_PERSONAL.items() for name in names.split()}
    assert text_columns() - story.hits() == never


def test_what_stays_is_theme_area_dates_states_and_public_words(signal):
    before = Signal.objects.values(*STAYS).get(pk=signal.pk)
    erase(signal)
    assert Signal.objects.values(*STAYS).get(pk=signal.pk) == before
    row = Signal.objects.get(pk=signal.pk)
    assert (row.lon, row.lat, row.bag_id, row.precise) == (None, None, "", "area")
    assert row.erased_at == story.years_later(signal)


STAYS = (
    "state", "theme", "kind", "area_path", "received_at", "answered_at", "closed_at", "result", "answer_kind",
    "public_title", "public_place", "published_at", "retention_rule", "destroy_after", "askers", "source_id",
)  # fmt: skip


def test_erasing_twice_is_erasing_once(signal):
    assert erase(signal) is True
    assert erase(signal, way=Way.AGAIN) is False
    assert Line.objects.filter(subject=signal.pk, verb="erased").count() == 1


def test_the_line_of_it_says_the_rule_and_holds_no_text(signal):
    erase(signal)
    line = Line.objects.get(subject=signal.pk, verb="erased")
    assert (line.result, line.digest, hasattr(line, "detail")) == ("8.1", "", False)
    assert not Detail.objects.filter(subject=signal.pk).exists()


def test_the_seal_of_the_journal_stays_whole(signal):
    assert list(sealing.seal(now=NOW))
    erase(signal)
    assert [each for each in Verification(now=NOW, heads=[]).findings() if each.grave] == []


def test_a_formal_matter_keeps_that_it_is_followed_elsewhere_and_not_where(town):
    signal = story.formal(town)
    erase(signal)
    signal.refresh_from_db()
    assert (signal.external_ref, signal.forwarded_to, signal.state) == ("(gewist)", "(gewist)", "redirected")
    word_index.forget()
    assert story.hits() == set()


@pytest.mark.parametrize("way", [Way.TERM, Way.ASKED])
def test_what_is_on_hold_is_not_erased(signal, way):
    Signal.objects.filter(pk=signal.pk).update(legal_hold=True)
    with pytest.raises(Refused, match="staat vast"):
        erase(signal, way=way)
    assert Signal.objects.get(pk=signal.pk).text == story.WORDS


def test_what_is_open_or_before_its_term_is_not_erased(town, signal):
    with pytest.raises(Refused, match="niet voorbij"):
        erase(signal, now=story.years_later(signal) - timedelta(days=5))
    fresh = town.signal()
    with pytest.raises(Refused, match="niet klaar"):
        erase(fresh, now=NOW)


def test_an_open_signal_erased_on_request_keeps_its_own_term(town):
    signal = town.signal(text=story.WORDS)
    assert erase(signal, way=Way.ASKED, now=NOW)
    signal.refresh_from_db()
    assert (signal.text, signal.erased_at) == ("", None)


def test_nothing_is_written_in_an_erased_dossier_any_more(town, signal):
    erase(signal)
    signal.refresh_from_db()
    by = town.people["traffic"]
    with pytest.raises(AnswerRefused, match="gewist"):
        actions.note(signal=signal, text="x", by=by, roles=story.OWNER, now=NOW)
    with pytest.raises(AnswerRefused, match="gewist"):
        actions.reopen(signal=signal, why="x", by=by, roles=story.OWNER, now=NOW)
    with pytest.raises(AnswerRefused, match="gewist"):
        asking.message(signal=signal, text="x", asker=None, by=by, now=NOW, via="phone")


def test_the_same_mail_once_more_brings_nothing_back(town, signal):
    row = Received.objects.get()
    name = row.message_id
    erase(signal)
    raw = f"From: <{story.MAIL}>\nMessage-ID: {name}\nSubject: x\n\n{story.WORDS}".encode()
    assert receive(municipality=town.municipality.pk, raw=raw, now=NOW).pk == row.pk
    word_index.forget()
    assert story.hits() == set()


def test_a_file_whose_removal_was_cut_off_is_removed_by_the_worker(signal):
    erase(signal)  # the test's own transaction never commits: as if killed right after it
    assert photo_files()
    outbox.do_due(now=story.years_later(signal))
    assert photo_files() == []


def test_the_page_of_an_erased_signal_opens_and_offers_no_step(signal, log_in):
    erase(signal)
    page = log_in("traffic").get(f"/bureau/melding/{signal.subject.code}/")
    assert page.status_code == 200
    assert page.context["steps"] <= {"make_care"}
    assert not any(seed in page.content.decode().casefold() for seed in story.SEEDS)
