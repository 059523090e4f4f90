"""A resident reports in three steps, without an account and without JavaScript."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from PIL import Image

from wijkwerk.ground.areas.models import Street
from wijkwerk.ground.kit.models import Outbox
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.models import Draft, Signal
from wijkwerk.work.signals.public import limits
from wijkwerk.work.signals.public import urls as public_urls
from wijkwerk.work.signals.public.drafts import COOKIE
from wijkwerk.work.signals.public.limits import LIMITS

WHAT = {"text": "De auto rijdt hier veel te hard.", "kind": "worry", "theme": "verkeer"}
WHERE = {"words": "Lindelaan"}
WHO = {"name": "Fatima", "contact": "email", "email": "fatima@example.org"}
BSN = "111222333"


@pytest.fixture
def walk(client, town):
    """Take the steps up to the last one; returns what the last page must send back."""

    def go(what=None, where=None):
        assert client.post("/melden/", WHAT | (what or {})).status_code == 302
        assert client.post("/melden/waar/", where or WHERE).status_code == 302
        page = client.get("/melden/wie/")
        assert page.status_code == 200
        return {"seen": page.context["seen"]}

    return go


def jpeg():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    file.seek(0)
    file.name = "foto.jpg"
    return file


def the_signal():
    return Signal.objects.select_related("subject", "owner_team").get()


def test_three_steps_make_a_signal_with_owner_receipt_and_link(client, walk):
    done = client.post("/melden/wie/", WHO | walk(), follow=True)
    signal = the_signal()
    assert done.redirect_chain[-1][0] == "/melden/klaar/"
    assert signal.owner_team.key == "verkeer"
    assert signal.text == WHAT["text"]
    assert (signal.precise, signal.words) == ("street", "Lindelaan")
    page = done.content.decode()
    assert signal.subject.code in page
    assert signal.owner_team.name in page
    assert client.get(done.context["link"]).status_code == 200
    assert Letter.objects.get().address == "fatima@example.org"


def test_the_receipt_can_be_loaded_again_without_a_session(client, walk):
    client.post("/melden/wie/", WHO | walk())
    first, second = client.get("/melden/klaar/"), client.get("/melden/klaar/")
    assert first.context["link"] == second.context["link"] != ""
    assert "wijkwerk" not in client.cookies
    assert "no-store" in second["Cache-Control"]


def test_after_sending_the_draft_holds_nothing_that_was_typed(client, walk):
    client.post("/melden/wie/", WHO | walk())
    assert set(Draft.objects.get().given) == {"done"}


def test_sending_twice_makes_one_signal_and_shows_one_receipt(client, walk):
    given = WHO | walk()
    first = client.post("/melden/wie/", given, follow=True).context["link"]
    second = client.post("/melden/wie/", given, follow=True).context["link"]
    assert Signal.objects.count() == Asker.objects.count() == Letter.objects.count() == 1
    assert first == second


def test_two_presses_at_once_make_one_signal(client, walk):
    given = WHO | walk()
    before = Draft.objects.get().given
    client.post("/melden/wie/", given)
    # The second request read the draft before the first had sent it.
    Draft.objects.update(given=before)
    second = client.post("/melden/wie/", given, follow=True)
    assert second.redirect_chain[-1][0] == "/melden/klaar/"
    assert Signal.objects.count() == Asker.objects.count() == 1


def test_after_the_receipt_a_new_report_can_begin(client, walk):
    client.post("/melden/wie/", WHO | walk())
    assert client.get("/melden/").context["form"].initial == {"kind": "report"}
    client.post("/melden/wie/", WHO | walk(what={"text": "Iets anders"}))
    assert Signal.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        ("text", {"text": " "}, "Schrijf in een paar woorden wat er is."),
        ("text", {"text": "x" * 4001}, "te lang"),
        ("text", {"text": f"Mijn nummer is {BSN}."}, "burgerservicenummer"),
        ("text", {"text": "a\x00b"}, ""),
        ("kind", {"kind": ""}, "Kies wat voor bericht"),
        ("kind", {"kind": "order"}, "Kies wat voor bericht"),
        ("theme", {"theme": ""}, "Kies waar het over gaat."),
        ("theme", {"theme": "<b>"}, "Kies waar het over gaat."),
    ],
)
def test_step_one_says_at_the_field_what_is_wrong(client, town, field, given, words):
    page = client.post("/melden/", WHAT | given)
    assert page.status_code == 422
    assert words in page.context["form"].errors[field][0]
    assert f'id="id_{field}_error"' in page.content.decode()
    assert Draft.objects.count() == 0


def test_the_first_page_says_what_the_form_is_not_for(client, town):
    page = client.get("/melden/").content.decode()
    for word in ("112", "Klacht", "Bezwaar", "handhaving", "Woo", "AVG"):
        assert word in page


def test_what_was_typed_is_still_there_a_step_back_and_a_day_later(client, walk):
    walk()
    assert WHAT["text"] in client.get("/melden/").content.decode()
    assert client.get("/melden/waar/").context["form"].initial["words"] == "Lindelaan"
    Draft.objects.update(expires_at=Draft.objects.get().expires_at - timedelta(hours=25))
    assert client.get("/melden/wie/")["Location"] == "/melden/"


def test_the_cookie_is_for_the_server_only_and_its_token_is_not_stored(client, town):
    client.post("/melden/", WHAT)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["path"] == "/melden/"
    assert cookie.value not in repr(Draft.objects.values().get())


def test_a_draft_of_one_municipality_is_no_draft_in_another(client, town, other_town):
    client.post("/m/GM9902/melden/", WHAT)
    token = client.cookies[COOKIE].value
    client.cookies.clear()
    client.cookies[COOKIE] = token
    assert client.get("/m/GM9902/melden/waar/").status_code == 200
    assert client.get("/m/GM9903/melden/waar/").status_code == 302


def test_no_step_can_be_skipped(client, town):
    assert client.get("/melden/wie/")["Location"] == "/melden/"
    assert client.get("/melden/klaar/")["Location"] == "/melden/"
    client.post("/melden/", WHAT)
    assert client.post("/melden/wie/", WHO)["Location"] == "/melden/waar/"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("words", {}),
        ("words", {"words": f"huis van {BSN}"}),
        ("words", {"words": "x" * 301}),
        ("area", {"area": "../../etc"}),
        ("lon", {"lon": "nan", "lat": "52"}),
        ("lat", {"lon": "5", "lat": "9e9"}),
    ],
)
def test_step_two_says_what_is_wrong(client, town, field, given):
    client.post("/melden/", WHAT)
    page = client.post("/melden/waar/", given)
    assert page.status_code == 422
    assert field in page.context["form"].errors


def add_street(town, name):
    return Street.objects.create(
        municipality=town.municipality,
        name=name,
        search=name.lower(),
        area=town.areas["Beukbuurt"],
        lon=5.36,
        lat=52.76,
    )


def test_several_places_are_offered_and_the_chosen_one_counts(client, town, walk):
    other = add_street(town, "Lindelaan Oost")
    client.post("/melden/", WHAT)
    page = client.post("/melden/waar/", {"words": "lindel", "search": "ja"})
    assert page.status_code == 200
    assert "Wij vonden 2 plekken" in page.content.decode()
    assert client.post("/melden/waar/", {"words": "lindel"}).context["form"].errors["pick"]
    assert client.post("/melden/waar/", {"words": "lindel", "pick": str(other.pk)}).status_code == 302
    client.post("/melden/wie/", WHO | {"seen": client.get("/melden/wie/").context["seen"]})
    assert the_signal().area_path == town.areas["Beukbuurt"].path


def test_none_of_the_places_keeps_the_words(client, town, walk):
    add_street(town, "Lindelaan Oost")
    client.post("/melden/wie/", WHO | walk(where={"words": "lindel", "pick": "none"}))
    assert (the_signal().precise, the_signal().words) == ("none", "lindel")


def test_a_pin_goes_before_words(client, town, walk):
    client.post("/melden/wie/", WHO | walk(where={"words": "Lindelaan", "lon": "5.38", "lat": "52.78"}))
    signal = the_signal()
    assert (signal.precise, signal.area_path) == ("point", town.areas["Beukbuurt"].path)


def test_a_pin_that_a_search_put_there_gives_way_to_new_words(client, town, walk):
    add_street(town, "Beukstraat")
    put = {"lon": "5.32", "lat": "52.77", "put": "5.32,52.77"}
    client.post("/melden/wie/", WHO | walk(where={"words": "Beukstraat", **put}))
    assert the_signal().area_path == town.areas["Beukbuurt"].path


def test_somewhere_in_an_area_is_enough(client, town, walk):
    path = town.areas["Zuid"].path
    client.post("/melden/wie/", WHO | walk(where={"area": path}))
    assert (the_signal().precise, the_signal().area_path, the_signal().lon) == ("area", path, None)


def test_a_place_outside_the_municipality_is_taken_in(client, town, walk):
    client.post("/melden/wie/", WHO | walk(where={"lon": "4.9", "lat": "52.3"}))
    assert (the_signal().precise, the_signal().area_path) == ("outside", "")


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("contact", {"contact": ""}),
        ("email", {"email": ""}),
        ("email", {"email": "fatima"}),
        ("email", {"email": "a@b.nl\r\nBcc: c@d.nl"}),
        ("post", {"contact": "post", "email": ""}),
        ("phone", {"contact": "phone", "phone": "bel mij"}),
        ("name", {"name": f"Fatima {BSN}"}),
    ],
)
def test_step_three_says_at_the_field_what_is_wrong_and_loses_nothing(client, walk, field, given):
    page = client.post("/melden/wie/", WHO | walk() | given)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert Signal.objects.count() == 0
    assert Draft.objects.get().given["what"]["text"] == WHAT["text"]
    assert client.get("/melden/wie/").context["form"].initial["name"].startswith("Fatima")


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"contact": "none", "email": "niet een adres"}, ""),
        ({"contact": "post", "post": "Lindelaan 3\n1234 AB Testwoude"}, "Lindelaan 3\n1234 AB Testwoude"),
        ({"contact": "phone", "phone": "+31 6 12345678"}, "+31 6 12345678"),
    ],
)
def test_one_can_be_reached_in_the_way_one_chooses(client, walk, given, address):
    client.post("/melden/wie/", WHO | walk() | given)
    assert (Asker.objects.get().contact, Asker.objects.get().address.replace("\r", "")) == (
        given["contact"],
        address,
    )


def test_a_photo_stays_with_the_draft_when_another_field_is_wrong(client, walk):
    seen = walk()
    page = client.post("/melden/wie/", WHO | seen | {"email": "", "photo": jpeg()})
    assert page.status_code == 422
    assert "Wij hebben uw foto" in page.content.decode()
    client.post("/melden/wie/", WHO | seen)
    photo = Attachment.objects.get()
    assert (photo.subject_id, photo.draft) == (the_signal().pk, None)
    assert Outbox.objects.filter(kind="photo", done_at=None).count() == 1


def test_a_photo_can_be_taken_away_again(client, walk):
    seen = walk()
    client.post("/melden/wie/", WHO | seen | {"email": "", "photo": jpeg()})
    assert client.post("/melden/wie/", WHO | seen | {"drop_photo": "ja"}).status_code == 302
    assert Attachment.objects.count() == Signal.objects.count() == 0


def test_what_is_no_photo_is_refused_at_the_field(client, walk):
    file = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    file.name = "foto.jpg"
    page = client.post("/melden/wie/", WHO | walk() | {"photo": file})
    assert page.status_code == 422
    assert "geen foto" in page.context["form"].errors["photo"][0]
    assert Attachment.objects.count() == 0


def test_care_goes_straight_to_the_care_line(client, town, walk):
    seen = walk(what={"care": "on"})
    assert 'type="file"' not in client.get("/melden/wie/").content.decode()
    done = client.post("/melden/wie/", WHO | seen | {"photo": jpeg()}, follow=True)
    signal = the_signal()
    assert (signal.visibility, signal.owner_team.key, signal.published_at) == ("care", "zorg", None)
    assert "zorgteam" in done.content.decode()
    assert Attachment.objects.count() == 0


def test_a_telephone_number_in_the_text_is_a_hint_and_no_refusal(client, walk):
    text = {"text": "Bel mij op 06-12345678."}
    hint = client.post("/melden/", WHAT | text)
    assert (hint.status_code, "Hier staat een telefoonnummer" in hint.content.decode()) == (200, True)
    walk(what=text | {"warned": hint.context["form"].warned})
    page = client.get("/melden/wie/").content.decode()
    assert "In uw tekst staat een telefoonnummer" in page
    walk()
    assert "In uw tekst staat een telefoonnummer" not in client.get("/melden/wie/").content.decode()


def test_a_page_that_shows_an_older_text_does_not_send_the_newer_one(client, walk):
    old = walk()
    walk(what={"text": "Iets heel anders"})
    page = client.post("/melden/wie/", WHO | old)
    assert page.status_code == 422
    assert "ander venster" in page.content.decode()
    assert Signal.objects.count() == 0


def test_sending_stays_within_twenty_queries(client, walk, django_assert_max_num_queries):
    given = WHO | walk()
    with django_assert_max_num_queries(20):
        client.post("/melden/wie/", given)
    assert Signal.objects.count() == 1


@pytest.mark.parametrize(
    ("what", "url"),
    [("report", "/melden/"), ("report_where", "/melden/waar/"), ("report_who", "/melden/wie/")],
)
def test_too_often_is_429_with_whom_to_call(client, town, monkeypatch, what, url):
    monkeypatch.setitem(LIMITS, what, limits.Limit(2))
    for _ in range(2):
        assert client.post(url, {}).status_code != 429
    page = client.post(url, {}, headers={"X-Forwarded-For": "203.0.113.9"})
    assert page.status_code == 429
    assert "14 0000" in page.content.decode()
    assert client.get(url).status_code != 429
    assert client.post(url, {}, REMOTE_ADDR="203.0.113.9").status_code != 429


def test_behind_our_own_proxy_its_entry_counts_and_not_what_the_client_wrote(
    client, town, monkeypatch, settings
):
    settings.BEHIND_PROXY = True
    monkeypatch.setitem(LIMITS, "report", limits.Limit(1))
    codes = [
        client.post(
            "/melden/", {}, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.7"}
        ).status_code
        for number in range(2)
    ]
    assert codes == [422, 429]


def test_photos_have_a_limit_of_their_own(client, walk, monkeypatch):
    monkeypatch.setitem(LIMITS, "photo_day", limits.Limit(1, 1440))
    seen = walk()
    assert client.post("/melden/wie/", WHO | seen | {"email": "", "photo": jpeg()}).status_code == 422
    assert client.post("/melden/wie/", WHO | seen | {"photo": jpeg()}).status_code == 429


@pytest.mark.parametrize("pattern", public_urls.urlpatterns, ids=lambda pattern: pattern.name)
def test_every_write_of_a_stranger_has_a_limit(client, town, pattern):
    given = {"code": "x", "token": "x", "photo": town.municipality.pk}
    names = {name for name in given if f":{name}>" in str(pattern.pattern)}
    url = reverse(f"signals:{pattern.name}", kwargs={name: given[name] for name in names})
    writes = client.post(url).status_code != 405
    assert not writes or pattern.callback.limit in LIMITS


def test_what_a_resident_types_cannot_become_markup(client, walk):
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    walk(what={"text": evil}, where={"words": evil})
    page = client.get("/melden/wie/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
