"""The routing table, judged by a second, naive implementation that splits instead of matching."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.routing import Names, Rule, explain, mentions, narrowed, route, trace, why_not_fit

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


NAMES = Names(
    themes={"trees": "Bomen", "green": "Groen en bomen"},
    channels={"phone": "telefoon"},
    areas={"m.noord.": "Noord", "m.zuid.": "Zuid"},
    teams={"green": "team Groen", "rest": "de wijkmanager"},
)


def test_a_rule_explains_itself_in_dutch():
    rule = Rule("green", theme="trees", area_paths=("m.noord.", "m.zuid."), words=("iep", "kastanje*"))
    assert explain(rule, NAMES) == (
        "Als het thema ‘Bomen’ is, de plek in Noord of Zuid ligt en in de tekst ‘iep’ of een woord dat begint met "
        "‘kastanje’ staat, dan gaat het naar team Groen."
    )
    assert (
        explain(Rule("desk", channel="phone"), NAMES)
        == "Als het binnenkomt via telefoon, dan gaat het naar desk."
    )
    assert explain(Rule("desk", kind="idea")) == "Als de soort ‘idea’ is, dan gaat het naar desk."
    assert explain(Rule("rest"), NAMES) == "Alles wat overblijft gaat naar de wijkmanager."


def test_a_theme_and_a_team_with_one_key_keep_their_own_names():
    assert explain(Rule("green", theme="green"), NAMES) == (
        "Als het thema ‘Groen en bomen’ is, dan gaat het naar team Groen."
    )


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (Rule("x", theme="trees", kind="idea"), "Het thema is niet ‘Bomen’."),
        (Rule("x", kind="idea", channel="phone"), "De soort is niet ‘idea’."),
        (Rule("x", channel="phone", words=("iep",)), "Het kwam niet binnen via telefoon."),
        (Rule("x", area_paths=("m.noord.", "m.zuid.")), "De plek ligt niet in Noord of Zuid."),
        (
            Rule("x", words=("iep", "kastanje*")),
            "In de tekst staat niet: ‘iep’ of een woord dat begint met ‘kastanje’.",
        ),
        (Rule("x", theme="light", area_paths=("m.oost.",), words=("licht",)), ""),
        (Rule("x"), ""),
    ],
)
def test_a_rule_says_the_first_reason_why_it_does_not_fit(rule, sentence):
    signal = {
        "theme": "light",
        "kind": "report",
        "area_path": "m.oost.kade.",
        "channel": "web",
        "text": "Geen licht",
    }
    assert why_not_fit(rule, **signal, names=NAMES) == sentence


def test_without_a_place_a_rule_that_asks_for_an_area_says_so():
    signal = {"theme": None, "kind": None, "area_path": "", "channel": None}
    reason = why_not_fit(Rule("x", area_paths=("m.noord.",)), **signal, names=NAMES)
    assert reason == "Er is geen plek. De regel vraagt om Noord."


SIGNALS = st.fixed_dictionaries(
    {
        "theme": MAYBE,
        "kind": MAYBE,
        "area_path": st.one_of(st.none(), st.just(""), PATHS),
        "channel": MAYBE,
        "text": st.lists(TOKENS, max_size=5).map(" ".join),
    }
)


@given(st.lists(RULES, max_size=6), SIGNALS)
def test_the_trace_looks_at_each_rule_until_the_one_that_routing_takes(rules, signal):
    looked = trace(rules, **signal)
    found = route(rules, **signal)
    assert [each.rule for each in looked] == rules[: len(looked)]
    assert all(each.reason for each in looked[:-1])
    if found is None:
        assert len(looked) == len(rules)
        assert not any(each.fits for each in looked)
    else:
        assert looked[-1].fits
        assert looked[-1].rule is found


@given(RULES, SIGNALS)
def test_a_rule_has_a_reason_exactly_when_a_naive_reading_says_that_it_does_not_fit(rule, signal):
    plain = {name: signal[name] for name in ("theme", "kind", "area_path", "channel")}
    fits = naive_fits(rule, tokens=signal["text"].split(), **plain)
    assert (why_not_fit(rule, **signal) == "") is fits


@given(st.lists(RULES, max_size=8), SIGNALS, st.lists(TOKENS, max_size=5).map(" ".join))
def test_narrowed_rules_route_every_text_as_all_rules_do(rules, signal, other):
    plain = {name: signal[name] for name in ("theme", "kind", "area_path", "channel")}
    few = narrowed(rules, **plain)
    assert len(few) <= len(rules)
    for text in (signal["text"], other, ""):
        assert route(few, **plain, text=text) is route(rules, **plain, text=text)


@given(st.lists(TOKENS, max_size=6).map(" ".join), st.lists(TOKENS, min_size=1, max_size=3, unique=True))
def test_a_text_mentions_words_exactly_when_a_rule_of_those_words_alone_fits(text, words):
    rule = Rule(team="t", words=tuple(words))
    assert mentions(text, rule.words) is (
        route([rule], theme=None, kind=None, area_path=None, channel=None, text=text) is rule
    )
    assert not mentions(text, ())
