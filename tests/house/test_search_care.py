"""Whenever a signal is flagged as care, nobody outside the care line finds it: not by word, name, number or code (D8)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.permission_cells import things_of
from tests.house.test_care_never_leaks import OWNERS, SECRET, STAGES
from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.finding import searching
from wijkwerk.work.signals.models import SearchText

pytestmark = pytest.mark.django_db
OUTSIDE = ("traffic", "owner", "intake", "elsewhere", "member", "alderman")


def found(client: Client, question: str) -> set[str]:
    response = client.get(reverse("signals:search"), {"q": question})
    return {each.row.code for each in response.context["rows"]} if response.status_code == 200 else {question}


def looked_up(client: Client, who: str) -> set[str]:
    response = client.post(reverse("signals:search"), {"who": who})
    return {each.row.code for each in response.context["rows"]} if response.status_code == 200 else set()


@pytest.mark.parametrize("stage", STAGES)
def test_flagged_at_any_stage_it_is_out_of_the_search_at_once(
    town: Town, log_in: Callable[..., Client], stage: str
) -> None:
    things_of(town)
    signal = STAGES[stage](town)
    signal.refresh_from_db()
    code = signal.subject.code
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    searching.catch_up(now=NOW)
    assert not SearchText.objects.filter(signal=signal).exists()
    # Of what it had to do with others nothing stays behind in their words.
    words = {each for row in SearchText.objects.all() for each in (row.shown + " " + row.words).split()}
    assert "geheim" not in words
    for part in OUTSIDE:
        client = log_in(part)
        assert code not in found(client, SECRET) | found(client, "geheim") | found(client, "school")
        assert client.get(reverse("signals:search"), {"q": code}).status_code == 200
        assert code not in looked_up(client, "Fatima")
    assert found(log_in("carer"), SECRET) == set()
    assert code in looked_up(log_in("carer"), "Fatima")
