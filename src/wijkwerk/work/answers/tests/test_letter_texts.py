"""Letter texts: what they may hold, and how they are filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.ground.letters.models import TRACE_MARK
from wijkwerk.work.answers.models import AnswerKind
from wijkwerk.work.answers.sections import ALLOWED, ALWAYS, LABELS, Letters, LetterText, problems_of, render

BODY = "Beste bewoner,\n{trace_link}"


def messages(kind="receipt", title="Titel", body=BODY):
    return [problem.message for problem in problems_of(kind, LetterText(title=title, body=body))]


def test_a_letter_with_its_link_holds():
    assert messages() == []
    assert (
        messages(body="{title} {code} {place} {team} {phone} {municipality} {answer_by} {trace_link}") == []
    )


def test_every_letter_has_a_text_a_label_and_its_places():
    assert set(ALLOWED) == set(LABELS) == set(Letters.model_fields)


def test_every_kind_of_answer_has_its_letter():
    assert {f"answer_{kind}" for kind in AnswerKind.values} <= set(ALLOWED)


def test_a_letter_without_the_link_is_refused():
    assert messages(body="Beste bewoner") == [
        "Zet {trace_link} in de brief. Anders kan de melder niets volgen."
    ]


def test_a_title_with_the_link_is_refused():
    assert messages(title="Kijk {trace_link}") == ["De link hoort in de brief zelf, niet in de titel."]


def test_an_unknown_place_is_refused():
    assert messages(body=BODY + "{naam}") == ["{naam} kennen wij niet."]
    assert messages(body=BODY + "{title.__class__}") == ["{title.__class__} kennen wij niet."]
    assert messages(body=BODY + "{}") == ["{} kennen wij niet."]


def test_a_place_that_is_not_known_yet_is_refused():
    assert messages(body=BODY + "{answer}") == ["{answer} is bij deze brief nog niet bekend."]


@pytest.mark.parametrize("loose", ["{", "}", "{{title}}", "{tit\nle}"])
def test_a_loose_brace_is_refused(loose):
    assert any("accolade" in message for message in messages(body=BODY + loose))


def test_a_no_must_say_that_it_is_no_decision():
    assert messages("answer_no", body=BODY) == ["Zeg dat een nee geen besluit is, en wat de melder kan doen."]
    assert messages("answer_no", body=BODY + "\nDit is geen besluit.") == []


def test_facts_are_filled_in_and_the_link_stays_a_mark():
    facts = {"title": "Losse tegel", "code": "K7M2"}
    assert render("{title} ({code})\n{trace_link}", facts) == "Losse tegel (K7M2)\n{trace_link}"


def test_braces_in_a_fact_mean_nothing():
    facts = {"title": "{code} {0} {title!r:>99} %s", "code": "GEHEIM"}
    assert render("Over: {title}", facts) == "Over: {code} {0} {title!r:>99} %s"


def test_a_fact_that_looks_like_the_link_gets_no_link():
    filled = render("{title}\n{trace_link}", {"title": "kijk {trace_link}"})
    assert filled.count(TRACE_MARK) == 1
    assert filled.splitlines()[1] == TRACE_MARK


def test_a_line_without_its_fact_is_left_out():
    text = "Beste bewoner,\n\nWaar: {place}\n\nCode: {code}"
    assert render(text, {"place": "", "code": "K7"}) == "Beste bewoner,\n\nCode: K7"
    assert render(text, {"code": "K7"}) == "Beste bewoner,\n\nCode: K7"


def test_the_line_with_the_link_is_never_left_out():
    assert render("{team}: {trace_link}", {}) == ": {trace_link}"


def test_a_fact_of_more_lines_stays_whole():
    assert render("{answer}\n\nGroet", {"answer": "Een\n\nTwee {code}"}) == "Een\n\nTwee {code}\n\nGroet"


PLACES = sorted(frozenset().union(*ALLOWED.values()) | ALWAYS)


@given(
    st.lists(st.sampled_from([f"{{{name}}}" for name in PLACES] + ["x", " ", "\n"])).map("".join),
    st.text(min_size=1),
)
def test_no_fact_ever_becomes_a_place(text, fact):
    """Each fact is put in once and is never read again: filling in a second time with other facts changes nothing else."""
    marked = render(text, dict.fromkeys(PLACES, "\u2603"))
    assert render(text, dict.fromkeys(PLACES, fact)).count(TRACE_MARK) == marked.count(TRACE_MARK)
