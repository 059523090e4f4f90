"""Who sees a photo: its reporter, staff who may see its signal, and strangers only after an act of staff (D4)."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from wijkwerk.ground.subjects import photos
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.testing_cast import NOW
from wijkwerk.work.answers.askers import NewAsker, link_token
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import care, publishing
from wijkwerk.work.signals.actions.publishing import PublicWords
from wijkwerk.work.signals.models import Draft, Signal
from wijkwerk.work.signals.public.drafts import COOKIE


def jpeg():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(file, "JPEG")
    return SimpleUploadedFile("foto.jpg", file.getvalue(), content_type="text/html")


@pytest.fixture
def signal(town):
    made = town.signal()
    return publishing.show(signal=made, words=PublicWords("Hard rijden"), by=town.people["owner"], now=NOW)


@pytest.fixture
def photo(town, signal):
    """Not made anew yet."""
    return photos.accept(upload=jpeg(), municipality=town.municipality, subject=signal.subject, now=NOW)


@pytest.fixture
def ready(photo):
    photos.reencode(photo=str(photo.pk), now=NOW)
    photo.refresh_from_db()
    return photo


def trace_url(signal, photo, role="reporter"):
    return f"/spoor/{link_token(Asker.objects.get(subject=signal.subject, role=role))}/foto/{photo.pk}/"


def public_url(signal, photo):
    return f"/melding/{signal.subject.code}/foto/{photo.pk}/"


def desk_url(photo):
    return f"/bureau/foto/{photo.pk}/"


def test_nothing_is_served_before_it_is_made_anew(client, town, signal, photo, log_in):
    assert client.get(trace_url(signal, photo)).status_code == 404
    assert log_in("traffic").get(desk_url(photo)).status_code == 404
    assert "controleren uw foto" in client.get(trace_url(signal, photo).split("foto")[0]).content.decode()


def test_the_reporter_sees_it_boxed_in(client, signal, ready):
    page = client.get(trace_url(signal, ready))
    assert page.status_code == 200
    assert page["Content-Type"] == "image/jpeg"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in page["Content-Security-Policy"]
    assert page["Content-Disposition"].startswith("inline")
    assert "no-store" in page["Cache-Control"]
    assert b"".join(page.streaming_content).startswith(b"\xff\xd8\xff")


def test_who_joined_does_not_see_it(client, signal, ready):
    actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Omar", "o@example.org"), now=NOW)
    url = trace_url(signal, ready, role="joined")
    assert client.get(url).status_code == 404
    assert "foto/" not in client.get(url.split("foto")[0]).content.decode()


def test_the_link_of_another_signal_does_not_open_it(client, town, signal, ready):
    other = town.signal()
    assert client.get(trace_url(other, ready)).status_code == 404


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("traffic", 200),
        ("owner", 200),
        ("intake", 200),
        ("alderman", 404),
        ("member", 404),
        ("elsewhere", 404),
        ("carer", 404),
        ("partner", 404),
        ("admin", 404),
        ("resident", 404),
    ],
)
def test_staff_see_it_when_they_may_see_the_signal(log_in, ready, part, status):
    assert log_in(part).get(desk_url(ready)).status_code == status


def test_a_stranger_sees_it_only_after_an_act_of_staff(client, town, signal, ready):
    assert client.get(desk_url(ready)).status_code == 404
    assert client.get(public_url(signal, ready)).status_code == 404
    Attachment.objects.update(public_at=NOW, public_by=town.people["owner"].pk)
    assert client.get(public_url(signal, ready)).status_code == 200
    assert public_url(signal, ready) in client.get(f"/melding/{signal.subject.code}/").content.decode()


def test_it_is_gone_for_all_but_the_care_line_when_it_turns_out_to_be_care(
    client, town, signal, ready, log_in
):
    Attachment.objects.update(public_at=NOW, public_by=town.people["owner"].pk)
    care.make_care(signal=signal, by=town.people["owner"], roles=frozenset({"staff"}), now=NOW)
    assert client.get(public_url(signal, ready)).status_code == 404
    assert client.get(trace_url(signal, ready)).status_code == 404
    assert log_in("traffic").get(desk_url(ready)).status_code == 404
    assert log_in("carer").get(desk_url(ready)).status_code == 200


def test_of_a_draft_only_its_own_browser_sees_it(client, town):
    client.post("/melden/", {"text": "Te hard", "kind": "worry", "theme": "verkeer"})
    photo = photos.accept(
        upload=jpeg(), municipality=town.municipality, draft=Draft.objects.get().pk, now=NOW
    )
    assert client.get("/melden/foto/").status_code == 404
    photos.reencode(photo=str(photo.pk), now=NOW)
    assert client.get("/melden/foto/").status_code == 200
    client.cookies[COOKIE] = "x"
    assert client.get("/melden/foto/").status_code == 404


def test_a_file_that_is_gone_is_404(client, signal, ready):
    photos.media(ready.stored).unlink()
    assert client.get(trace_url(signal, ready)).status_code == 404


def test_a_photo_of_another_municipality_is_not_there(town, ready, other_town, log_in):
    client = log_in("owner", other_town)
    assert client.get(f"/m/GM9903{desk_url(ready)}").status_code == 404
    assert Signal.objects.count() == 1
