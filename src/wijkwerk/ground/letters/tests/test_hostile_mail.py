"""Mail of strangers: what is written below the letter counts, no mail costs much, and no sign breaks the database."""

import time
import uuid
from contextlib import suppress

import pytest

from wijkwerk.ground.letters import incoming

LETTER = uuid.UUID("01980000-0000-7000-8000-0000000000aa")
HEAD = "From: Fatima <fatima@example.org>\nTo: meld@merwoude.example\nSubject: Re: vraag\n"


def read(body: str, kind: str = "plain", head: str = HEAD) -> incoming.Incoming:
    return incoming.read(f"{head}Content-Type: text/{kind}; charset=utf-8\n\n{body}".encode())


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ("Op ma 3 mei schreef Gemeente:\n> Waar precies?\n\nJa, bij nummer 4.", "Ja, bij nummer 4."),
        ("> Waar precies?\nBij nummer 4.\n> En wanneer?\nElke avond.", "Bij nummer 4.\nElke avond."),
        ("Bij nummer 4.\n\nOp ma 3 mei schreef Gemeente:\nWaar precies?", "Bij nummer 4."),
        ("Bij nummer 4.\n-- \nFatima", "Bij nummer 4."),
    ],
)
def test_what_the_writer_wrote_is_kept_wherever_it_stands(body, own):
    assert read(body).body == own


def test_in_html_the_quoted_letter_is_left_out_and_what_follows_is_kept():
    body = "<p>Boven.</p><blockquote><p>Waar precies?</p><p>Groet</p></blockquote><p>Bij nummer 4.</p>"
    found = read(body, "html").body
    assert "Bij nummer 4." in found
    assert "Boven." in found
    assert "Waar precies" not in found
    assert "Groet" not in found


def test_a_mark_that_never_ends_is_gone_through_once():
    """Counted in the marks that reach the parser, for a time would say little."""
    text = "<a " * 20_000 + "<p>Hallo</p>"
    assert incoming.UNENDED.sub(" ", text).count("<") == 2
    assert "Hallo" in read(text[-3000:], "html").body


def test_a_sign_that_no_database_holds_is_in_no_column():
    head = "From: a <a\x00@b.nl>\nMessage-ID: <x\x00@y>\nTo: meld@merwoude.example\nSubject: a\x00b\n"
    found = read("Hallo", head=head)
    assert "\x00" not in f"{found.message_id}{found.sender}{found.name}{found.title}{found.body}"


def cost(raw: bytes) -> float:
    """Seconds of the processor that reading takes."""
    start = time.process_time()
    with suppress(incoming.Unreadable):
        incoming.read(raw)
    return time.process_time() - start


def parts(number: int, head: str) -> str:
    kind = 'Content-Type: multipart/mixed; boundary="x"\n\n'
    return f"{HEAD}{kind}" + f"--x\n{head}\n\nhallo\n" * number + "--x--\n"


LONG = "".join(f"; a{number}=b" for number in range(8_000))


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}Content-Type: text/plain{LONG}\n\nHallo",
        parts(20, f"Content-Type: text/plain{LONG}"),
        parts(5_000, "Content-Type: text/plain; charset=utf-8"),
        parts(100_000, ""),
        f"To: {'a@b.nl,' * 100_000}\n{HEAD}\nHallo",
        "X-Regel: a\n" * 200_000 + f"{HEAD}\nHallo",
    ],
    ids=["parameters", "parameters of parts", "kinds of parts", "parts", "receivers", "headers"],
)
def test_no_header_costs_much_however_long_it_is_or_how_many_there_are(text):
    assert cost(text.encode()) < 1.5


def test_a_header_that_is_cut_leaves_the_words_and_the_letter_that_is_answered():
    many = " ".join(f"<{number}@example.org>" for number in range(60))
    text = f"{HEAD}References: {many} <{LETTER}@wijkwerk>\nContent-Type: text/plain; charset=utf-8{LONG}\n\nHallo"
    found = incoming.read(text.encode())
    assert (found.body, found.letter) == ("Hallo", LETTER)


def test_who_sends_many_photos_is_read():
    picture = "Content-Type: image/jpeg; name=foto.jpg\nContent-Disposition: attachment; filename=foto.jpg"
    found = incoming.read(parts(150, picture).encode())
    assert len(found.pictures) == incoming.MOST_PICTURES
