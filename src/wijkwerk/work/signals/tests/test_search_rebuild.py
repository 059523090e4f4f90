"""`wijkwerk signals index` makes the words of every signal anew, and the keys by which askers are looked up."""

from typing import Any

import pytest

from wijkwerk.config import cli
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models import SearchText

pytestmark = pytest.mark.django_db


def test_all_words_and_keys_are_made_anew_but_those_of_care(
    town: Town, other_town: Town, capsys: Any
) -> None:
    signals = [town.signal(), town.signal(), other_town.signal()]
    town.signal(care=True)
    before = list(SearchText.objects.order_by("signal").values_list("signal", "shown", "words"))
    SearchText.objects.all().delete()
    Asker.objects.update(name_key="", last_key="")
    assert cli.main(["signals", "index"]) == 0
    assert "signals = 3" in capsys.readouterr().out
    assert list(SearchText.objects.order_by("signal").values_list("signal", "shown", "words")) == before
    assert len(before) == len(signals)
    assert set(Asker.objects.values_list("name_key", flat=True)) == {"fatima"}


def test_one_municipality_can_be_named_and_an_unknown_one_is_said(
    town: Town, other_town: Town, capsys: Any
) -> None:
    signal = town.signal()
    other_town.signal()
    SearchText.objects.all().delete()
    assert cli.main(["signals", "index", "--municipality", "GM9902"]) == 0
    assert list(SearchText.objects.values_list("signal", flat=True)) == [signal.pk]
    assert cli.main(["signals", "index", "--municipality", "GM0000"]) == 2
    assert "no municipality GM0000" in capsys.readouterr().err
