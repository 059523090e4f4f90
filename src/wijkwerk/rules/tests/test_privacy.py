"""Personal data in a text is pointed at with its place and advice; what is nobody's own is left alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wijkwerk.rules.codes import find_bsn
from wijkwerk.rules.privacy import ADVICE, HintKind, hints

LETTERS = "ab1 2-.@+()\n06 NL31geboren mevrouw Jansen de heet €’"
TEXTS = st.one_of(st.text(max_size=300), st.text(alphabet=LETTERS, max_size=300))


def told(text):
    return [(hint.kind.value, hint.found) for hint in hints(text)]


FOUND = [
    ("Mail naar jan.de-vries+post@example.org.", [("email", "jan.de-vries+post@example.org")]),
    ("Bel 06-12345678 voor een afspraak.", [("phone", "06-12345678")]),
    ("Bel 06 12 34 56 78.", [("phone", "06 12 34 56 78")]),
    ("Bel 030 - 286 00 00.", [("phone", "030 - 286 00 00")]),
    ("Bel (0315) 123 456.", [("phone", "(0315) 123 456")]),
    ("Bel +31 (0)6 1234 5678.", [("phone", "+31 (0)6 1234 5678")]),
    ("Bel 0031-30-2860000.", [("phone", "0031-30-2860000")]),
    ("Bel +49 30 1234567.", [("phone", "+49 30 1234567")]),
    ("Maak het over op NL91 ABNA 0417 1643 00.", [("iban", "NL91 ABNA 0417 1643 00")]),
    ("rekening nl91abna0417164300 van", [("iban", "nl91abna0417164300")]),
    ("BE68539007547034", [("iban", "BE68539007547034")]),
    ("De auto GV-123-B staat er al weken.", [("plate", "GV-123-B")]),
    ("Kenteken 12-BDF-3 en 99-xx-xx.", [("plate", "12-BDF-3"), ("plate", "99-xx-xx")]),
    ("Een oude 12-AB-34.", [("plate", "12-AB-34")]),
    ("Het kenteken is X123BD.", [("plate", "X123BD")]),
    ("Dorpsstraat 12, 1234 AB Bovendorp", [("address", "12, 1234 AB")]),
    ("Dorpsstraat 12a\n1234 AB Bovendorp", [("address", "12a\n1234 AB")]),
    ("Op 1234AB nr. 5 is het glad.", [("address", "1234AB nr. 5")]),
    ("op 1234ab 12-14", [("address", "1234ab 12-14")]),
    ("Nummer 123456782 hoort bij u.", [("bsn", "123456782")]),
    ("Nummer 123.456.782 hoort bij u.", [("bsn", "123.456.782")]),
    ("Zij is geboren op 3 mei 1980.", [("birth", "geboren op 3 mei 1980")]),
    ("Geboortedatum: 03-05-80", [("birth", "Geboortedatum: 03-05-80")]),
    ("geb. te Bovendorp op 3-5-1980", [("birth", "geb. te Bovendorp op 3-5-1980")]),
    ("geboren in 1980", [("birth", "geboren in 1980")]),
    ("Hij is op 3 mei 1980 geboren.", [("birth", "3 mei 1980 geboren")]),
    ("Ik sprak mevrouw Jansen.", [("person", "mevrouw Jansen")]),
    ("Dhr. A.B. van der Berg belde.", [("person", "Dhr. A.B. van der Berg")]),
    ("De familie De Vries-Smit", [("person", "familie De Vries-Smit")]),
    ("mijn buurman heet Kees", [("person", "buurman heet Kees")]),
    ("Uw zoon Daan was erbij.", [("person", "Uw zoon Daan")]),
    ("mijn naam is Fatma Öztürk.", [("person", "mijn naam is Fatma Öztürk")]),
    (
        "Mevrouw Jansen is dement en haar zoon is verslaafd.",
        [("person", "Mevrouw Jansen"), ("health", "dement"), ("health", "verslaafd")],
    ),
    ("Hij is DEPRESSIEF en in de war.", [("health", "DEPRESSIEF"), ("health", "in de war")]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_is_personal_is_found(text, expected):
    assert told(text) == expected


NOT_PERSONAL = [
    "Bel 14 0315 of 112, of 0900 8844. Gratis: 0800-1234567, 088 123 45 67.",
    "Wij zijn open op 06-12-2026 10.30 uur en op 01-02-2026 12.00 uur.",
    "Van 08.30 – 17.00 uur, in 2024 en 2025 en 2026.",
    "Het kost € 1.500,00 of 123456782,50 euro.",
    "Mail naar info@example.nl of gemeente@example.nl.",
    "NL92ABNA0417164300 heeft een fout getal.",
    "Zaak Z-2026-12345, artikel 12-a, weg N 318 en A18, bord C01, 10-12-ma.",
    "De straat heet Dorpsstraat. Het plan heet Groene Loper.",
    "Hier woont de wijk 1234 AB. In 2024 en 12 keer daarna.",
    "Geboren en getogen Bovendorpers zijn welkom.",
    "Beste mevrouw, wij komen maandag. Meneer de burgemeester komt ook.",
    "De boom is ziek. De blinde muur en de rolstoel: dat hoort bij het plan.",
    "Nummer 123456789 is geen BSN.",
    "",
]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_what_is_nobodys_own_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "plate",
    [
        *("AB-12-34", "12-34-AB", "12-AB-34", "BD-12-FG", "BD-FG-12", "12-BD-FG", "12-BDF-3"),
        *("1-BDF-23", "BD-123-F", "B-123-DF", "BDF-12-G", "B-12-DFG", "1-BD-234", "123-BD-4"),
    ],
)
def test_every_side_code_is_a_plate_and_a_longer_row_is_none(plate):
    assert told(f"Auto {plate}.") == [("plate", plate)]
    assert told(f"Stuk {plate}7.") == []


def test_the_longest_of_two_that_overlap_stays_and_the_order_is_that_of_the_text():
    # The IBAN holds digits that on their own look like other numbers.
    text = "Mail a@example.org, bel 06-12345678, betaal op NL91ABNA0417164300."
    assert [kind for kind, _ in told(text)] == ["email", "phone", "iban"]
    assert told("+31 123456782") == [("phone", "+31 123456782")]


def test_every_kind_has_advice_in_one_or_two_short_sentences():
    assert set(ADVICE) == set(HintKind)
    assert all(advice.endswith(".") and len(advice.split()) <= 20 for advice in ADVICE.values())
    assert hints("Bel 06-12345678")[0].advice == (
        "Hier staat een telefoonnummer. Haal het weg als het niet nodig is."
    )


@given(TEXTS)
@example("İ mevrouw İnci is dement")
@example("\x00\ud800 06-12345678")
def test_any_text_gives_hints_that_lie_in_it_in_order_without_overlap(text):
    found = hints(text)
    assert all(hint.found == text[hint.start : hint.end] != "" for hint in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(st.text(alphabet="0123456789 .,-a", max_size=60))
@example("123456782 123456782")
def test_no_bsn_goes_unseen(text):
    covered = " ".join(hint.found for hint in hints(text))
    digits = "".join(sign for sign in covered if sign.isdigit())
    assert all(number in digits for number in find_bsn(text))


# A rule that walks back over a long row would need 10 ** 10 steps for these, and this test would not end.
@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        *(("a", 0), ("0", 0), ("06 ", 0), ("@", 0), ("a.a@", 0), ("a-", 0), ("(0", 0), ("+31", 0), ("1 ", 0)),
        *(("mevrouw ", 0), ("mevrouw A. ", 0), ("mevrouw van van ", 0), ("A", 0), ("Aa ", 0), ("NL91 ", 0)),
        *(("geboren ", 0), ("geboren op te in ", 0), ("1234 ", 0), ("12-", 0), ("\n", 0), ("in de ", 0)),
        *(
            ("06-12345678, ", 1),
            ("123456782; ", 1),
            ("dement ", 1),
            ("a@example.org ", 1),
            ("mevrouw Jansen, ", 1),
        ),
    ],
)
@pytest.mark.parametrize("length", [20_000, 100_000])
def test_a_long_row_of_the_same_is_read_to_its_end(piece, expected, length):
    times = length // len(piece)
    assert len(hints(piece * times)) == expected * times
