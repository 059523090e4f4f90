"""An answer gets remarks where it is long, hard, vague or too personal, and plain Dutch gets none."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from wijkwerk.rules.passive import passives
from wijkwerk.rules.phrases import find, words_of
from wijkwerk.rules.plain import Remark, RemarkKind, look, reading
from wijkwerk.rules.plain_words import entries, jargon
from wijkwerk.rules.sentences import sentences_of
from wijkwerk.rules.tests.passive_sentences import ACTIVE, PASSIVE

START = Path(__file__).parents[2] / "faces" / "blueprints" / "start.yaml"
LONG = "Wij komen " + "morgen " * 17 + "langs."
PIECES = st.sampled_from(
    (
        *(
            "wordt ",
            "gemaakt ",
            "is ",
            "niet ",
            "middels ",
            "te zijner tijd ",
            "bijv. ",
            "m.b.t. ",
            "\n",
            "- ",
            "1. ",
        ),
        *(
            ". ",
            "!",
            "...",
            "? ",
            ", ",
            "en ",
            "dat ",
            "WIJ DOEN ",
            "06-12345678 ",
            "mevrouw Jansen ",
            "”",
            "(",
            "\r\n",
        ),
    )
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))


def told(text, **more):
    return [(remark.kind.value, remark.found) for remark in look(text, **more)]


# --- jargon ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found", "instead"),
    [
        ("Wij lossen dit op middels een hek.", "middels", "met"),
        ("Wij doen dit conform de regels.", "conform", "volgens"),
        ("Derhalve stoppen wij.", "Derhalve", "daarom"),
        ("U hoort dienaangaande meer.", "dienaangaande", "hierover"),
        ("Wij bellen u te zijner tijd.", "te zijner tijd", "later, of noem de datum"),
        ("Wij zullen zorg dragen voor een bak.", "zorg dragen voor", "zorgen voor"),
        ("Het team draagt zorg voor de bak.", "draagt zorg voor", "zorgen voor"),
        ("Er komt een bank ten behoeve van de buurt.", "ten behoeve van", "voor"),
        ("Dat gebeurt binnen afzienbare termijn.", "binnen afzienbare termijn", "snel, of noem de datum"),
        ("Wij nemen dit in behandeling.", "in behandeling", "bekijken, ermee bezig"),
        ("Wij willen dit in behandeling nemen.", "in behandeling nemen", "bekijken"),
        ("Wij realiseren een speelplek.", "realiseren", "maken, bouwen"),
        ("Het team realiseert dit.", "realiseert", "maken, bouwen"),
        ("Wij faciliteerden het feest.", "faciliteerden", "helpen, mogelijk maken"),
        ("Wij hebben het plan geëvalueerd.", "geëvalueerd", "kijken hoe het ging"),
        ("Dat bewerkstelligt rust.", "bewerkstelligt", "zorgen voor"),
        ("U krijgt een beschikking.", "beschikking", "besluit"),
        ("Stuur uw zienswijze op.", "zienswijze", "wat u van het plan vindt"),
        ("Dit gaat m.b.t. de bank goed.", "m.b.t.", "over"),
        ("Wij komen z.s.m. langs.", "z.s.m.", "snel, of noem de datum"),
        ("Wij komen zo spoedig\nmogelijk langs.", "zo spoedig\nmogelijk", "snel, of noem de datum"),
        ("Neem een tas en/of doos mee.", "en/of", "of"),
        ("U dient te bellen.", "dient te", "moet"),
        ("De werkzaamheden duren een dag.", "werkzaamheden", "werk"),
        ("INDIEN u belt, komen wij.", "INDIEN", "als"),
        ("De leefbaarheid is goed.", "leefbaarheid", "hoe fijn het is om hier te wonen"),
        ("De openbare ruimte is schoon.", "openbare ruimte", "straten, pleinen en parken"),
        ("Daar staat frequent een auto.", "frequent", "vaak"),
        ("Dat is niet urgent.", "urgent", "snel nodig"),
    ],
)
def test_a_town_hall_word_is_found_with_plain_words(text, found, instead):
    (remark,) = look(text)
    assert remark == Remark(
        RemarkKind.JARGON,
        text.index(found),
        text.index(found) + len(found),
        found,
        f"‘{found}’ is lastig. Schrijf liever: {instead}.",
        instead,
    )


@pytest.mark.parametrize("text", ["Wij zoeken een andere locatie.", "De bank staat er inmiddels weer."])
def test_a_word_that_everybody_says_at_the_door_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text", ["Dit is ten. Behoeve van u.", "Middelsgrote bakken.", "De conformatie.", "In, behandeling."]
)
def test_a_part_of_a_word_or_two_sentences_make_no_phrase(text):
    assert told(text) == []


def test_the_list_is_long_names_no_word_twice_and_never_replaces_jargon_by_jargon():
    pairs = list(entries())
    assert len(pairs) == len(dict(pairs)) >= 1_200
    assert len({plain for _, plain in pairs}) >= 250
    listed = jargon()
    for form, plain in pairs:
        assert form == form.lower().strip()
        assert list(find(plain, words_of(plain), listed)) == [], (form, plain)
        # Every form can be met in a text: the phrase or a longer one around it is found.
        assert [start for start, _, _ in find(form, words_of(form), listed)] == [0], form


# --- sentences ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Wij doen bijv. dit. En dat.", ["Wij doen bijv. dit.", "En dat."]),
        ("Zie art. 3 van de wet. Dat is nr. 12.", ["Zie art. 3 van de wet.", "Dat is nr. 12."]),
        ("Dhr. J. Boom komt om 8.30 uur. Fijn.", ["Dhr. J. Boom komt om 8.30 uur.", "Fijn."]),
        ("Dat kost € 1.500,00. Ca. 20 euro!", ["Dat kost € 1.500,00.", "Ca. 20 euro!"]),
        ("Een pen, een bril enz. Daarna gaan wij.", ["Een pen, een bril enz.", "Daarna gaan wij."]),
        ("Hij schrijft enz. en stopt.", ["Hij schrijft enz. en stopt."]),
        ("Dit:\n- een tegel\n- een bank", ["Dit:", "een tegel", "een bank"]),
        ("1. Zeg het. Kom dan.\n2. Bel ons", ["Zeg het.", "Kom dan.", "Bel ons"]),
        ("a) een bank\nb) een bak", ["een bank", "een bak"]),
        ("Een regel\ndie doorloopt. Nieuw", ["Een regel\ndie doorloopt.", "Nieuw"]),
        ("Kop\n\nkleine letter", ["Kop", "kleine letter"]),
        ("“Kan dat?” vroeg zij. Ja!", ["“Kan dat?” vroeg zij.", "Ja!"]),
        ("Wacht... nog even. Oké…", ["Wacht... nog even.", "Oké…"]),
        ("Dat is voor u. Wij komen.", ["Dat is voor u.", "Wij komen."]),
        ("www.example.org. Daar staat het.", ["www.example.org.", "Daar staat het."]),
        ("Wij zijn klaar. nu u.", ["Wij zijn klaar.", "nu u."]),
        ("Kom op 3. mei is mooi.", ["Kom op 3. mei is mooi."]),
        ("...\n!", []),
    ],
)
def test_a_sentence_ends_where_a_reader_sees_it_end(text, sentences):
    assert [text[one.start : one.end] for one in sentences_of(text)] == sentences


def test_a_sentence_of_more_than_twenty_words_is_too_long():
    assert told(LONG) == []
    assert [(one.found, one.advice) for one in look(LONG.replace("komen", "komen dan"))] == [
        (LONG.replace("komen", "komen dan"), "Deze zin heeft 21 woorden. Maak er twee van.")
    ]
    assert look("wij " * 41)[0].advice == "Deze zin heeft 41 woorden. Maak er drie van."
    assert look("wij " * 200)[0].advice == "Deze zin heeft 200 woorden. Maak er korte zinnen van."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DIT DOEN WIJ NIET. Echt.", [("capitals", "DIT DOEN WIJ NIET.")]),
        ("De AVG en de WOO. NU!", []),
        ("Dit is niet onmogelijk.", [("negation", "niet onmogelijk")]),
        ("Wij zeggen niet dat dit nooit kan.", [("negation", "niet dat dit nooit")]),
        ("Kom niet, er is niets te zien.", []),
        ("Geen hond en geen kat.", []),
        ("Verkeersveiligheidsmaatregelen helpen.", [("long_word", "Verkeersveiligheidsmaatregelen")]),
        ("Zie www.verkeersveiligheidsmaatregelen.example.org.", []),
        ("Het wijk-en-buurt-en-dorps-overleg begint.", []),
        ("Bel mevrouw Jansen.", [("privacy", "mevrouw Jansen")]),
    ],
)
def test_capitals_denials_long_words_and_personal_data(text, expected):
    assert told(text) == expected


# --- a no -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_words", "kinds"),
    [
        ({"kind": "no"}, ["no_reason", "no_way_on"]),
        ({"kind": "no", "reason": "Te duur."}, ["no_way_on"]),
        ({"kind": "no", "reason": " ", "can_do": "Bel ons."}, ["no_reason"]),
        ({"kind": "no", "reason": "Te duur.", "can_do": "Bel ons."}, []),
        ({"kind": "yes"}, []),
    ],
)
def test_a_no_needs_a_reason_and_a_way_on(given_words, kinds):
    remarks = look("Dit doen wij niet.", **given_words)
    assert [remark.kind.value for remark in remarks] == kinds
    assert all((remark.start, remark.end, remark.found) == (0, 0, "") for remark in remarks)


# --- passive --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De bank wordt gemaakt.", "wordt gemaakt"),
        ("Er is besloten te stoppen.", "is besloten"),
        ("De lamp zal worden vervangen.", "worden vervangen"),
        ("Zeg wanneer hij gemaakt wordt.", "gemaakt wordt"),
        ("De bank en de tafel worden opgehaald.", "worden opgehaald"),
    ],
)
def test_a_passive_is_told_from_its_first_to_its_last_word(text, found):
    (remark,) = look(text)
    assert (remark.kind, remark.found, text[remark.start : remark.end]) == (RemarkKind.PASSIVE, found, found)
    assert "wie dit doet" in remark.advice


def is_passive(text):
    return any(list(passives(text, sentence)) for sentence in sentences_of(text))


def test_the_passive_rule_is_right_often_enough():
    """Measured on these 120 sentences: precision 0.98, recall 0.98. The floors leave room for one or two more."""
    right = sum(map(is_passive, PASSIVE))
    wrong = sum(map(is_passive, ACTIVE))
    assert (len(set(PASSIVE)), len(set(ACTIVE))) == (60, 60)
    assert right / (right + wrong) >= 0.95
    assert right / len(PASSIVE) >= 0.95


# --- plain Dutch ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Wij maken de lamp. Dat doen wij op 3 mei.",
        "U vroeg om een bank. Die komt er. De bank staat er op 1 juni.",
        "Dit kan niet. De weg is van de provincie. Bel de provincie. Het nummer staat op de site.",
        "De boom is oud en ziek. Daarom kappen wij hem. In november planten wij een nieuwe boom.",
        "Bent u het er niet mee eens? Maak dan bezwaar. Dat kan binnen 6 weken.",
        "Wij komen dinsdag om 8.30 uur. Kunt u dan uw auto weghalen?",
        "Dank u wel voor uw idee. Wij praten er op 4 juni over met de buurt.",
        "Het gras is te lang. Wij maaien het deze week.",
    ],
)
def test_a_plain_answer_gets_no_remark(text):
    assert look(text, kind="no", reason="Geen plek.", can_do="Bel ons.") == []


def test_the_letters_of_the_default_way_of_working_hold_no_jargon():
    letters = yaml.safe_load(START.read_text(encoding="utf-8"))["letters"]
    assert len(letters) > 10
    for name, letter in letters.items():
        kinds = {remark.kind for remark in look(letter["body"])}
        assert not kinds & {RemarkKind.JARGON, RemarkKind.LONG_SENTENCE, RemarkKind.LONG_WORD}, name


# --- any text -------------------------------------------------------------------------------------------


@given(TEXTS)
@example("İ wordt İİ. \ud800 m.b.t. ǆ")
def test_remarks_lie_in_the_text_and_stand_in_order(text):
    remarks = look(text, kind="no")
    assert all(0 <= one.start <= one.end <= len(text) for one in remarks)
    assert all(one.found == text[one.start : one.end] for one in remarks)
    assert [(one.start, one.end) for one in remarks] == sorted((one.start, one.end) for one in remarks)
    assert all(one.advice.endswith(".") for one in remarks)


@given(TEXTS)
def test_every_word_is_in_one_sentence_or_is_the_mark_of_a_list(text):
    sentences = sentences_of(text)
    inside = [word for sentence in sentences for word in sentence.words]
    assert len(inside) == len(set(inside))
    missing = set(words_of(text)) - set(inside)
    assert all(len(word.lower) <= 2 for word in missing)
    assert all(one.end <= two.start for one, two in pairwise(sentences))


@pytest.mark.parametrize(
    ("piece", "kind", "expected"),
    [
        *(
            ("wordt ", "passive", 0),
            ("!", "jargon", 0),
            ("!x", "jargon", 0),
            ("\n", "jargon", 0),
            (".)", "jargon", 0),
        ),
        *(("wordt gemaakt. ", "passive", 1), ("middels ", "jargon", 1), ("wordt, ", "passive", 0)),
        *(
            ("en ", "passive", 0),
            ("a.", "jargon", 0),
            ("ten behoeve ", "jargon", 0),
            ("niet. ", "negation", 0),
        ),
    ],
)
def test_a_long_row_of_the_same_is_read_to_its_end(piece, kind, expected):
    times = 100_000 // len(piece)
    assert sum(remark.kind == kind for remark in look(piece * times)) == expected * times


# --- reading --------------------------------------------------------------------------------------------


def test_reading_counts_by_hand():
    found = reading("Wij komen morgen. Bijv. om 8.30 uur of later.\n- gras maaien")
    assert (found.sentences, found.words, found.longest_sentence, found.average) == (3, 11, 6, 3.7)
    assert reading("…") == reading("")
    assert reading("").level == ""


@pytest.mark.parametrize(
    ("long_words", "level"),
    [(1, "heel makkelijk"), (2, "makkelijk"), (3, "gemiddeld"), (4, "moeilijk"), (5, "heel moeilijk")],
)
def test_the_level_is_that_of_lix(long_words, level):
    # Ten words in one sentence: LIX is 10 and ten more for each word of seven letters.
    words = ["donders"] * long_words + ["dondér"] * (10 - long_words)
    assert reading(" ".join(words) + ".").level == level
