"""Reports of one cause are found among look-alikes, better than by distance, with reasons that a person can check."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.alike import Frequencies, Likeness, Report, alike, frequencies, suggest
from wijkwerk.rules.geo import distance_m
from wijkwerk.rules.tests.alike_set import Figures, judge, labelled
from wijkwerk.rules.words import stems

DAY = date(2026, 3, 20)
# 0.00036 degrees of latitude are 40 metres.
NORTH_40_M = 0.00036


def report(key="a", text="De lantaarn is kapot, het is donker", **given_) -> Report:
    fields = {"theme": "verlichting", "kind": "report", "lon": 5.35, "lat": 52.75, "area_path": "z.w1.b1."}
    return Report(key=key, **{**fields, "received": DAY, "stems": tuple(stems(text)), **given_})


def nearest(new: Report, others: list[Report]) -> list[Likeness]:
    """The yardstick: the same theme within 100 metres and 30 days, the nearest first."""
    found = []
    for old in others:
        placed = None not in (new.lon, old.lon) and (new.received - old.received).days <= 30
        if placed and old.theme == new.theme:
            metres = distance_m(new.lon, new.lat, old.lon, old.lat)
            found += [Likeness(old.key, 1 / (1 + metres), [])] if metres <= 100 else []
    return sorted(found, key=lambda one: -one.score)[:5]


def said(name: str, figures: Figures) -> None:
    first = f"first suggestion right {figures.precision:.3f} ({figures.right} of {figures.suggested})"
    print(
        f"\n{name}: {first}, found in three {figures.recall:.3f} ({figures.found} of {figures.to_find})",
        end="",
    )


# --- the labelled set -----------------------------------------------------------------------------------


def test_the_labelled_set_is_what_it_says():
    rows = labelled()
    assert len(rows) == len({row.report.key for row in rows}) >= 150
    assert {row.block for row in rows} == set(range(1, 41))
    places = [(row.report.lon or 0, row.report.lat or 0) for row in rows if row.report.lon is not None]
    assert all(5.30 <= lon <= 5.40 and 52.70 <= lat <= 52.80 for lon, lat in places)
    assert len(places) < len(rows)
    blocks = {row.cause: row.block for row in rows if row.cause}
    assert all(blocks[row.cause] == row.block for row in rows if row.cause)
    # In each block somebody reports another thing.
    assert {row.block for row in rows if not row.cause} == set(range(1, 41))


def test_the_half_that_chose_nothing_reaches_the_measured_floors():
    rows = labelled()
    held = judge(rows, lambda row: row.block % 2 == 0, suggest)
    plain = judge(rows, lambda row: row.block % 2 == 0, nearest)
    strict = judge(rows, lambda row: row.block % 2 == 0, partial(suggest, floor=0.5))
    said("the half that chose (odd)", judge(rows, lambda row: row.block % 2 == 1, suggest))
    said("the held-out half (even)", held)
    said("held out, floor 0.5", strict)
    said("held out, nearest of the same theme", plain)
    # Measured 0.583 and 0.833; 0.750 and 0.722 at 0.5; the yardstick 0.441 and 0.444.
    assert held.precision >= 0.55
    assert held.recall >= 0.80
    assert strict.precision >= 0.70
    assert held.precision > plain.precision + 0.1
    assert held.recall > plain.recall + 0.3


# --- one pair -------------------------------------------------------------------------------------------


def test_the_reasons_are_dutch_and_in_order():
    old = report(
        "b", "Al weken is de lantaarn uit en alles donker", lat=52.75 + NORTH_40_M, received=date(2026, 3, 17)
    )
    assert alike(report(), old).because == [
        "40 meter verderop",
        "zelfde thema",
        "3 dagen eerder",
        "zelfde woorden: donker, lantaarn",
    ]
    assert alike(old, report()).because[2] == "3 dagen later"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"received": date(2026, 3, 19)}, "1 dag eerder"),
        ({"received": DAY}, "dezelfde dag"),
        ({"lat": 52.750001}, "dezelfde plek"),
        ({"lon": None, "lat": None}, "zelfde gebied"),
        ({"text": "Lantaarn stuk"}, "zelfde woord: lantaarn"),
        ({"text": "Straatverlichting defect"}, "verwante woorden: lantaarn en straatverlichting"),
    ],
)
def test_each_reason(changed, reason):
    assert reason in alike(report(), report("b", **changed)).because


@pytest.mark.parametrize(
    ("changed", "start"),
    [
        ({"lat": 52.77}, "22"),
        ({"theme": "groen"}, "zelfde thema"),
        ({"received": date(2025, 3, 20)}, "365"),
        ({"lon": None, "lat": None, "area_path": ""}, "zelfde gebied"),
        ({"text": "Fontein stroomt"}, "zelfde woord"),
    ],
)
def test_what_speaks_against_it_is_no_reason_and_lowers_the_score(changed, start):
    other = alike(report(), report("b", **changed))
    assert not any(reason.startswith(start) for reason in other.because)
    assert other.score < alike(report(), report("b")).score


def test_a_compound_is_told_once():
    told = alike(report(text="Lantaarnpaal stuk"), report("b", "lantaarnpalen uit")).because
    assert told[-1] == "zelfde woord: lantaarnpaal"


def test_without_a_point_the_area_or_the_street_that_both_name_can_do():
    new = report(text="Lantaarns in de Zeeltstraat zijn kapot")
    nowhere = {"lon": None, "lat": None}
    same_area = report("b", "Straatverlichting kapot, alle lantaarns", **nowhere)
    same_street = report("c", "Lantaarns kapot in de Zeeltstraat", **nowhere, area_path="")
    elsewhere = report("d", "Lantaarns kapot in de Botstraat", **nowhere, area_path="z.w2.b9.")
    found = suggest(new, [same_area, same_street, elsewhere])
    assert {one.key for one in found} == {"b", "c"}
    district = alike(
        new, report("e", "Straatverlichting kapot, alle lantaarns", **nowhere, area_path="z.w1.")
    )
    assert alike(new, elsewhere).score < district.score < alike(new, same_area).score


def test_a_rare_word_counts_for_more_than_a_common_one():
    known = Frequencies(1000, {"fontein": 3, "plein": 600, "kapot": 600})
    new = report(text="fontein kapot")
    rare, common = report("b", "fontein raar"), report("c", "kapot raar")
    assert alike(new, rare, known).score > alike(new, common, known).score
    assert alike(new, rare).score == alike(new, common).score


def test_frequencies_count_reports_and_not_words():
    counted = frequencies([report(text="paaltje, paaltje, lamp"), report("b", "paal en lantaarn")])
    assert (counted.of, counted.holding["paal"], counted.holding["~lantaarn"]) == (2, 2, 2)


# --- a list of them -------------------------------------------------------------------------------------


def test_suggestions_are_sorted_bounded_and_never_the_report_itself():
    new = report()
    others = [new, *(report(f"k{n}", lat=52.75 + n * NORTH_40_M) for n in (3, 1, 2, 7, 5, 6, 4))]
    found = suggest(new, others)
    assert [one.key for one in found] == ["k1", "k2", "k3", "k4", "k5"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(suggest(new, others, most=2)) == 2
    assert suggest(new, others, floor=1.0) == []
    assert suggest(new, []) == []


def test_the_same_thing_a_year_later_and_another_thing_on_the_spot_are_not_suggested():
    year = report("b", received=date(2025, 3, 20))
    other = report("c", "Fietswrak in de heg", theme="afval")
    assert suggest(report(), [year, other]) == []


PLACES = st.one_of(st.none(), st.tuples(st.floats(5.3, 5.4), st.floats(52.7, 52.8)))
WORDS = st.lists(st.sampled_from(["lantaarn", "lamp", "boom", "tak", "zeeltstraat", "kapot"]), max_size=5)


@st.composite
def reports(draw):
    lon, lat = draw(PLACES) or (None, None)
    path = draw(st.sampled_from(["", "z.w1.", "z.w1.b1.", "z.w2."]))
    day = date.fromordinal(DAY.toordinal() - draw(st.integers(0, 800)))
    theme, kind = draw(st.sampled_from(["groen", "afval"])), draw(st.sampled_from(["report", "idea"]))
    return Report(draw(st.sampled_from("abc")), theme, kind, lon, lat, path, day, tuple(draw(WORDS)))


@given(reports(), reports())
def test_the_score_is_a_share_and_the_same_both_ways(a, b):
    there, back = alike(a, b), alike(b, a)
    assert 0 < there.score < 1
    assert there.score == pytest.approx(back.score)
    assert (there.key, back.key) == (b.key, a.key)
    assert all(reason and "None" not in reason for reason in there.because)
