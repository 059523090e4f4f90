"""A theme is suggested only when it was measured to be right often enough; never from care, never chosen for anybody (D8)."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from wijkwerk.testing_cast import NOW, Town
from wijkwerk.work.signals.actions import care
from wijkwerk.work.signals.finding import learning
from wijkwerk.work.signals.finding.learning import learn, learn_nightly, suggestion
from wijkwerk.work.signals.intake import NewSignal, report_many
from wijkwerk.work.signals.models import Signal, ThemeModel
from wijkwerk.work.signals.tests.handing_cast import OWNERS, settle

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
WORDS = {
    "verlichting": ["lantaarn kapot", "donker op het pad", "lamp brandt niet", "lantaarnpaal scheef"],
    "afval": ["container vol", "vuilnis naast de bak", "zwerfvuil op het plein", "container stinkt"],
    "groen": ["tak hangt laag", "onkruid hoog", "boom dood", "heg over de stoep"],
}
SOME = ["bij de school", "in onze straat", "al een week", "achter het huis", "bij nummer 4", "sinds gisteren"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    monkeypatch.setattr(learning, "_kept", {})


def remember(town: Town, number: int, *, clear: bool = True, more: str = "") -> list[Signal]:
    """History: clear = the words tell the theme, else they say nothing of it."""
    dice = random.Random(3)
    many = []
    for each in range(number):
        theme = dice.choice(list(WORDS))
        told = theme if clear else dice.choice(list(WORDS))
        text = f"{dice.choice(WORDS[told])} {dice.choice(SOME)} {more}"
        at = NOW - timedelta(hours=number - each)
        many.append(NewSignal(theme=theme, kind="report", text=text, received_at=at))
    return report_many(municipality=town.municipality, many=many, by=None, now=NOW)


def test_it_suggests_what_the_own_history_says_and_says_why(town: Town) -> None:
    remember(town, 400)
    made = learn(town.municipality, NOW)
    assert made.measured["right"] >= 0.8 * made.measured["suggested"] > 0
    found = suggestion(town.municipality, "De lantaarns branden niet, het is er donker.")
    assert found is not None
    assert found.theme == "verlichting"
    assert "lantaarn" in found.because


def test_nothing_is_suggested_from_too_little(town: Town) -> None:
    remember(town, 299)
    assert learn(town.municipality, NOW).threshold is None
    assert suggestion(town.municipality, "De lantaarn is kapot") is None


def test_nothing_is_suggested_when_it_is_wrong_too_often_and_the_measure_is_kept(town: Town) -> None:
    remember(town, 400, clear=False)
    made = learn(town.municipality, NOW)
    assert (made.threshold, made.model) == (None, {})
    assert made.measured["of"] == 80
    assert suggestion(town.municipality, "De lantaarn is kapot") is None


def test_the_settings_put_it_out_at_once(town: Town) -> None:
    remember(town, 400)
    learn(town.municipality, NOW)
    settle(town, suggesting={"themes": False, "wanted": 0.8})
    assert suggestion(town.municipality, "De lantaarn is kapot") is None
    assert learn(town.municipality, NOW).model == {}


def test_care_and_what_was_erased_teach_nothing(town: Town) -> None:
    secret = remember(town, 40, more="mevrouw Kwetsbaar")
    remember(town, 400)
    for signal in secret[:20]:
        care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    Signal.objects.filter(pk__in=[each.pk for each in secret[20:]]).update(erased_at=NOW)
    made = learn(town.municipality, NOW)
    assert made.signals == 400
    assert "kwetsbaar" not in str(made.model)


def test_the_theme_of_today_counts_and_one_that_is_no_longer_offered_does_not(town: Town) -> None:
    remember(town, 600)
    Signal.objects.filter(theme="verlichting").update(theme="veiligheid")
    Signal.objects.filter(theme="afval").update(theme="van_vroeger")
    assert set(learn(town.municipality, NOW).model["themes"]) == {"veiligheid", "groen"}


def test_it_learns_once_a_night_for_each_municipality(town: Town, other_town: Town) -> None:
    assert [learn_nightly(now=NOW) for _ in range(3)] == [1, 1, 0]
    assert [learn_nightly(now=NOW + timedelta(days=1)) for _ in range(3)] == [1, 1, 0]
    assert ThemeModel.objects.count() == 2


def test_another_municipality_learns_nothing_of_it(town: Town, other_town: Town) -> None:
    remember(town, 400)
    learn(town.municipality, NOW)
    learn(other_town.municipality, NOW)
    assert suggestion(other_town.municipality, "De lantaarn is kapot") is None


def test_a_newer_model_is_used_at_once(town: Town) -> None:
    remember(town, 400)
    learn(town.municipality, NOW)
    assert suggestion(town.municipality, "De lantaarn is kapot") is not None
    Signal.objects.filter(theme="verlichting").update(theme="veiligheid")
    learn(town.municipality, NOW + timedelta(days=1))
    found = suggestion(town.municipality, "De lantaarn is kapot")
    assert found is not None
    assert found.theme == "veiligheid"


def test_the_form_hints_with_a_link_and_changes_nothing_itself(town: Town, log_in: LogIn) -> None:
    remember(town, 400)
    learn(town.municipality, NOW)
    signal = town.signal(text="De lantaarn brandt niet en het is donker.")
    client, address = log_in("traffic"), reverse("signals:classify", args=[signal.subject.code])
    page = client.get(address).content.decode()
    assert "Past beter bij: " in page
    assert "?thema=verlichting" in page
    assert 'value="verkeer" selected' in page
    right = town.signal(text="De lantaarn brandt niet en het is donker.", theme="verlichting")
    address = reverse("signals:classify", args=[right.subject.code])
    assert "Past beter bij: " not in log_in("member").get(address).content.decode()


def test_the_entry_form_hints_when_asked_and_keeps_all_that_was_typed(town: Town, log_in: LogIn) -> None:
    remember(town, 400)
    learn(town.municipality, NOW)
    before = Signal.objects.count()
    typed = {"via": "counter", "text": "De lantaarn brandt niet.", "theme": "wonen", "kind": "idea"}
    typed |= {"place": "Lindelaan 4", "name": "Mevrouw De Boer", "contact": "none", "once": "one"}
    client, address = log_in("intake"), reverse("signals:enter")
    page = client.post(address, typed | {"suggest": "1"}).content.decode()
    assert "Kies Straatverlichting" in page or "Kies Verlichting" in page
    assert 'value="wonen" selected' in page
    page = client.post(address, typed | {"choose": "verlichting"}).content.decode()
    assert 'value="verlichting" selected' in page
    assert all(words in page for words in ("De lantaarn brandt niet.", "Lindelaan 4", "Mevrouw De Boer"))
    assert Signal.objects.count() == before
    assert client.post(address, typed | {"theme": "verlichting"}).status_code == 302
    assert "Past bij" not in client.post(address, typed | {"suggest": "1", "care": "on"}).content.decode()


@pytest.mark.parametrize(
    ("number", "clear", "words"),
    [(400, True, "U kiest altijd zelf"), (400, False, "te vaak ongelijk"), (10, True, "te weinig meldingen")],
)
def test_the_page_about_it_says_how_right_it_was(
    town: Town, log_in: LogIn, number: int, clear: bool, words: str
) -> None:
    remember(town, number, clear=clear)
    made = learn(town.municipality, NOW)
    page = log_in("traffic").get(reverse("signals:suggestion_about")).content.decode()
    assert words in page
    if made.measured:
        counts = made.measured
        assert f"Bij {counts['suggested']} van die {counts['of']} meldingen" in page
        assert f"waren er {counts['right']} goed" in page
        assert "Daarvan goed" in page
