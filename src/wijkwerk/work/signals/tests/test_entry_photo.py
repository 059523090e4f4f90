"""On a walk a colleague takes a photo with the signal; it stays when a field is wrong, and is nobody else's (Q4, D4, D8)."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.subjects.models import Attachment
from wijkwerk.testing_cast import Town
from wijkwerk.work.signals.models import Signal

FORM = {
    "via": "walk", "text": "De lantaarn bij de brug is kapot.", "theme": "verlichting", "kind": "report",
    "place": "Lindelaan", "contact": "none", "once": "een",
}  # fmt: skip


def picture(content: bytes | None = None) -> SimpleUploadedFile:
    """A photo as a telephone makes it, or a file that only says so."""
    made = io.BytesIO()
    Image.effect_noise((64, 48), 60).convert("RGB").save(made, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", content or made.getvalue(), "image/jpeg")


def send(client: Any, **given: Any) -> Any:
    return client.post(reverse("signals:enter"), FORM | given)


def test_the_photo_comes_with_the_signal_and_is_made_anew(
    town: Town, log_in: Any, settings: Any, tmp_path: Any
):
    """Colleagues who may see the signal see it, once the worker made it anew."""
    settings.MEDIA_ROOT = tmp_path
    client = log_in("owner")
    assert send(client, photo=picture()).status_code == 302
    signal = Signal.objects.get()
    photo = Attachment.objects.get()
    assert (photo.subject_id, photo.draft, photo.state) == (signal.pk, None, "quarantine")
    page = client.get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    assert "ww-photo" not in page
    while outbox.do_due(now=signal.received_at.replace(year=2027)):
        pass
    page = client.get(reverse("signals:detail", args=[signal.subject.code])).content.decode()
    assert "ww-photo" in page


def test_a_wrong_field_does_not_lose_the_photo(town: Town, log_in: Any, settings: Any, tmp_path: Any):
    """A browser forgets a chosen file; we do not."""
    settings.MEDIA_ROOT = tmp_path
    client = log_in("owner")
    answer = send(client, text="", photo=picture())
    assert answer.status_code == 422
    assert "De foto is binnen." in answer.content.decode()
    assert send(client).status_code == 302
    assert Attachment.objects.get().subject_id == Signal.objects.get().pk


def test_a_second_photo_takes_the_place_of_the_first(town: Town, log_in: Any, settings: Any, tmp_path: Any):
    """One photo for one signal."""
    settings.MEDIA_ROOT = tmp_path
    client = log_in("owner")
    send(client, text="", photo=picture())
    send(client, photo=picture())
    assert Attachment.objects.count() == 1
    assert Attachment.objects.get().subject_id == Signal.objects.get().pk


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)>", b"%PDF-1.7", b"GIF89a" + b"x" * 30, b"PK\x03\x04zip"]
)
def test_what_is_no_photo_is_said_at_its_field(
    town: Town, log_in: Any, settings: Any, tmp_path: Any, content
):
    """Whatever the name says; what was typed stays and nothing is made."""
    settings.MEDIA_ROOT = tmp_path
    answer = send(log_in("owner"), photo=picture(content))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_photo_error"' in page
    assert FORM["text"] in page
    assert not Signal.objects.exists()
    assert not Attachment.objects.exists()


def test_one_does_not_get_the_photo_of_another_by_the_same_key(
    town: Town, log_in: Any, settings: Any, tmp_path: Any
):
    """A photo that waits belongs to who sent it, though another form has the same key."""
    settings.MEDIA_ROOT = tmp_path
    send(log_in("owner"), text="", photo=picture())
    assert send(log_in("intake")).status_code == 302
    assert Attachment.objects.get().subject_id is None


def test_of_care_no_photo_is_kept(town: Town, log_in: Any, settings: Any, tmp_path: Any):
    """The same as in the form for everybody."""
    settings.MEDIA_ROOT = tmp_path
    assert send(log_in("owner"), care="on", photo=picture()).status_code == 302
    assert not Attachment.objects.exists()
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("who", ["resident", "alderman", "keeper", "group"])
def test_who_does_not_enter_leaves_no_file(town: Town, log_in: Any, settings: Any, tmp_path: Any, who):
    """A 404, before anything is written."""
    settings.MEDIA_ROOT = tmp_path
    assert send(log_in(who), photo=picture()).status_code == 404
    assert not Attachment.objects.exists()
    assert list(tmp_path.rglob("*")) == []
