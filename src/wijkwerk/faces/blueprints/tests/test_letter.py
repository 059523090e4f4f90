"""Letter texts on the screen: an example before saving, and what a letter may never lose."""

import pytest
from django.urls import reverse

from wijkwerk.faces.blueprints.tests.test_screens import newest, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def url():
    return reverse("blueprints:letter", args=["receipt"])


def test_the_page_shows_the_letter_as_the_asker_reads_it(cast, url):
    text = cast.client(cast.admin).get(url).content.decode()
    assert "Wij hebben uw melding: Losse tegel bij de school" in text
    assert "https://wijkwerk.example/spoor/voorbeeld/" in text
    assert "Gemeente Merwoude" in text


def test_an_example_shows_what_is_typed_and_saves_nothing(cast, url):
    client = cast.client(cast.admin)
    fields = typed(
        client.get(url), title="Hallo {title}", body="Nieuw: {team}\n{trace_link}", preview="1", why=""
    )
    answer = client.post(url, fields)
    assert answer.status_code == 200
    assert "Hallo Losse tegel bij de school" in answer.content.decode()
    assert "Nieuw: Wijkbeheer" in answer.content.decode()
    assert "data-ww-errors" not in answer.content.decode()
    assert newest(cast).number == 1
    again = typed(answer)
    assert again["body"].splitlines() == ["Nieuw: {team}", "{trace_link}"]
    assert client.post(url, again).status_code == 302
    assert newest(cast).raw["letters"]["receipt"]["title"] == "Hallo {title}"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"body": "Geen link"}, "body", "Zet {trace_link} in de brief."),
        ({"body": "{naam} {trace_link}"}, "body", "{naam} kennen wij niet."),
        ({"body": "{answer} {trace_link}"}, "body", "nog niet bekend"),
        ({"title": "Kijk op {trace_link}"}, "title", "niet in de titel"),
        ({"title": ""}, "title", "Vul dit in: Titel."),
        ({"body": "{trace_link}\x00"}, "body", ""),
    ],
)
def test_a_letter_that_does_not_hold_is_refused_at_its_field(cast, url, changed, field, sentence):
    client = cast.client(cast.admin)
    answer = client.post(url, typed(client.get(url), **changed))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert sentence in answer.content.decode()
    assert newest(cast).number == 1


def test_an_example_of_a_letter_that_cannot_be_read_still_gives_a_page(cast, url):
    client = cast.client(cast.admin)
    answer = client.post(url, typed(client.get(url), body="", preview="1"))
    assert answer.status_code == 200
    assert "Vul eerst de titel en de brief in." in answer.content.decode()


def test_a_hostile_letter_is_text_in_the_example(cast, url):
    client = cast.client(cast.admin)
    answer = client.post(
        url, typed(client.get(url), body="<img src=x onerror=alert(1)> {trace_link}", preview="1")
    )
    assert "<img src=x" not in answer.content.decode()


def test_line_ends_of_a_browser_become_plain(cast, url):
    client = cast.client(cast.admin)
    client.post(url, typed(client.get(url), body="Een\r\nTwee\r\n{trace_link}"))
    assert newest(cast).raw["letters"]["receipt"]["body"] == "Een\nTwee\n{trace_link}"


def test_two_letters_at_once_do_not_clash(cast, url):
    first, second = cast.client(cast.admin), cast.client(cast.second)
    other = reverse("blueprints:letter", args=["closed"])
    one, two = first.get(url), second.get(other)
    assert first.post(url, typed(one, title="Een")).status_code == 302
    assert second.post(other, typed(two, title="Twee")).status_code == 302
    letters = newest(cast).raw["letters"]
    assert (letters["receipt"]["title"], letters["closed"]["title"]) == ("Een", "Twee")


def test_one_letter_at_once_shows_both_texts(cast, url):
    first, second = cast.client(cast.admin), cast.client(cast.second)
    one, two = first.get(url), second.get(url)
    first.post(url, typed(one, title="Een"))
    answer = second.post(url, typed(two, title="Twee"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Brieven, Ontvangst van een melding, Titel" in text
    assert second.post(url, typed(answer)).status_code == 302
    assert newest(cast).raw["letters"]["receipt"]["title"] == "Twee"


@pytest.mark.parametrize("kind", ["nothing", "receipt2", "__class__"])
def test_an_unknown_letter_is_not_there(cast, kind):
    assert cast.client(cast.admin).get(f"/beheer/brieven/{kind}/").status_code == 404
