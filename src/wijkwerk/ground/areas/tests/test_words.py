"""Words of the house in a text become those of the municipality, with the article that belongs to them."""

import pytest

from wijkwerk.ground.areas.sections import Word, Words

FORMS = {"one": "x", "many": "x"}
OTHERS = dict.fromkeys(Words.model_fields, FORMS)


def words(**area: str) -> Words:
    return Words.model_validate({**OTHERS, "area": area})


GEBIED = words(one="gebied", many="gebieden", article="het")
STADSDEEL = words(one="stadsdeel", many="stadsdelen", article="het")
WIJK = words(one="wijk", many="wijken", article="de")


@pytest.mark.parametrize(
    ("text", "gebied", "wijk"),
    [
        (
            "Voor {area.this} geldt geen plan.",
            "Voor dit gebied geldt geen plan.",
            "Voor deze wijk geldt geen plan.",
        ),
        ("Kies een {area.other}.", "Kies een ander gebied.", "Kies een andere wijk."),
        ("{area.each} heeft een plan.", "Elk gebied heeft een plan.", "Elke wijk heeft een plan."),
        ("In {area.which}? {area.this}.", "In welk gebied? Dit gebied.", "In welke wijk? Deze wijk."),
        ("Alle {area.many}, {area.with_article}", "Alle gebieden, het gebied", "Alle wijken, de wijk"),
        ("Niets om te vullen: {} {x}", "Niets om te vullen: {} {x}", "Niets om te vullen: {} {x}"),
    ],
)
def test_a_text_speaks_the_words_of_the_municipality(text: str, gebied: str, wijk: str) -> None:
    assert (GEBIED.say(text), WIJK.say(text)) == (gebied, wijk)


def test_het_and_de_words_each_have_their_own_forms() -> None:
    found = STADSDEEL.area
    assert (found.this, found.each, found.which, found.other) == (
        "dit stadsdeel", "elk stadsdeel", "welk stadsdeel", "ander stadsdeel",
    )  # fmt: skip
    assert Word(one="buurt", many="buurten").this == "deze buurt"


def test_a_noun_that_there_is_not_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        GEBIED.say("{province.one}")
