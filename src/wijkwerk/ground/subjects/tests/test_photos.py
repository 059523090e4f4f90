"""Photos of strangers: whatever is sent, only a fresh JPEG without metadata ever comes out (RELIABILITY 14)."""

import io
import os
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from wijkwerk.ground.kit import outbox
from wijkwerk.ground.subjects import photos
from wijkwerk.ground.subjects.models import Attachment, PhotoState
from wijkwerk.testing_cast import NOW

SCRIPT = b"<script>alert(1)</script><?php system($_GET['c']); ?>"
MEGABYTE = 1024 * 1024


def picture(form="JPEG", size=(64, 48), mode="RGB", **options):
    file = io.BytesIO()
    Image.new(mode, size, "red" if mode != "P" else 3).save(file, form, **options)
    return file.getvalue()


def with_gps():
    exif = Image.Exif()
    exif[0x010F] = "Camera van Kees"
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 13.0, 7.0), 3: "E", 4: (5.0, 58.0, 1.0)})
    return picture(exif=exif, comment=b"Kees was hier", icc_profile=b"icc" * 40, dpi=(300, 300))


def with_xmp():
    return picture(xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><gps>52.2</gps></x:xmpmeta>")


def png_with_words():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "<gps>52.2</gps>")
    info.add_text("Author", "Kees")
    return picture("PNG", pnginfo=info, exif=Image.Exif())


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_flood(width, height, body=b""):
    """A header that promises more than there is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(body))
        + chunk(b"IEND", b"")
    )


def png_text_bomb():
    plain = picture("PNG")
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 80 * MEGABYTE, 9))
    return plain[:33] + bomb + plain[33:]


def jpeg_flood():
    """A small file whose header says 65,000 by 65,000."""
    plain = bytearray(picture())
    at = plain.index(b"\xff\xc0")
    plain[at + 5 : at + 9] = struct.pack(">HH", 65000, 65000)
    return bytes(plain)


def moving(form):
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    file = io.BytesIO()
    frames[0].save(file, form, save_all=True, append_images=frames[1:])
    return file.getvalue()


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom", b"0" * 20 * MEGABYTE)
    return file.getvalue()


def gif_bomb():
    return (
        b"GIF89a"
        + struct.pack("<HH", 65535, 65535)
        + b"\x80\x00\x00"
        + b"\x00" * 6
        + b","
        + b"\x00" * 4
        + b"\xff" * 4
    )


def heic():
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200


def webp_lies():
    plain = bytearray(picture("WEBP"))
    plain[4:8] = struct.pack("<I", 2**31 - 1)
    return bytes(plain)


WHOLE = picture(size=(640, 480))
# name -> (bytes, what becomes of it): ready = made anew; refused = by the worker; no = not taken in at all
FILES = {
    "gps.jpg": (with_gps(), "ready"),
    "xmp.jpg": (with_xmp(), "ready"),
    "words.png": (png_with_words(), "ready"),
    "script_behind.jpg": (picture() + SCRIPT, "ready"),
    "zip_behind.jpg": (picture() + zipped()[:5000], "ready"),
    "pdf_behind.jpg": (picture() + b"%PDF-1.7 1 0 obj", "ready"),
    "html_in_comment.jpg": (picture(comment=SCRIPT), "ready"),
    "jpeg_called.png": (picture(), "ready"),
    "png_called.jpg": (picture("PNG"), "ready"),
    "webp.webp": (picture("WEBP"), "ready"),
    "alpha.png": (picture("PNG", mode="RGBA"), "ready"),
    "palette.png": (picture("PNG", mode="P"), "ready"),
    "deep.png": (picture("PNG", mode="I;16"), "ready"),
    "cmyk.jpg": (picture(mode="CMYK"), "ready"),
    "grey.jpg": (picture(mode="L"), "ready"),
    "one_pixel.png": (picture("PNG", size=(1, 1)), "ready"),
    "thin.jpg": (picture(size=(20_000, 2)), "ready"),
    "apng.png": (moving("PNG"), "ready"),
    "moving.webp": (moving("WEBP"), "ready"),
    "../../etc/passwd.jpg": (picture(), "ready"),
    "..\\..\\boot.jpg": (picture(), "ready"),
    "foto\u202egpj.exe": (picture(), "ready"),
    "a" * 300 + ".jpg": (picture(), "ready"),
    "truncated.jpg": (WHOLE[: len(WHOLE) // 2], "refused"),
    "header_only.jpg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "refused"),
    "jpeg_flood.jpg": (jpeg_flood(), "refused"),
    "png_flood.png": (png_flood(60_000, 60_000), "refused"),
    "png_flood_zero.png": (png_flood(0, 5), "refused"),
    "png_short.png": (png_flood(4000, 4000, b"\x00" * 100), "refused"),
    "text_bomb.png": (png_text_bomb(), "refused"),
    "too_many_pixels.jpg": (picture(size=(8000, 6500)), "refused"),
    "too_many_pixels.png": (picture("PNG", size=(6000, 5000)), "refused"),
    "lies.webp": (webp_lies(), "either"),
    "html_as.jpg": (b"\xff\xd8\xff" + SCRIPT, "refused"),
    "svg_as.jpg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no"),
    "page.html": (b"<!DOCTYPE html>" + SCRIPT, "no"),
    "too_heavy.jpg": (picture() + b"\x00" * 21 * MEGABYTE, "no"),
    "moving.gif": (moving("GIF"), "no"),
    "bomb.gif": (gif_bomb(), "no"),
    "bomb.zip": (zipped(), "no"),
    "scan.tiff": (picture("TIFF"), "no"),
    "picture.bmp": (picture("BMP"), "no"),
    "iphone.heic": (heic(), "no"),
    "iphone_as.jpg": (heic(), "no"),
    "nothing.jpg": (b"", "no"),
    "gif_and_html.jpg": (b"GIF89a/*" + SCRIPT, "no"),
    "mvg.jpg": (b"push graphic-context\nfill 'url(https://example.org/x.jpg|ls)'", "no"),
    "eps.jpg": (b"%!PS-Adobe-3.0 EPSF-3.0", "no"),
}


@pytest.fixture
def send(town):
    """Take a file in, as from a form."""

    def go(name, data, draft=None):
        upload = SimpleUploadedFile(name, data, content_type="image/jpeg")
        return photos.accept(upload=upload, municipality=town.municipality, draft=draft or uuid4(), now=NOW)

    return go


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """Let the worker do what is due."""

    def go():
        with django_capture_on_commit_callbacks(execute=True):
            return outbox.do_due(now=NOW)

    return go


def test_there_are_more_than_thirty_attacks():
    assert len(FILES) > 30


@pytest.mark.parametrize("name", FILES, ids=lambda name: name[:20])
def test_only_a_fresh_jpeg_without_metadata_comes_out(send, work, name):
    data, outcome = FILES[name]
    if outcome == "no":
        with pytest.raises(photos.NotAPhoto):
            send(name, data)
        assert not Attachment.objects.exists()
        return
    photo = send(name, data)
    quarantine = photos.media(photo.stored)
    assert work() == 1
    photo.refresh_from_db()
    assert not quarantine.exists()
    if outcome != "either":
        assert photo.state == outcome
    if photo.state == PhotoState.REFUSED:
        assert photo.problem.endswith(".")
        assert photo.stored == ""
    else:
        looks_clean(photo)


def looks_clean(photo):
    path = photos.media(photo.stored)
    raw = path.read_bytes()
    assert path.parent.name == str(photo.municipality_id)
    assert raw.startswith(b"\xff\xd8\xff")
    for trace in (
        b"Exif",
        b"http://ns.adobe.com",
        b"xmpmeta",
        b"ICC_PROFILE",
        b"<script",
        b"php",
        b"Kees",
        b"PK\x03",
        b"%PDF",
    ):
        assert trace not in raw
    with Image.open(path) as made:
        made.load()
        assert made.format == "JPEG"
        assert made.size == (photo.width, photo.height)
        assert max(made.size) <= 2048
        assert not made.getexif()
        assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert photo.bytes == len(raw)


def test_a_photo_that_lies_on_its_side_is_put_upright(send, work):
    photo = send("gps.jpg", with_gps())
    work()
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (48, 64)


def test_see_through_becomes_white(send, work):
    clear = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(clear, "PNG")
    photo = send("clear.png", clear.getvalue())
    work()
    photo.refresh_from_db()
    with Image.open(photos.media(photo.stored)) as made:
        assert min(made.convert("RGB").getpixel((4, 4))) > 250


def test_the_name_of_the_file_is_never_used(send, town):
    photo = send("../../etc/passwd.jpg", picture())
    path = photos.media(photo.stored).resolve()
    assert path.parent == photos.media("quarantine").resolve()
    assert path.name == str(photo.pk)
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_a_second_photo_takes_the_place_of_the_first(send, django_capture_on_commit_callbacks):
    draft = uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        first = send("een.jpg", picture(), draft)
        second = send("twee.jpg", picture(), draft)
    assert list(Attachment.objects.all()) == [second]
    assert not photos.media(first.stored).exists()
    assert photos.media(second.stored).exists()


def test_a_hundred_in_a_row_leave_nothing_behind(send, work, django_capture_on_commit_callbacks):
    draft = uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(100):
            send(f"{number}.jpg", picture(size=(8, 8)), draft)
    assert Attachment.objects.count() == 1
    mine = {str(pk) for pk in Attachment.objects.values_list("pk", flat=True)}
    assert {path.name for path in photos.media("quarantine").iterdir()} & mine == mine
    # The ninety-nine whose photo is gone have nothing to do.
    assert work() == 100
    assert Attachment.objects.get().state == PhotoState.READY


def test_a_worker_that_was_killed_halfway_starts_again(send, work, monkeypatch):
    photo = send("foto.jpg", picture())
    monkeypatch.setattr(photos, "_replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    assert work() == 0
    photo.refresh_from_db()
    assert photo.state == PhotoState.QUARANTINE
    assert photos.media(photo.stored).exists()
    monkeypatch.undo()
    photos.reencode(photo=str(photo.pk), now=NOW)
    photo.refresh_from_db()
    assert photo.state == PhotoState.READY


def test_a_photo_that_goes_while_it_is_made_anew_does_not_come_back(send, town, work, monkeypatch):
    """Erased, or another one in its place: the worker that was busy with it writes no file and wakes no row."""
    once = photos._run
    for gone in (
        lambda photo: photos.empty(Attachment.objects.filter(pk=photo.pk), now=NOW),
        lambda photo: photos.drop(Attachment.objects.filter(pk=photo.pk)),
    ):
        photo = send("foto.jpg", picture())

        def meanwhile(path, photo=photo, gone=gone):
            said = once(path)
            gone(photo)
            return said

        monkeypatch.setattr(photos, "_run", meanwhile)
        photos.reencode(photo=str(photo.pk), now=NOW)
        assert not Attachment.objects.filter(pk=photo.pk).exclude(state=PhotoState.ERASED).exists()
        assert list(photos.media("photos").rglob(f"{photo.pk}.*")) == []


def test_a_file_that_is_gone_is_refused_and_does_not_stop_the_rest(send, work):
    lost, kept = send("een.jpg", picture()), send("twee.jpg", picture())
    photos.media(lost.stored).unlink()
    assert work() == 2
    lost.refresh_from_db()
    kept.refresh_from_db()
    assert (lost.state, kept.state) == (PhotoState.REFUSED, PhotoState.READY)


def test_photos_of_drafts_that_are_over_go(send, town, django_capture_on_commit_callbacks):
    old = send("oud.jpg", picture())
    subject = town.signal().subject
    upload = SimpleUploadedFile("foto.jpg", picture())
    kept = photos.accept(upload=upload, municipality=town.municipality, subject=subject, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        photos.tidy(now=NOW + timedelta(hours=26))
    assert list(Attachment.objects.all()) == [kept]
    assert not photos.media(old.stored).exists()


def test_erasing_a_subject_erases_its_photos(send, town, work, django_capture_on_commit_callbacks):
    subject = town.signal().subject
    upload = SimpleUploadedFile("foto.jpg", picture())
    photo = photos.accept(upload=upload, municipality=town.municipality, subject=subject, now=NOW)
    work()
    photo.refresh_from_db()
    path = photos.media(photo.stored)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert photos.erase(subject=subject, now=NOW) == 1
    photo.refresh_from_db()
    assert (photo.state, photo.stored) == (PhotoState.ERASED, "")
    assert not path.exists()


# Measured from inside: what a parent sees of its children counts its own memory too.
MEASURED = """
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
except SystemExit as end:
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print("", end.code, peak.split()[1], file=sys.stderr)
"""


def peak_of(path, data):
    """Exit code, and the peak in megabytes, of making one photo anew."""
    path.write_bytes(data)
    command = [sys.executable, "-I", "-c", MEASURED, str(photos.PROGRAM), str(path)]
    ended = subprocess.run(command, capture_output=True, check=True)
    code, kilobytes = ended.stderr.decode().split()[-2:]
    return int(code), int(kilobytes) / 1024


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("JPEG", {"size": (8160, 6120)}),
        ("JPEG", {"size": (4090, 4090), "subsampling": 0}),
        ("JPEG", {"size": (4160, 3120), "progressive": True, "subsampling": 0}),
        ("PNG", {"size": (5600, 3900)}),
        ("PNG", {"size": (4000, 2990), "mode": "RGBA"}),
        ("WEBP", {"size": (2800, 2100)}),
        ("WEBP", {"size": (2800, 2100), "mode": "RGBA", "lossless": True, "method": 0}),
    ],
)
def test_the_largest_photos_take_at_most_150_megabytes(tmp_path, form, options):
    _, least = peak_of(tmp_path / "small", picture())
    code, most = peak_of(tmp_path / "large", picture(form, **options))
    assert code == 0
    assert most - least <= 150
