"""A day as people type it: read in several ways, and refused where the year is a slip of the hand."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from wijkwerk.ground.kit.forms import DayField, DueField
from wijkwerk.rules.deadlines import Precision

SAID = "Vul een jaar in tussen 1900 en 2126."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 23 November 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))


@pytest.mark.parametrize("typed", ["01-01-0001", "31-12-1899", "01-01-2127", "31-12-9999", "9999-12-31"])
def test_a_day_in_a_year_that_cannot_be_meant_is_refused(typed: str):
    for field in (DayField(), DueField()):
        with pytest.raises(ValidationError) as wrong:
            field.clean(typed)
        assert wrong.value.messages == [SAID]


@pytest.mark.parametrize("typed", ["0001", "juni 1899", "voorjaar 2127", "9999", "9999-W01"])
def test_a_promise_for_a_year_that_cannot_be_meant_is_refused(typed: str):
    with pytest.raises(ValidationError, match="Dit is geen datum"):
        DueField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("01-01-1900", date(1900, 1, 1)),
        ("17-12-2026", date(2026, 12, 17)),
        ("17-12-26", date(2026, 12, 17)),
        ("2126-12-31", date(2126, 12, 31)),
        ("17 december 2026", date(2026, 12, 17)),
        ("Donderdag  17 December 2026", date(2026, 12, 17)),
    ],
)
def test_a_day_within_the_years_is_read(typed: str, day: date):
    assert DayField().clean(typed) == day
    assert DueField().clean(typed) == (day, Precision.DAY)


def test_what_may_be_left_out_stays_empty_and_what_is_no_day_is_said_so():
    assert DayField(required=False).clean("") is None
    assert DueField(required=False).clean("") is None
    assert DueField().clean("juni 2027") == (date(2027, 6, 30), Precision.MONTH)
    for field, said in ((DayField(), "Deze datum kennen wij niet"), (DueField(), "Dit is geen datum")):
        with pytest.raises(ValidationError, match=said):
            field.clean("ooit")
