"""SMART is said with a mild tongue: what is clear already, and one friendly question for what is not (I41)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkwerk.rules.smart import Action, smart


def clear(action: Action) -> str:
    return "".join(remark.letter for remark in smart(action) if remark.clear)


@pytest.mark.parametrize(
    ("action", "letters"),
    [
        (Action("Verkeer"), ""),
        (Action("Aandacht voor de jeugd in de wijk"), ""),
        (Action("Een drempel in de Lindelaan leggen"), "SM"),
        (Action("De speeltuin opknappen met bewoners"), "S"),
        (Action("De speeltuin opknappen met bewoners", indicator="aantal toestellen"), "SM"),
        (
            Action("Twee bankjes bij de vijver zetten", money=900.0, due=date(2027, 4, 1), agreed=True),
            "SMART",
        ),
        (Action("Twee bankjes bij de vijver zetten", money=0.0), "SMR"),
    ],
)
def test_examples(action, letters):
    assert clear(action) == letters


def test_what_is_still_open_may_be_open():
    """ "n.t.b." is allowed (004, section 3.5): the remark says so, and asks when one does know."""
    last = smart(Action("Een drempel in de Lindelaan leggen"))[-1]
    assert not last.clear
    assert "mag" in last.ask


@given(st.text(max_size=200), st.booleans(), st.one_of(st.none(), st.floats(0, 1e9)))
def test_it_never_refuses_and_asks_only_what_is_not_clear(what, agreed, money):
    remarks = smart(Action(what, agreed=agreed, money=money))
    assert [remark.letter for remark in remarks] == list("SMART")
    assert all(bool(remark.ask) != remark.clear for remark in remarks)
    assert all(len(remark.ask.split()) <= 30 for remark in remarks)


def test_no_remark_says_that_one_did_wrong():
    words = ("fout", "verkeerd", "moet u", "verplicht", "onvoldoende", "slecht")
    said = " ".join(remark.ask for remark in smart(Action("x"))).casefold()
    assert not [word for word in words if word in said]
