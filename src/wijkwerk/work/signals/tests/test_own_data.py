"""Somebody sees what we hold of them, takes a copy, and has it mended or erased; what is of others stays (AVG 15 to 17, D5)."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.models import Letter, LetterState
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact, DataRequest
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, merging, publishing
from wijkwerk.work.signals.models import Message, Note, Signal

pytestmark = pytest.mark.django_db
OWNER = frozenset({"owner_team"})


@pytest.fixture
def signal(town):
    """Reported by Fatima, joined by Omar; with a note, a message of each and an answer."""
    signal, by = town.signal(text="Dit schreef Fatima."), town.people["traffic"]
    actions.note(signal=signal, text="Dit schreef een collega.", by=by, roles=OWNER, now=NOW)
    publishing.show(signal=signal, words=publishing.PublicWords("Hard rijden", "Lindelaan"), by=by, now=NOW)
    signal.refresh_from_db()
    omar = actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Omar", "omar@example.org"), now=NOW)
    for asker, text in ((of(signal, "Fatima"), "Bericht van Fatima."), (omar, "Bericht van Omar.")):
        asking.message(signal=signal, text=text, asker=asker, by=None, now=NOW, via="web")
    new = NewAnswer("no", signal.owner_team, text="Ons antwoord.", reason="Geen ruimte.")
    return actions.answer(signal=signal, new=new, by=by, roles=OWNER, now=NOW)


def of(signal, name):
    return Asker.objects.get(subject=signal.subject, name=name)


def page(signal, name, which="trace_data"):
    return reverse(f"signals:{which}", args=[link_token(of(signal, name))])


def ask(client, signal, name="Fatima", **given):
    return client.post(page(signal, name), {"wish": "erase", "text": "", "once": "k"} | given)


def settle(client, signal, **given):
    row = DataRequest.objects.get(settled_at=None)
    url = reverse("signals:data_settle", args=[signal.subject.code, row.pk])
    return client.post(url, {"outcome": "yes", "why": "", "once": "k2"} | given)


def letters_leave():
    Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENT)


def work(days=1):
    outbox.do_due(now=timezone.now() + timedelta(days=days))


def copy(client, signal, name):
    answer = client.get(page(signal, name, "trace_copy"))
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    return json.loads(archive.read("gegevens.json")), archive.read("gegevens.html").decode()


def test_a_copy_holds_own_words_and_letters(client, signal):
    data, shown = copy(client, signal, "Fatima")
    text = json.dumps(data, ensure_ascii=False)
    for words in ("Dit schreef Fatima.", "Bericht van Fatima.", "fatima@example.org", "Ons antwoord."):
        assert words in text
        assert words in shown
    assert "AVG" in data["waarvoor"]


@pytest.mark.parametrize("name", ["Fatima", "Omar"])
def test_a_copy_holds_nothing_of_another_asker_and_no_note(client, signal, name):
    data, shown = copy(client, signal, name)
    other = {"Fatima": "Omar", "Omar": "Fatima"}[name]
    for words in (other, f"{other.lower()}@", "Dit schreef een collega.", link_token(of(signal, name))):
        assert words not in json.dumps(data, ensure_ascii=False)
        assert words not in shown


def test_a_copy_escapes_what_was_typed(client, town):
    signal = town.signal(text="<script>x</script>", title="<b>x")
    _, shown = copy(client, signal, "Fatima")
    assert "<script>" not in shown
    assert "<b>x" not in shown


def test_what_was_reported_before_a_merge_is_in_the_copy(client, town, signal):
    mine = town.signal(
        text="Mijn eigen woorden.", askers=(NewAsker(Contact.EMAIL, "Kim", "kim@example.org"),)
    )
    merging.merge(signal=mine, into=signal, by=town.people["traffic"], roles=OWNER, now=NOW)
    data, _ = copy(client, signal, "Kim")
    assert [each["tekst"] for each in data["gemeld"]] == ["Mijn eigen woorden."]


def test_a_request_gets_a_month_a_letter_and_a_place_on_the_desk(client, signal, log_in):
    assert ask(client, signal).status_code == 302
    row = DataRequest.objects.get()
    assert 28 <= (row.due - row.asked_at.date()).days <= 35
    letter = Letter.objects.get(kind="data_asked")
    assert letter.address == "fatima@example.org"
    assert "gegevens te wissen" in letter.body
    desk = log_in("traffic").get(reverse("signals:data_requests")).content.decode()
    assert signal.subject.code in desk
    assert "Wij zijn ermee bezig" in client.get(page(signal, "Fatima")).content.decode()


def test_who_may_not_see_the_asker_sees_no_request(client, signal, log_in):
    ask(client, signal)
    for part in ("alderman", "member", "elsewhere"):
        said = log_in(part).get(reverse("signals:data_requests"))
        assert signal.subject.code not in said.content.decode()


def test_the_same_twice_is_one_and_a_correction_says_what(client, signal):
    ask(client, signal)
    assert "al gevraagd" in ask(client, signal, once="k3").content.decode()
    assert ask(client, signal, wish="correct", once="k4").status_code == 422
    assert ask(client, signal, wish="correct", text="Ik heet Fatma. 123456782", once="k5").status_code == 422
    assert DataRequest.objects.count() == 1


def test_erasing_waits_for_our_letter_and_then_leaves_the_others(client, signal, log_in):
    ask(client, signal)
    link = page(signal, "Fatima")
    assert settle(log_in("traffic"), signal).status_code == 302
    letter = Letter.objects.filter(kind="data_done")
    letter.update(state=LetterState.TO_PRINT)
    work()
    assert client.get(link).status_code == 200  # our letter has not left
    letter.update(state=LetterState.SENT)
    work(days=2)
    assert client.get(link).status_code == 404
    assert Asker.objects.filter(erased_at__isnull=False, name="", address="").count() == 1
    assert of(signal, "Omar").address == "omar@example.org"
    signal.refresh_from_db()
    assert signal.text == "Dit schreef Fatima."  # only who they are was asked
    assert not Letter.objects.filter(address="fatima@example.org").exists()


def test_a_letter_that_never_leaves_holds_nothing_up_for_more_than_a_week(client, signal, log_in):
    ask(client, signal)
    settle(log_in("traffic"), signal)
    Letter.objects.filter(kind="data_done").update(state="to_print")
    work(days=8)
    assert not Asker.objects.filter(name="Fatima").exists()


def test_erasing_with_words_leaves_what_others_were_told(client, signal, log_in):
    ask(client, signal)
    settle(log_in("traffic"), signal, outcome="all")
    letters_leave()
    work()
    signal.refresh_from_db()
    assert (signal.text, signal.title, signal.lon) == ("", "", None)
    texts = set(Message.objects.values_list("text", flat=True))
    assert texts == {"", "Bericht van Omar."}
    assert Note.objects.get().text
    assert signal.subject.answers.get().text == "Ons antwoord."


def test_the_only_asker_with_words_empties_the_whole_dossier(client, town, log_in):
    signal = town.signal()
    actions.note(signal=signal, text="Over Fatima.", by=town.people["traffic"], roles=OWNER, now=NOW)
    ask(client, signal)
    settle(log_in("traffic"), signal, outcome="all")
    letters_leave()
    work()
    signal.refresh_from_db()
    assert (signal.text, Note.objects.get().text, signal.erased_at) == ("", "", None)


def test_a_refusal_needs_a_reason_which_the_asker_reads(client, signal, log_in):
    ask(client, signal)
    staff = log_in("traffic")
    assert settle(staff, signal, outcome="no").status_code == 422
    assert settle(staff, signal, outcome="no", why="De Archiefwet vraagt het.", once="k9").status_code == 302
    assert "De Archiefwet vraagt het." in Letter.objects.get(kind="data_refused").body
    assert "De Archiefwet vraagt het." in client.get(page(signal, "Fatima")).content.decode()
    work()
    assert of(signal, "Fatima")


def test_what_is_on_hold_is_not_erased_and_staff_read_why(client, signal, log_in):
    ask(client, signal)
    Signal.objects.filter(pk=signal.pk).update(legal_hold=True)
    said = settle(log_in("traffic"), signal)
    assert said.status_code == 422
    assert "staat vast" in said.content.decode()


def test_a_hold_after_the_yes_puts_it_off(client, signal, log_in):
    ask(client, signal)
    settle(log_in("traffic"), signal)
    letters_leave()
    Signal.objects.filter(pk=signal.pk).update(legal_hold=True)
    work()
    assert of(signal, "Fatima")
    Signal.objects.filter(pk=signal.pk).update(legal_hold=False)
    work(days=3)
    assert not Asker.objects.filter(name="Fatima").exists()


def test_with_an_open_promise_the_words_stay_until_it_is_kept(client, town, log_in):
    signal, by = town.signal(), town.people["traffic"]
    new = NewAnswer("yes", signal.owner_team, text="Ja.", what="Een drempel", due_until=NOW.date())
    actions.answer(signal=signal, new=new, by=by, roles=OWNER, now=NOW)
    ask(client, signal)
    staff = log_in("traffic")
    assert "loopt nog een belofte" in settle(staff, signal, outcome="all").content.decode()
    assert settle(staff, signal, once="k8").status_code == 302


def test_a_correction_changes_name_and_address(client, signal, log_in):
    ask(client, signal, wish="correct", text="Ik heet Fatma.")
    given = {"name": "Fatma", "contact": "post", "address": "Lindelaan 5"}
    assert settle(log_in("traffic"), signal, **given).status_code == 302
    row = of(signal, "Fatma")
    assert (row.contact, row.address) == ("post", "Lindelaan 5")


def test_of_care_nothing_is_downloaded_and_the_question_still_works(client, town, log_in):
    signal = town.signal(care=True)
    assert client.get(page(signal, "Fatima", "trace_copy")).status_code == 404
    assert "kopie.zip" not in client.get(page(signal, "Fatima")).content.decode()
    assert ask(client, signal, wish="copy").status_code == 302
    assert "Hard rijden" not in Letter.objects.get(kind="data_asked").title
    assert signal.subject.code in log_in("carer").get(reverse("signals:data_requests")).content.decode()
    assert signal.subject.code not in log_in("intake").get(reverse("signals:data_requests")).content.decode()
