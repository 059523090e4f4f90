"""Staff find a signal by its code, its place and every word that was written about it, and nothing that they may not see."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from wijkwerk.ground.journal.actions import Entry, write, write_many
from wijkwerk.ground.kit import guards, hooks, word_index
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, care, marking, merging, publishing
from wijkwerk.work.signals.actions.classifying import NewClass, classify
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import Note, SearchText, Signal

LogIn = Callable[..., Client]
OWNER = frozenset({"owner_team"})
pytestmark = pytest.mark.django_db


def codes(client: Client, question: str) -> list[str]:
    """The codes of what was found on the first page."""
    response = client.get(reverse("signals:search"), {"q": question})
    assert response.status_code == 200
    return [each.row.code for each in response.context["rows"]]


def finds(client: Client, signal: Signal, question: str) -> bool:
    return signal.subject.code in codes(client, question)


def test_a_code_leads_straight_to_its_signal(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    for typed in (signal.subject.code, f" {signal.subject.code.lower()} "):
        response = log_in("traffic").get(reverse("signals:search"), {"q": typed})
        assert response.url == reverse("signals:detail", args=[signal.subject.code])
    # Who may not see it gets no redirect: not even that it exists.
    assert codes(log_in("member"), signal.subject.code) == []


def test_words_of_the_text_the_title_and_the_place_are_found(town: Town, log_in: LogIn) -> None:
    signal = town.signal(text="De lantaarnpalen flikkeren.", title="Licht kapot", place=town.place("Noord"))
    other = town.signal(text="Een losse stoeptegel.", title="Tegel")
    client = log_in("traffic")
    for question in ("lantaarn", "lantaarns flikkeren", "LICHT", "kapot lantaarn", "flik"):
        assert codes(client, question) == [signal.subject.code], question
    assert codes(client, "tegel") == [other.subject.code]
    assert codes(client, "lantaarn tegel") == []


def test_an_address_is_found_by_its_street_when_nobody_wrote_the_number(town: Town, log_in: LogIn) -> None:
    """Who is on the line gives a whole address; with the number first, and without it when there is nothing."""
    street = town.signal(text="Gedumpt afval in de Mosstraat.", title="Afval")
    house = town.signal(text="Gedumpt afval bij Mosstraat 14.", title="Afval")
    client = log_in("traffic")
    assert codes(client, "mosstraat 14") == [house.subject.code]
    response = client.get(reverse("signals:search"), {"q": "Mosstraat 12a"})
    assert {each.row.code for each in response.context["rows"]} == {street.subject.code, house.subject.code}
    assert "Met dit huisnummer is er niets." in response.content.decode()
    assert codes(client, "12") == codes(client, "Lindelaan 12") == []


def test_whatever_is_written_later_is_found_at_once(town: Town, log_in: LogIn) -> None:
    by, team = town.people["traffic"], town.teams["verkeer"]
    signal, client = town.signal(), log_in("traffic")
    asker = Asker.objects.get(subject=signal.subject)
    actions.note(signal=signal, text="Gebeld over de kikkerpoel.", by=by, roles=OWNER, now=NOW)
    asking.message(signal=signal, text="Er ligt ook een fietswrak.", asker=asker, by=None, now=NOW, via="web")
    asking.ask(signal=signal, question="Bij welke ooievaar?", by=by, roles=OWNER, now=NOW)
    asking.resume(signal=signal, by=by, roles=OWNER, now=NOW)
    look = marking.NewLook(behind="Er speelt een erfscheiding.")
    marking.look_broadly(signal=signal, look=look, by=by, roles=OWNER, now=NOW)
    new = NewClass("groen", "report", "Een titel met kruiwagen")
    classify(signal=signal, new=new, by=by, roles=OWNER, now=NOW, route_again=False)
    answer = NewAnswer("no", team, text="Wegens vleermuizen.", reason="De wet.", can_do="Bel de boswachter.")
    actions.answer(signal=signal, new=answer, by=by, roles=OWNER, now=NOW)
    publishing.show(signal=signal, words=publishing.PublicWords("Parelhoen", "Brink"), by=by, now=NOW)
    for question in (
        "kikkerpoel", "fietswrak", "ooievaars", "erfscheiding", "kruiwagen", "vleermuis vleermuizen", "boswachter",
        "parelhoen brink",
    ):  # fmt: skip
        assert finds(client, signal, question), question


def test_the_parts_of_a_split_are_found_by_their_own_words(town: Town, log_in: LogIn) -> None:
    signal = town.signal()
    parts = [
        merging.Part(title, title, "verkeer", "report")
        for title in ("Kapotte slagboom", "Scheve vlaggenmast")
    ]
    made = merging.split(signal=signal, parts=parts, by=town.people["traffic"], roles=OWNER, now=NOW)
    assert codes(log_in("traffic"), "slagboom") == [made[0].subject.code]


def test_nobody_finds_what_they_may_not_see(town: Town, log_in: LogIn, other_town: Town) -> None:
    town.signal(text="Een kikkerpoel bij de school")
    other_town.signal(text="Een kikkerpoel elders")
    found = {}
    for part in ("traffic", "intake", "owner", "elsewhere", "member", "carer"):
        response = log_in(part).get("/m/GM9902" + reverse("signals:search"), {"q": "kikkerpoel"})
        found[part] = len(response.context["rows"])
    assert found == {"traffic": 1, "intake": 1, "owner": 1, "elsewhere": 0, "member": 0, "carer": 0}


@pytest.mark.parametrize("part", ["resident", "partner", "admin", "keeper"])
def test_who_has_no_desk_has_no_search(town: Town, log_in: LogIn, part: str) -> None:
    assert log_in(part).get(reverse("signals:search"), {"q": "school"}).status_code == 404
    assert Client().get(reverse("signals:search"), {"q": "school"}).status_code == 404


def test_who_sees_a_signal_without_reading_it_finds_it_by_its_title_only(town: Town, log_in: LogIn) -> None:
    signal = town.signal(title="Vlonder", text="Mijn buurvrouw Kikkerpoel klaagt.")
    client = log_in("alderman")
    assert codes(client, "vlonder") == [signal.subject.code]
    assert codes(client, "kikkerpoel") == codes(client, "vlonder kikkerpoel") == []
    page = client.get(reverse("signals:search"), {"q": "vlonder"}).content.decode()
    assert "buurvrouw" not in page


def test_the_text_around_a_word_is_shown_with_the_word_marked(town: Town, log_in: LogIn) -> None:
    town.signal(title="Licht", text="Er staan <b>lantaarns</b> & palen scheef.")
    page = log_in("traffic").get(reverse("signals:search"), {"q": "lantaarn"}).content.decode()
    assert '<mark class="nl-mark">lantaarns</mark>' in page
    assert "<b>lantaarns" not in page
    assert "Er staan &lt;b&gt;" in page


def test_nothing_found_says_what_one_can_do(town: Town, log_in: LogIn) -> None:
    client = log_in("traffic")
    for question, said in (("zeppelin", "Typ minder woorden"), ("de het een", "Typ een woord dat zegt"),
                           ("", "Van het laatste woord is een begin genoeg")):  # fmt: skip
        assert said in unescape(client.get(reverse("signals:search"), {"q": question}).content.decode())


def test_a_page_has_25_and_leads_to_the_next_newest_first(town: Town, log_in: LogIn) -> None:
    made = [
        town.signal(title=f"Drempel {number}", now=NOW + timedelta(minutes=number // 3))
        for number in range(30)
    ]
    client, seen, query = log_in("traffic"), [], "?q=drempel"
    while query:
        page = client.get(reverse("signals:search") + query)
        assert len(page.context["rows"]) <= 25
        seen += [each.row.signal for each in page.context["rows"]]
        query = page.context["pager"]["next_url"]
    assert sorted(each.pk for each in seen) == sorted(each.pk for each in made)
    order = [(each.received_at, each.pk) for each in seen]
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("number", [1, 20])
def test_a_search_costs_the_same_number_of_queries_however_much_it_finds(
    town: Town, log_in: LogIn, number: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client, by = log_in("traffic"), town.people["traffic"]
    for _ in range(number):
        actions.note(signal=town.signal(), text="Een kikkerpoel.", by=by, roles=OWNER, now=NOW)
    codes(client, "kikkerpoel")
    with django_assert_max_num_queries(11):
        assert len(codes(client, "kikkerpoel")) == number


def test_what_a_verb_forgot_the_clock_makes_good(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("traffic")
    later = NOW + timedelta(seconds=5)
    Note.objects.create(
        municipality=town.municipality,
        signal=signal,
        written_by=town.people["traffic"],
        written_at=later,
        text="Bever",
    )
    assert codes(client, "bever") == []
    write(Entry(town.municipality.pk, "noted", later, signal.pk))
    assert searching.catch_up(now=later + timedelta(seconds=30)) == 1
    assert codes(client, "bever") == [signal.subject.code]
    assert searching.catch_up(now=later + timedelta(seconds=90)) == 0


def test_a_quiet_minute_reads_no_line_of_the_journal_again(
    town: Town, other_town: Town, django_assert_num_queries: Callable[..., object]
) -> None:
    """Two hours with much in them: signals, care, and what is no signal. One question for each municipality, and no row."""
    signals = [town.signal() for _ in range(5)] + [town.signal(care=True), other_town.signal()]
    for minute in range(20):
        at = NOW + timedelta(minutes=minute)
        write_many([Entry(each.municipality_id, "seen", at, each.pk) for each in signals])
        write(Entry(town.municipality.pk, "list_proposed", at, uuid.uuid4()))
    now = NOW + timedelta(minutes=30)
    assert searching.catch_up(now=now) == 6
    with django_assert_num_queries(3):
        assert searching.catch_up(now=now + timedelta(minutes=1)) == 0
    assert list(searching._behind(town.municipality, NOW - timedelta(hours=2))) == []


def test_the_clock_looks_at_two_hours_and_not_at_the_whole_journal(town: Town) -> None:
    behind = searching._behind(town.municipality, NOW)
    assert '"journal_line"."at" >= ' in str(behind.query)
    if connection.vendor == "postgresql":
        return  # which index it takes hangs on what it counted in tables that are empty here
    plan = behind.explain()
    assert "line_at" in plan
    assert "line_subject" not in plan


def test_what_is_erased_is_found_by_nothing_and_stays_so(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(text="Een kikkerpoel"), log_in("traffic")
    signal.state, signal.closed_at = "closed", NOW
    signal.save(update_fields=["state", "closed_at"])
    hooks.run("records.erase", subject=signal.subject, municipality=town.municipality, now=NOW)
    assert codes(client, "kikkerpoel") == []
    write(Entry(town.municipality.pk, "erased", NOW, signal.pk))
    searching.catch_up(now=NOW + timedelta(minutes=1))
    searching.rebuild(town.municipality, now=NOW)
    assert not SearchText.objects.filter(words__contains="kikkerpoel").exists()


def test_the_database_refuses_words_of_care(town: Town) -> None:
    signal = town.signal(care=True)
    searching.index(signal, now=NOW)
    searching.catch_up(now=NOW)
    assert not SearchText.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchText.objects.create(signal=signal, municipality=town.municipality, words="x", indexed_at=NOW)
    known = SearchText.objects.get(signal=town.signal())
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchText.objects.filter(pk=known.pk).update(signal=signal)


def test_what_becomes_care_is_out_of_the_index_in_the_same_transaction(town: Town, log_in: LogIn) -> None:
    signal = town.signal(text="Een kikkerpoel")
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    searching.catch_up(now=NOW)
    assert not SearchText.objects.exists()
    for part in ("traffic", "intake", "owner", "alderman", "carer"):
        assert codes(log_in(part), "kikkerpoel") == []
    code = signal.subject.code
    assert log_in("carer").get(reverse("signals:search"), {"q": code}).status_code == 302
    assert codes(log_in("traffic"), code) == []


def test_the_index_of_words_comes_back_whole_after_a_migration(town: Town, log_in: LogIn) -> None:
    signal = town.signal(text="Een kikkerpoel")
    index = word_index.all_indexes()[0]
    connection.check_constraints()  # PostgreSQL changes no index while something waits to be checked
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'DROP INDEX "{index.name}_words"')
        else:
            cursor.execute(f'DROP TABLE "{index.name}"')
            cursor.execute(f'DROP TRIGGER "{index.name}_new"')
    word_index.on_post_migrate(using="default")
    assert codes(log_in("traffic"), "kikkerpoel") == [signal.subject.code]
    with guards.lifted():
        assert codes(log_in("traffic"), "kikkerpoel") == [signal.subject.code]
    SearchText.objects.all().delete()
    assert codes(log_in("traffic"), "kikkerpoel") == []
    assert searching.rebuild(town.municipality, now=NOW) == 1
    assert codes(log_in("traffic"), "kikkerpoel") == [signal.subject.code]
