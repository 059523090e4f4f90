"""Write a part: when two write at once nothing that was typed is lost, and nobody overwrites what they did not read."""

import pytest

from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.actions import Refused
from wijkwerk.work.plans.actions import writing
from wijkwerk.work.plans.models import PlanPart
from wijkwerk.work.plans.tests.conftest import ALL, adopt
from wijkwerk.work.plans.tests.desk_cast import page_of, said, url


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_it_works_and_says_who_wrote(agenda, log_in):
    client = log_in("owner")
    seen = seen_on(page_of(client, "write_part", agenda, "jaar"))
    answer = client.post(
        url("write_part", agenda, "jaar"), {"text": "Wij maken de straat veilig.", "seen": seen}
    )
    assert answer["Location"] == url("work", agenda)
    page = page_of(client, "work", agenda)
    assert "Wij maken de straat veilig." in page
    assert "door Owner" in page


def test_who_was_overtaken_sees_both_texts_and_decides(town, agenda, log_in):
    first, second = log_in("owner"), log_in("owner")
    seen = seen_on(page_of(second, "write_part", agenda, "jaar"))
    first.post(url("write_part", agenda, "jaar"), {"text": "Van de eerste.", "seen": seen})
    answer = second.post(url("write_part", agenda, "jaar"), {"text": "Van de tweede.", "seen": seen})
    assert answer.status_code == 422
    for words in ("Iemand anders schreef hier ook in", "Van de eerste.", "Van de tweede."):
        assert words in said(answer)
    assert PlanPart.objects.get(key="jaar").text == "Van de eerste."
    anew = {"text": "Van allebei.", "seen": seen_on(said(answer))}
    assert second.post(url("write_part", agenda, "jaar"), anew).status_code == 302
    assert PlanPart.objects.get(key="jaar").text == "Van allebei."


def test_a_hint_about_a_name_comes_first_and_loses_nothing(agenda, log_in):
    client = log_in("owner")
    text = "Bel Jan op 06 12345678."
    answer = client.post(url("write_part", agenda, "jaar"), {"text": text, "seen": ""})
    assert answer.status_code == 200
    assert "Lees dit voor u verstuurt" in said(answer)
    assert text in said(answer)
    assert PlanPart.objects.get(key="jaar").text == ""


@pytest.mark.parametrize("seen", ["onzin", "2026-13-45", "2026-11-23T09:00:00", "\x00"])
def test_nonsense_about_what_was_seen_is_never_seen(agenda, log_in, seen):
    client = log_in("owner")
    client.post(url("write_part", agenda, "jaar"), {"text": "Eerst.", "seen": ""})
    answer = client.post(url("write_part", agenda, "jaar"), {"text": "Dan.", "seen": seen})
    assert answer.status_code == 422
    assert PlanPart.objects.get(key="jaar").text == "Eerst."


def test_a_part_that_is_not_there_is_not_found_and_a_bsn_is_refused(agenda, log_in):
    client = log_in("owner")
    assert client.get(url("write_part", agenda, "bestaat-niet")).status_code == 404
    answer = client.post(url("write_part", agenda, "jaar"), {"text": "Van 123456782.", "seen": ""})
    assert answer.status_code == 422
    assert "burgerservicenummer" in said(answer)


def test_an_adopted_text_is_written_in_again_only_in_a_next_version(town, agenda):
    by = {"by": town.people["owner"], "roles": ALL, "now": NOW, "seen": None}
    adopt(town, agenda)
    with pytest.raises(Refused):
        writing.write_part(plan=agenda, key="jaar", text="x", **by)
    writing.revise(plan=agenda, by=town.people["owner"], roles=ALL, now=NOW)
    assert writing.write_part(plan=agenda, key="jaar", text="x", **by).text == "x"
