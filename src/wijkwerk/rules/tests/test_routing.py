"""The routing table, judged by a second, naive implementation that splits instead of matching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.routing import Rule, explain, route

TABLE = [
    Rule("green", theme="trees", area_paths=("m.noord.",)),
    Rule("light", words=("lantaarn*", "het is donker")),
    Rule("desk", channel="phone", kind="question"),
    Rule("streets", theme="trees"),
    Rule("centre", area_paths=("m.centrum.", "m.haven.")),
    Rule("rest"),
]


def team(**given_):
    signal = {"theme": None, "kind": "report", "area_path": None, "channel": "web", **given_}
    rule = route(TABLE, **signal)
    assert rule is not None
    return rule.team


def test_the_first_rule_that_fits_wins():
    assert team(theme="trees", area_path="m.noord.berkel.") == "green"
    assert team(theme="trees", area_path="m.zuid.") == "streets"
    assert team(theme="trees", area_path="m.noord.", text="De lantaarn is stuk") == "green"
    assert team(theme="trees", area_path="m.zuid.", text="De lantaarn is stuk") == "light"
    assert team() == "rest"


def test_an_area_holds_itself_and_what_lies_below_but_not_its_namesake():
    assert team(area_path="m.centrum.") == "centre"
    assert team(area_path="m.haven.kade.") == "centre"
    assert team(area_path="m.centrumoost.") == "rest"
    assert team(area_path="m.") == "rest"
    assert team(area_path="") == "rest"


def test_all_that_a_rule_asks_must_fit():
    assert team(channel="phone", kind="question") == "desk"
    assert team(channel="phone", kind="idea") == "rest"
    assert team(channel="web", kind="question") == "rest"


@pytest.mark.parametrize(
    "text", ["LANTAARN stuk", "een lantaarnpaal.", "Hier:\nhet  is\tDonker!", "(lantaarns)"]
)
def test_words_are_found_in_any_case_and_spacing(text):
    assert team(text=text) == "light"


@pytest.mark.parametrize("text", ["straatlantaarn", "het was donker", "het is donkerder", "", "lan taarn"])
def test_parts_of_other_words_are_not_found(text):
    assert team(text=text) == "rest"


def test_marks_in_a_word_mean_themselves():
    rule = Rule("x", words=("c.v.", "(kapot)"))
    signal = {"theme": None, "kind": None, "area_path": None, "channel": None}
    assert route([rule], **signal, text="de c.v. ketel") is rule
    assert route([rule], **signal, text="de cavb ketel") is None


def test_without_a_rule_that_fits_the_answer_is_nothing():
    assert route([], theme="trees", kind=None, area_path=None, channel=None) is None
    assert route(TABLE[:1], theme="trees", kind=None, area_path=None, channel=None) is None


@pytest.mark.parametrize(
    "fields",
    [{"team": ""}, {"team": "x", "area_paths": ("a",)}, {"team": "x", "area_paths": ("",)}]
    + [{"team": "x", "words": (bad,)} for bad in ("", " ", "*")],
)
def test_a_rule_that_could_never_or_wrongly_fit_is_refused(fields):
    with pytest.raises(ValueError, match=r"team|path|word"):
        Rule(**fields)


def test_a_path_of_a_signal_that_lacks_its_dot_is_an_error():
    with pytest.raises(ValueError, match="ended by a dot"):
        route(TABLE, theme=None, kind=None, area_path="m.noord", channel=None)


# --- the naive judge ------------------------------------------------------------------------------------

KEYS = st.sampled_from(["a", "b", "ab", "c"])
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(lambda keys: ".".join(keys) + ".")
TOKENS = st.sampled_from(["boom", "bomen", "boomwortel", "licht", "is", "stuk"])
WORDS = st.one_of(TOKENS, TOKENS.map("{}*".format), st.tuples(TOKENS, TOKENS).map(" ".join))
MAYBE = st.one_of(st.none(), st.sampled_from(["x", "y"]))
RULES = st.builds(
    Rule,
    team=st.sampled_from(["t1", "t2", "t3"]),
    theme=MAYBE,
    kind=MAYBE,
    channel=MAYBE,
    area_paths=st.lists(PATHS, max_size=2).map(tuple),
    words=st.lists(WORDS, max_size=2).map(tuple),
)


def naive_word(word: str, tokens: list[str]) -> bool:
    wanted = word.rstrip("*").split()
    for at in range(len(tokens) - len(wanted) + 1):
        piece = tokens[at : at + len(wanted)]
        if piece == wanted or (
            word.endswith("*") and len(wanted) == 1 and piece[0][: len(wanted[0])] == wanted[0]
        ):
            return True
    return False


def naive_fits(rule, theme, kind, area_path, channel, tokens):
    if rule.theme and rule.theme != theme:
        return False
    if rule.kind and rule.kind != kind:
        return False
    if rule.channel and rule.channel != channel:
        return False
    keys = (area_path or "").split(".")[:-1]
    holders = [path.split(".")[:-1] for path in rule.area_paths]
    if holders and not any(keys[: len(holder)] == holder for holder in holders):
        return False
    return not rule.words or any(naive_word(word, tokens) for word in rule.words)


@given(
    st.lists(RULES, max_size=6),
    MAYBE,
    MAYBE,
    st.one_of(st.none(), PATHS),
    MAYBE,
    st.lists(TOKENS, max_size=5),
)
def test_the_table_agrees_with_a_naive_reading_of_it(rules, theme, kind, area_path, channel, tokens):
    expected = None
    for rule in rules:
        if naive_fits(rule, theme, kind, area_path, channel, tokens):
            expected = rule
            break
    found = route(
        rules,
        theme=theme,
        kind=kind,
        area_path=area_path,
        channel=channel,
        text=", ".join(tokens).replace(",", ""),
    )
    assert found is expected


def test_a_rule_explains_itself_in_dutch():
    names = {"trees": "Bomen", "m.noord.": "Noord", "m.zuid.": "Zuid", "green": "team Groen"}
    rule = Rule("green", theme="trees", area_paths=("m.noord.", "m.zuid."), words=("iep", "kastanje*"))
    assert explain(rule, names) == (
        "Als het thema Bomen is, de plek in Noord of Zuid ligt en in de tekst 'iep' of een woord dat begint met "
        "'kastanje' staat, dan gaat het naar team Groen."
    )
    assert explain(Rule("desk", channel="phone")) == "Als het kanaal phone is, dan gaat het naar desk."
    assert (
        explain(Rule("rest"), {"rest": "de wijkmanager"}) == "Alles wat overblijft gaat naar de wijkmanager."
    )
