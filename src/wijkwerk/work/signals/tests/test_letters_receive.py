"""A reply by e-mail joins its signal; anything else becomes an intake item; what did not arrive stands on the desk."""

import mailbox
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.core import mail as outbox_mail

from wijkwerk.config.cli import main
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.models import Letter, LetterState, Received, ReceivedKind
from wijkwerk.ground.letters.receiving import MOST_A_DAY, READ_A_DAY, receive
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.rules.workflow import State
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.askers import link_token, renew_link
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals.actions import asking
from wijkwerk.work.signals.models import Message, Signal, Via

TEAM = frozenset({"owner_team"})
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


def message(body="Ja, bij nummer 4.", **headers):
    made = EmailMessage()
    known = {"From": "Fatima <fatima@example.org>", "Subject": "Re: vraag", "Message-ID": "<1@example.org>"}
    for name, value in (known | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        made[name] = value
    made.set_content(body)
    return made


def take_in(town, made, now=NOW):
    return receive(municipality=town.municipality.pk, raw=bytes(made), now=now)


@pytest.fixture
def waiting(town):
    signal = town.signal()
    asking.ask(signal=signal, question="Waar precies?", by=town.people["traffic"], roles=TEAM, now=NOW)
    signal.refresh_from_db()
    return signal


def reply_to(signal, body="Ja, bij nummer 4.", **more):
    letter = Letter.objects.filter(subject=signal.pk).latest("made_at")
    return message(body, In_Reply_To=f"<{letter.pk}@wijkwerk>", **more)


def test_a_reply_to_our_letter_answers_the_question_and_gives_the_signal_back(town, waiting):
    row = take_in(town, reply_to(waiting))
    waiting.refresh_from_db()
    said = Message.objects.get()
    assert (row.kind, row.subject) == (ReceivedKind.REPLY, waiting.pk)
    assert (waiting.state, said.text, said.via, said.letter) == (
        State.OWNED,
        "Ja, bij nummer 4.",
        Via.MAIL,
        row.pk,
    )
    assert said.asker == Asker.objects.get()


def test_a_trace_link_in_the_quoted_letter_is_enough(town, waiting):
    token = link_token(Asker.objects.get())
    take_in(
        town, message(f"Het is opgelost.\n\n> https://x.example/spoor/{token}/", From="iemand@example.com")
    )
    assert Message.objects.get().text == "Het is opgelost."


def test_an_address_alone_joins_nothing_for_it_proves_nothing(town, waiting):
    row = take_in(town, message())
    assert row.kind == ReceivedKind.NEW
    assert Signal.objects.count() == 2
    assert not Message.objects.exists()


def test_a_renewed_link_and_the_letters_that_carried_the_old_one_are_dead(town, waiting):
    outbox.do_due(now=NOW)
    old = link_token(Asker.objects.get())
    renew_link(asker=Asker.objects.get(), by=None, now=NOW)
    take_in(town, reply_to(waiting))
    take_in(town, message(f"x\n> /spoor/{old}/", Message_ID="<2@example.org>"))
    assert not Message.objects.exists()


def test_the_same_message_twice_counts_once(town, waiting):
    assert take_in(town, reply_to(waiting)).pk == take_in(town, reply_to(waiting)).pk
    assert Message.objects.count() == Received.objects.count() == 1


def test_what_belongs_to_nothing_becomes_an_intake_item_with_a_receipt(town):
    row = take_in(town, message("De bank bij de vijver is weg.", Subject="Bank weg"))
    signal = Signal.objects.get()
    assert (signal.state, signal.owner_team.kind, signal.via) == (State.RECEIVED, "intake", Via.MAIL)
    assert signal.text == "Bank weg\n\nDe bank bij de vijver is weg."
    asker = Asker.objects.get()
    assert (asker.contact, asker.address, asker.name) == (Contact.EMAIL, "fatima@example.org", "Fatima")
    assert row.asker == asker.pk
    assert Letter.objects.get().kind == "receipt"


def test_a_machine_gets_no_answer_and_makes_nothing(town):
    row = take_in(town, message(Auto_Submitted="auto-replied"))
    assert (row.kind, row.body, row.sender) == (ReceivedKind.AUTOMATIC, "", "")
    assert not Signal.objects.exists()
    assert not Letter.objects.exists()


def test_one_address_cannot_fill_the_desk(town):
    for number in range(MOST_A_DAY + 2):
        take_in(town, message(Message_ID=f"<{number}@example.org>"))
    assert Signal.objects.count() == MOST_A_DAY
    refused = Received.objects.filter(kind=ReceivedKind.REFUSED)
    assert [(row.sender, row.body) for row in refused] == [("fatima@example.org", "Ja, bij nummer 4.")] * 2


def test_of_an_address_that_runs_wild_no_more_text_is_kept_than_a_person_can_read(town):
    for number in range(READ_A_DAY + 3):
        take_in(town, message(Message_ID=f"<{number}@example.org>"))
    refused = Received.objects.filter(kind=ReceivedKind.REFUSED)
    assert refused.exclude(body="").count() == READ_A_DAY - MOST_A_DAY
    assert refused.filter(body="", sender="").count() == 3


def test_the_next_day_an_address_makes_signals_again(town):
    for number in range(MOST_A_DAY + 1):
        take_in(town, message(Message_ID=f"<{number}@example.org>"))
    take_in(town, message(Message_ID="<later@example.org>"), now=NOW + timedelta(days=1, minutes=1))
    assert Signal.objects.count() == MOST_A_DAY + 1


def test_a_citizen_service_number_is_cut_out(town):
    take_in(town, message("Mijn nummer is 123.456.782, help mij.", Subject="123456782"))
    signal = Signal.objects.get()
    stored = signal.text + signal.title + Received.objects.get().body + Received.objects.get().title
    assert "123456782" not in stored.replace(".", "")
    assert "(nummer weggehaald)" in signal.text


def test_a_picture_comes_along_into_quarantine(town, waiting, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = reply_to(waiting)
    made.add_attachment(PNG, maintype="image", subtype="png", filename="../../x.png")
    made.add_attachment(b"<svg/>", maintype="image", subtype="svg+xml", filename="x.svg")
    take_in(town, made)
    photo = Attachment.objects.get(subject=waiting.subject)
    assert photo.state == "quarantine"
    assert photo.stored.startswith("quarantine/")


def test_a_reply_about_care_stays_in_the_care_line(town):
    signal = town.signal(care=True)
    letter = Letter.objects.get(subject=signal.pk)
    take_in(town, message("Het gaat slecht", In_Reply_To=f"<{letter.pk}@wijkwerk>"))
    assert Message.objects.get().signal == signal
    assert Signal.objects.count() == 1


def test_a_bounce_marks_our_letter_and_shows_on_the_desk(town, log_in):
    signal = town.signal()
    outbox.do_due(now=NOW)
    letter = Letter.objects.get()
    assert letter.state == LetterState.SENT
    row = take_in(town, bounce_of(letter))
    letter.refresh_from_db()
    assert (row.kind, row.subject) == (ReceivedKind.BOUNCE, signal.pk)
    assert (letter.state, letter.problem) == (LetterState.BOUNCED, "failed 5.1.1")
    page = log_in("traffic").get("/bureau/brieven/").content.decode()
    assert "kwam niet aan. Het e-mailadres bestaat niet" in page
    assert signal.subject.code in page
    assert "kwam niet aan" not in log_in("member").get("/bureau/brieven/").content.decode()


def bounce_of(letter):
    made = EmailMessage()
    made["From"] = "MAILER-DAEMON@example.org"
    made["Message-ID"] = "<b@example.org>"
    text = bytes(made).decode().rstrip()
    return (
        f"{text}\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        "--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nAction: failed\nStatus: 5.1.1\n\n"
        f"--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{letter.pk}@wijkwerk>\n\n--x--\n"
    ).encode()


def test_the_command_takes_one_message_from_standard_input(town, waiting, monkeypatch, capsys):
    class Input:
        buffer = __import__("io").BytesIO(bytes(reply_to(waiting)))

    monkeypatch.setattr("sys.stdin", Input)
    assert main(["letters", "receive", "--json"]) == 0
    assert '"kind": "reply"' in capsys.readouterr().out


def test_the_command_takes_a_maildir_and_one_bad_message_does_not_stop_it(town, waiting, tmp_path, capsys):
    box = mailbox.Maildir(str(tmp_path / "post"))
    box.add(bytes(reply_to(waiting)))
    box.add(b"\x00\x00")
    box.add(bytes(message("Nieuw", Message_ID="<3@example.org>")))
    assert main(["letters", "receive", "--maildir", str(tmp_path / "post")]) == 1
    out = capsys.readouterr().out
    assert "reply = 1" in out
    assert "new = 1" in out
    assert not list((tmp_path / "post" / "new").iterdir())
    assert main(["letters", "receive", "--maildir", str(tmp_path / "post")]) == 0
    assert Signal.objects.count() == 2


def test_with_two_municipalities_a_message_goes_where_it_belongs(town, waiting, other_town, tmp_path, capsys):
    box = mailbox.Maildir(str(tmp_path / "post"))
    box.add(bytes(reply_to(waiting)))
    box.add(bytes(message("Voor wie?", Message_ID="<4@example.org>")))
    assert main(["letters", "receive", "--maildir", str(tmp_path / "post")]) == 1
    assert len(list((tmp_path / "post" / "new").iterdir())) == 1
    assert "--municipality" in capsys.readouterr().err
    assert Message.objects.get().municipality == town.municipality
    assert main(["letters", "receive", "--maildir", str(tmp_path / "post"), "--municipality", "GM9903"]) == 0
    assert Signal.objects.filter(municipality=other_town.municipality).count() == 1


def test_nothing_of_what_came_in_leaves_in_the_receipt(town):
    take_in(town, message("geheim", Subject="Onderwerp\tmet tab"))
    outbox.do_due(now=NOW)
    sent = outbox_mail.outbox[0]
    assert "geheim" not in sent.body
    assert "\n" not in sent.subject
