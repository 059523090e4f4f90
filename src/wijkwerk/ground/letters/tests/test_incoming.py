"""An e-mail is read for what its sender wrote and what it answers; nothing in it is trusted."""

import uuid
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.ground.letters.incoming import MOST_BYTES, MOST_TEXT, Unreadable, own_words, read

LETTER = uuid.UUID("01980000-0000-7000-8000-0000000000aa")
TOKEN = "abcdefghijklmnopqrstuv"


def mail(body: str = "Dag, het is nog stuk.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    known = {
        "From": "Fatima Voorbeeld <fatima@example.org>",
        "To": "meldingen@testwoude.example",
        "Subject": "Re: Lantaarn kapot",
        "Message-ID": "<1@example.org>",
    }
    for name, value in (known | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        message[name] = value
    message.set_content(body)
    return message


def test_a_plain_message_is_read():
    seen = read(bytes(mail()))
    assert (seen.sender, seen.name, seen.title) == (
        "fatima@example.org",
        "Fatima Voorbeeld",
        "Re: Lantaarn kapot",
    )
    assert seen.body == "Dag, het is nog stuk."
    assert seen.message_id == "<1@example.org>"
    assert not seen.automatic
    assert seen.recipients == ("meldingen@testwoude.example",)


def test_the_letter_that_it_answers_is_found_in_the_headers():
    assert read(bytes(mail(In_Reply_To=f"<{LETTER}@wijkwerk>"))).letter == LETTER
    assert read(bytes(mail(References=f"<x@y> <{LETTER}@wijkwerk>"))).letter == LETTER
    assert read(bytes(mail(In_Reply_To="<niet-van-ons@example.org>"))).letter is None


def test_the_trace_link_is_found_in_the_quoted_letter_and_not_kept_as_words():
    body = f"Ja, dat klopt.\n\n> Op uw eigen pagina:\n> https://testwoude.example/spoor/{TOKEN}/\n> Geef hem niet door."
    seen = read(bytes(mail(body)))
    assert seen.token == TOKEN
    assert seen.body == "Ja, dat klopt."


@pytest.mark.parametrize(
    "quote",
    [
        "Op ma 23 nov 2026 om 10:00 schreef Gemeente Testwoude <x@example.org>:",
        "Op ma 23 nov 2026 om 10:00 schreef Gemeente Testwoude\n<x@example.org>:",
        "On Mon, Nov 23, 2026 at 10:00 AM Gemeente <x@example.org> wrote:",
        "-----Oorspronkelijk bericht-----",
        "---- Original message ----",
        "________________________________",
        "Van: Gemeente Testwoude <x@example.org>",
        "-- ",
    ],
)
def test_the_letter_below_is_cut_off(quote):
    assert own_words(f"Mijn eigen woorden.\nTweede regel.\n\n{quote}\nniet van mij") == (
        "Mijn eigen woorden.\nTweede regel."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Op 3 mei schreef ik u al over de stoep.",
        "On 3 May I wrote to you about this",
        "Het is van ons: de heg",
        "- dit\n- en dat",
        "Wij wonen er 5 jaar -- en nu dit.",
    ],
)
def test_ordinary_words_are_not_taken_for_a_quote(text):
    assert own_words(text) == text


def test_html_alone_becomes_text_without_script_and_with_its_link():
    message = mail()
    message.set_content(
        "<html><head><style>p{}</style><title>t</title></head><body><p>Het is <b>donker</b>.</p><script>weg()</script>"
        f"<blockquote>Beste bewoner <a href='https://x.example/spoor/{TOKEN}/'>uw pagina</a></blockquote></body></html>",
        subtype="html",
    )
    seen = read(bytes(message))
    assert seen.body == "Het is donker."
    assert seen.token == TOKEN


def test_the_plain_part_goes_before_the_html():
    message = mail("Gewone tekst.")
    message.add_alternative("<p>Andere tekst</p>", subtype="html")
    assert read(bytes(message)).body == "Gewone tekst."


def test_pictures_come_along_and_other_files_do_not():
    message = mail()
    message.add_attachment(b"\xff\xd8\xff plaatje", maintype="image", subtype="jpeg", filename="a.jpg")
    message.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="virus.exe")
    for number in range(5):
        message.add_attachment(b"x", maintype="image", subtype="png", filename=f"{number}.png")
    assert read(bytes(message)).pictures == (b"\xff\xd8\xff plaatje", b"x", b"x")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<lijst.example.org>"},
        {"Return_Path": "<>"},
    ],
)
def test_what_a_machine_wrote_is_known_as_such(headers):
    assert read(bytes(mail(**headers))).automatic
    assert not read(bytes(mail(Auto_Submitted="no"))).automatic


def report(action: str = "failed") -> bytes:
    return (
        "From: MAILER-DAEMON@example.org\nTo: meldingen@testwoude.example\nSubject: Undelivered\n"
        "Message-ID: <b1@example.org>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="grens"\n\n'
        "--grens\nContent-Type: text/plain\n\nHet lukte niet.\n"
        "--grens\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; fatima@example.org\nAction: {action}\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 fatima@example.org unknown\n\n"
        "--grens\nContent-Type: text/rfc822-headers\n\n"
        f"From: x@example.org\nMessage-ID: <{LETTER}@wijkwerk>\nSubject: Ontvangen\n\n--grens--\n"
    ).encode()


def test_a_bounce_names_our_letter_and_the_reason_without_the_address():
    seen = read(report())
    assert seen.bounced == LETTER
    assert seen.problem == "failed 5.1.1"
    assert seen.automatic
    assert seen.body == ""


def test_a_bounce_with_the_whole_letter_in_it_is_found_too():
    whole = report().replace(b"text/rfc822-headers", b"message/rfc822")
    assert read(whole).bounced == LETTER


def test_a_delay_is_no_failure():
    assert read(report("delayed")).bounced is None
    assert read(report("delayed")).automatic


@pytest.mark.parametrize("raw", [b"", b"   \n", b"\x00" * 50, b"x" * (MOST_BYTES + 1)])
def test_what_is_no_message_is_refused(raw):
    with pytest.raises(Unreadable):
        read(raw)


def test_the_same_message_without_an_id_is_known_again():
    first = mail()
    del first["Message-ID"]
    assert read(bytes(first)).message_id == read(bytes(first)).message_id
    assert read(bytes(first)).message_id.startswith("sha256:")


def test_broken_headers_and_sets_of_signs_do_not_stop_it():
    raw = (
        b"From: =?utf-8?B?kapot\nSubject: =?bestaat-niet?Q?x?=\nContent-Type: text/plain; charset=bestaat-niet\n"
        b"Message-ID: zonder haken\n\nD\xe9g \xff\n"
    )
    seen = read(raw)
    assert "D" in seen.body
    assert seen.sender == ""


def test_a_very_long_text_is_cut():
    assert len(read(bytes(mail("woord " * 20_000))).body) <= MOST_TEXT


def test_header_lines_cannot_be_smuggled_in():
    seen = read(b"From: a@example.org\nSubject: een\n\ttwee\n Bcc: drie@example.org\n\nx\n")
    assert "\n" not in seen.title


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_unreadable(raw):
    try:
        seen = read(raw)
    except Unreadable:
        return
    assert "\x00" not in seen.body + seen.title + seen.name


@given(st.binary(max_size=300))
def test_any_body_under_good_headers_is_read(raw):
    head = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
    seen = read(head + raw)
    assert len(seen.body) <= MOST_TEXT
