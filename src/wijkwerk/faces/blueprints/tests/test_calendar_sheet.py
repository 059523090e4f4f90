"""The screen of the year calendar: what one types is the legend, in that order, and the calendar uses it at once."""

import pytest
from django.urls import reverse
from pydantic import ValidationError

from wijkwerk.faces.blueprints.tests.test_screens import newest, typed
from wijkwerk.faces.blueprints.tests.test_sheets_new import send
from wijkwerk.work.calendars.sections import Calendar

pytestmark = pytest.mark.django_db
SLUG = "jaarkalender"


def legend(cast):
    return newest(cast).part(Calendar)


def test_sending_the_page_as_it_stands_changes_nothing(cast):
    before = newest(cast).raw
    assert send(cast, SLUG).status_code == 302
    assert newest(cast).raw == before


def test_a_code_is_added_changed_and_put_first(cast):
    new = {
        "rij-8-code": "Dop", "rij-8-label": "dorpsplan", "rij-8-with_year": "on", "rij-8-ORDER": "0",
        "rij-4-label": "wandeling door de wijk", "most_per_month": "5",
    }  # fmt: skip
    assert send(cast, SLUG, **new).status_code == 302
    found = legend(cast)
    assert found.most_per_month == 5
    assert (found.codes[0].code, found.codes[0].with_year, found.codes[0].whole_year) == ("Dop", True, False)
    assert found.label("S") == "wandeling door de wijk"
    assert [each.code for each in found.codes if each.budget] == ["A"]


def test_a_code_goes_and_is_then_shown_as_itself(cast):
    assert send(cast, SLUG, **{"rij-0-DELETE": "on"}).status_code == 302
    assert legend(cast).get("R") is None
    assert legend(cast).label("R") == "R"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"most_per_month": "0"}, "id_most_per_month_error"),
        ({"rij-0-code": "R2"}, "id_rij-0-code_error"),
        ({"rij-0-label": ""}, "id_rij-0-label_error"),
        ({"rij-8-code": "Nieuw"}, "id_rij-8-label_error"),
    ],
)
def test_what_does_not_fit_is_asked_again_at_its_field(cast, changed, field):
    answer = send(cast, SLUG, **changed)
    assert answer.status_code == 422
    assert f'id="{field}"' in answer.content.decode()
    assert newest(cast).number == 1


def test_one_code_twice_is_told_at_the_row_where_it_was_typed(cast):
    answer = send(cast, SLUG, **{"rij-8-code": "s", "rij-8-label": "nog een schouw"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "De code s staat er al, bij schouw. Kies een andere code." in page
    assert 'id="id_rij-8-code_error"' in page
    assert newest(cast).number == 1


def test_a_code_that_goes_leaves_its_letters_to_another(cast):
    new = {"rij-4-DELETE": "on", "rij-8-code": "s", "rij-8-label": "spreekuur"}
    assert send(cast, SLUG, **new).status_code == 302
    assert legend(cast).label("s") == "spreekuur"


def test_a_document_with_one_code_twice_names_both_as_they_were_typed():
    with pytest.raises(ValidationError, match="Dit staat er twee keer: S, s"):
        Calendar.model_validate(
            {"codes": [{"code": "S", "label": "schouw"}, {"code": "s", "label": "nog een"}]}
        )


def test_the_history_tells_in_words_what_changed(cast):
    send(cast, SLUG, most_per_month="7")
    page = cast.client(cast.admin).get(reverse("blueprints:version", args=[2])).content.decode()
    assert "Hoeveel taken in een maand zijn gewoon?" in page
    assert typed(cast.client(cast.admin).get(reverse(f"blueprints:{SLUG}")))["most_per_month"] == "7"
