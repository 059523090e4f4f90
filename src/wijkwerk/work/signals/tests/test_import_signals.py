"""`wijkwerk signals import`: rows of another system become signals, once, each accounted for."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection

from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.kit.db import is_postgres
from wijkwerk.ground.letters.models import Letter
from wijkwerk.rules import workflow
from wijkwerk.testing import command
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.importing import actions as importing
from wijkwerk.work.signals.importing import storing
from wijkwerk.work.signals.models import Signal
from wijkwerk.work.signals.tests.sources import MAPPING, Desk, as_csv, desk, row, rows_in_all_tables

__all__ = ["desk"]

OWNERS = frozenset({workflow.OWNER_TEAM})


def only() -> Signal:
    return Signal.objects.select_related("owner_team").get()


# --- it works -----------------------------------------------------------------------------------------------------


def test_a_row_becomes_a_signal_with_place_theme_team_and_terms(desk: Desk, town: Town):
    summary = desk.bring(row())
    assert (desk.code, summary["read"], summary["created"], summary["rejected"]) == (0, 1, 1, 0)
    signal = only()
    assert (signal.title, signal.text) == ("Tak over het pad", "Er ligt een grote tak over het pad.")
    assert (signal.theme, signal.kind, signal.via) == ("groen", "report", "import")
    assert (signal.source, signal.source_id) == ("buiten", "1")
    assert (signal.precise, signal.area_path) == ("point", town.areas["Lindebuurt"].path)
    assert (signal.owner_team, signal.state) == (town.teams["groen"], "routed")
    assert signal.received_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (signal.confirm_due, signal.answer_due) == (date(2026, 3, 4), date(2026, 3, 16))


def test_an_import_sends_no_letters_and_nobody_asks(desk: Desk):
    desk.bring(row(), row(nummer="2"))
    assert Letter.objects.count() == 0
    assert set(Signal.objects.values_list("askers", flat=True)) == {0}


def test_a_row_that_was_closed_at_its_source_arrives_closed_and_outside_terms(desk: Desk):
    summary = desk.bring(row(status="Klaar", klaar_op="2026-03-05 12:00:00+00:00"))
    signal = only()
    assert summary["closed"] == 1
    assert (signal.state, signal.result) == ("closed", "answered_elsewhere")
    assert signal.closed_at == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert (signal.confirm_due, signal.answer_due, signal.has_promise) == (None, None, False)


def test_a_source_that_does_not_say_when_it_closed_or_says_it_wrongly_closes_at_receipt(desk: Desk):
    summary = desk.bring(
        row(status="klaar"), row(nummer="2", status="klaar", klaar_op="2026-03-01T00:00:00Z")
    )
    assert [each.closed_at for each in Signal.objects.all()] == [only_time()] * 2
    assert summary["notes"] == {"closed_before_received": 1}


def only_time() -> datetime:
    return datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_what_is_acknowledged_elsewhere_is_open_here(desk: Desk):
    desk.bring(row(status="in behandeling"))
    assert only().state == "routed"


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_no_place_and_outside_are_counted_apart_as_parts_of_what_is_stored(desk: Desk, words):
    rows = [
        row(),
        row(nummer="2", lon="", lat=""),
        row(nummer="3", lon="0", lat="0.0"),
        row(nummer="4", lon="6.9"),
    ]
    summary = desk.bring(*rows, words=words)
    assert (summary["created"], summary["no_place"], summary["outside"]) == (4, 2, 1)


@pytest.mark.parametrize("given", [{"lon": "", "lat": ""}, {"lon": "-72.9", "lat": "41.3"}])
def test_what_lies_in_no_area_is_the_intake_teams_whatever_its_theme(desk: Desk, town: Town, given):
    desk.bring(row(**given))
    signal = only()
    assert (signal.owner_team, signal.state, signal.area_path) == (town.teams["meldpunt"], "received", "")
    last = Line.objects.filter(subject=signal.pk, verb="routed").latest("id")
    assert last.result == "meldpunt"
    desk.bring(row(**given, titel="Nu met een andere titel"))
    assert only().owner_team == town.teams["meldpunt"]


def test_a_closed_row_without_a_place_stays_closed_with_the_intake_team(desk: Desk, town: Town):
    desk.bring(row(status="klaar", lon="", lat=""))
    assert (only().state, only().owner_team) == ("closed", town.teams["meldpunt"])


def test_a_title_that_is_too_long_is_cut_and_its_text_is_whole(desk: Desk):
    desk.bring(row(titel="woord " * 60, tekst=""))
    assert len(only().title) <= 120
    assert only().text.count("woord") == 60


def test_a_packed_file_a_windows_file_and_a_file_with_a_mark_read_the_same(desk: Desk):
    text = as_csv([row(titel="Café")])
    assert desk.run(desk.file(text, "a.csv.gz"))["created"] == 1
    assert desk.run(desk.file("\ufeff" + text, "b.csv"))["unchanged"] == 1
    desk.map(MAPPING.replace('id = "nummer"', 'id = "nummer"\nencoding = "cp1252"\ndelimiter = ";"'))
    windows = as_csv([row(titel="Café")], delimiter=";").encode("cp1252")
    assert desk.run(desk.file(windows, "c.csv"))["unchanged"] == 1


# --- again --------------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(desk: Desk):
    rows = [
        row(),
        row(nummer="2", lon="", lat=""),
        row(nummer="3", lon="6.9"),
        row(nummer="4", status="klaar"),
    ]
    first = desk.bring(*rows)
    before = (rows_in_all_tables(), list(Signal.objects.order_by("pk").values()))
    again = desk.bring(*rows)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 4)
    assert (rows_in_all_tables(), list(Signal.objects.order_by("pk").values())) == before
    parts = ("read", "no_place", "outside", "closed")
    assert [again[name] for name in parts] == [first[name] for name in parts] == [4, 1, 1, 1]


def test_the_same_id_of_another_source_or_municipality_is_another_signal(desk: Desk, other_town: Town):
    desk.bring(row())
    assert desk.run(desk.file(as_csv([row()])), code="GM9903")["created"] == 1
    desk.map(MAPPING.replace('"buiten"', '"binnen"'))
    assert desk.bring(row())["created"] == 1
    assert Signal.objects.count() == 3


def test_a_changed_row_brings_an_untouched_signal_up_to_date(desk: Desk, town: Town):
    desk.bring(row())
    code = only().subject.code
    summary = desk.bring(row(tekst="Er ligt vuil.", soort="zwerfvuil", lat="52.725"))
    assert (summary["updated"], summary["unchanged"]) == (1, 0)
    signal = only()
    assert (signal.subject.code, signal.text, signal.theme) == (code, "Er ligt vuil.", "afval")
    assert (signal.owner_team, signal.area_path) == (town.teams["wijkbeheer"], town.areas["Havenbuurt"].path)
    verbs = Line.objects.filter(subject=signal.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["reported", "routed", "updated", "routed"]
    assert desk.bring(row(tekst="Er ligt vuil.", soort="zwerfvuil", lat="52.725"))["unchanged"] == 1


def test_a_row_that_closes_at_its_source_closes_here_when_nobody_touched_it(desk: Desk):
    desk.bring(row())
    assert desk.bring(row(status="klaar", klaar_op="2026-04-01T00:00:00Z"))["updated"] == 1
    signal = only()
    assert (signal.state, signal.result, signal.answer_due) == ("closed", "answered_elsewhere", None)


def test_a_column_that_the_mapping_does_not_use_changes_nothing(desk: Desk):
    desk.bring(row(soort="boom"))
    assert desk.bring(row(soort="Boompje"))["unchanged"] == 1


def test_the_rows_of_a_source_are_found_by_their_index(town: Town):
    with connection.cursor() as cursor:
        if is_postgres():
            cursor.execute("SET LOCAL enable_seqscan TO off")  # a small table is read whole
        found = storing.rows_of(town.municipality, "buiten").filter(source_id__in=["1", "2"])
        assert "signal_source_once" in found.values_list("source_id", "source_hash").explain()


@pytest.mark.parametrize("touch", ["take", "give", "note", "care"])
def test_what_somebody_here_has_touched_is_not_overwritten(desk: Desk, town: Town, touch):
    desk.bring(row())
    given = {"signal": only(), "by": town.people["member"], "roles": OWNERS, "now": NOW}
    if touch == "take":
        actions.take(**given)
    elif touch == "give":
        actions.give(**given, to_team=town.teams["verkeer"], to_person=None, why="Van u?")
    elif touch == "note":
        actions.note(**given, text="Morgen kijken.")
    else:
        Signal.objects.update(visibility="care", owner_team=town.teams["zorg"])
    before = Signal.objects.values().get()
    summary = desk.bring(row(tekst="Iets anders."))
    assert (summary["updated"], summary["unchanged"], summary["notes"]) == (0, 1, {"touched_here": 1})
    assert Signal.objects.values().get() == before


def test_a_run_that_was_killed_halfway_is_finished_by_the_next(desk: Desk, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 3)
    rows = [row(nummer=str(number)) for number in range(8)]
    whole, calls = importing._Run.bring, []

    def killed(run, drafts):
        calls.append(len(drafts))
        if len(calls) == 3:
            raise KeyboardInterrupt
        whole(run, drafts)

    with monkeypatch.context() as patch:
        patch.setattr(importing._Run, "bring", killed)
        assert desk.bring(*rows) == {}
    assert (desk.code, Signal.objects.count()) == (130, 6)
    again = desk.bring(*rows)
    assert (again["created"], again["unchanged"]) == (2, 6)
    assert list(Signal.objects.order_by("source_id").values_list("source_id", flat=True)) == list("01234567")


def test_a_row_that_another_run_stored_at_the_same_moment_is_unchanged(desk: Desk, monkeypatch):
    desk.bring(row())
    honest, blind = storing.plan, [True]

    def plan(**given):
        # As it looks to a run that began its transaction before the other one ended.
        return storing.Plan(create=list(given["news"].values())) if blind and blind.pop() else honest(**given)

    monkeypatch.setattr(storing, "plan", plan)
    assert desk.bring(row())["unchanged"] == 1
    assert blind == []


def test_a_dry_run_writes_nothing_and_gives_the_same_counts(desk: Desk):
    desk.bring(row(nummer="4"), row(nummer="5"))
    rows = [row(), row(nummer="1"), row(nummer="2", lat=""), row(nummer="3", lon="", lat="")]
    rows += [row(nummer="4", tekst="Nieuw."), row(nummer="5"), row(nummer="6", lon="6.9")]
    before = rows_in_all_tables()
    told = desk.bring(*rows, words=("--dry-run",))
    assert rows_in_all_tables() == before
    assert told["dry_run"] is True
    assert desk.rejects() == []
    real = desk.bring(*rows)
    for name in ("dry_run", "seconds", "rejects"):
        told.pop(name), real.pop(name)
    assert told == real
    assert (real["created"], real["updated"], real["unchanged"], real["rejected"]) == (3, 1, 1, 2)


# --- what must be there first -------------------------------------------------------------------------------------


def test_a_municipality_that_is_not_ready_is_told_which_command_comes_first(desk: Desk, town: Town):
    path = desk.file(as_csv([row()]))
    assert desk.run(path, code="GM0000") == {}
    assert (desk.code, "wijkwerk areas import" in desk.error) == (2, True)
    type(town.municipality).objects.update(settings_number=0)
    assert desk.run(path) == {}
    assert desk.code == 2
    assert "wijkwerk blueprint apply start --municipality GM9902" in desk.error


def test_the_summary_for_people_is_lines_and_progress_stays_off_the_result(desk: Desk, capsys):
    path = desk.file(as_csv([row()]))
    assert (
        command("signals", "import", str(path), "--mapping", "buiten.toml", "--municipality", "gm9902") == 0
    )
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == ["read = 1", "created = 1", "updated = 0"]
