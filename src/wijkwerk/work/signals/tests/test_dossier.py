"""One dossier comes out as a ZIP: a PDF of the whole, the photos, and metadata after MDTO, whatever was typed in it (D15)."""

import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from django.urls import reverse

from tests.house import erasure_story as story
from wijkwerk.ground.journal.models import Line
from wijkwerk.ground.subjects.dossiers import parts_of
from wijkwerk.ground.subjects.erasing import Way, erase_subject
from wijkwerk.work.signals.actions import care, merging
from wijkwerk.work.signals.desk import dossiers

pytestmark = pytest.mark.django_db
SPACE = "{https://www.nationaalarchief.nl/mdto}"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taken_out(client, signal):
    answer = client.get(reverse("signals:dossier", args=[signal.subject.code]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="dossier-{signal.subject.code}.zip"'
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_zip_holds_paper_photo_and_metadata_under_names_of_our_own(town, log_in):
    archive = taken_out(log_in("traffic"), story.live(town))
    assert sorted(archive.namelist()) == [
        "dossier.mdto.xml", "dossier.pdf", "dossier.pdf.mdto.xml", "foto-1.jpg", "foto-1.jpg.mdto.xml",
    ]  # fmt: skip
    assert archive.read("dossier.pdf").startswith(b"%PDF-")
    assert archive.testzip() is None


def test_every_room_gives_its_part(town):
    signal = story.live(town)
    parts = parts_of(signal.subject, signal.municipality)
    assert [part.title for part in parts] == [
        "De melding", "Wie vroeg dit", "Antwoorden en beloften", "Wat collega’s en melders schreven",
        "Brieven en berichten",
    ]  # fmt: skip
    assert all(part.pieces for part in parts)
    texts = [piece.text for part in parts for piece in part.pieces]
    assert texts.count(story.WORDS) >= 8
    assert not any("/spoor/" in text for text in texts)


def test_the_metadata_say_what_it_is_how_long_it_is_kept_and_what_happened(town):
    signal = story.live(town)
    with zipfile.ZipFile(dossiers.build(signal, now=story.NOW)) as archive:
        top = ET.fromstring(archive.read("dossier.mdto.xml"))
        one = ET.fromstring(archive.read("foto-1.jpg.mdto.xml"))
    thing = top.find(f"{SPACE}informatieobject")
    assert thing.findtext(f"{SPACE}identificatie/{SPACE}identificatieKenmerk") == signal.subject.code
    assert thing.findtext(f"{SPACE}bewaartermijn/{SPACE}termijnLooptijd") == f"P{signal.retention_years}Y"
    assert thing.findtext(f"{SPACE}bewaartermijn/{SPACE}termijnEinddatum") == signal.destroy_after.isoformat()
    assert thing.findtext(f"{SPACE}waardering/{SPACE}begripCode") == "V"
    assert len(thing.findall(f"{SPACE}event")) == Line.objects.filter(subject=signal.pk).count()
    assert one.findtext(f"{SPACE}bestand/{SPACE}omvang") == str(len(b"not really a photo"))


def test_metadata_of_the_history_hold_no_text_of_a_person(town):
    signal = story.live(town)
    with zipfile.ZipFile(dossiers.build(signal, now=story.NOW)) as archive:
        top = ET.fromstring(archive.read("dossier.mdto.xml"))
    events = " ".join(" ".join(each.itertext()) for each in top.iter(f"{SPACE}event"))
    assert not any(seed in events.casefold() for seed in story.SEEDS)


@pytest.mark.parametrize(
    "text", ["<naam>&\"'</naam>", "]]><x/>", "\x0b\x1f\ufffe tekens", "#set text(red) \\ $x$", "../../etc"]
)
def test_whatever_was_typed_is_text_in_it(town, log_in, text):
    signal = town.signal(title=text, text=text)
    archive = taken_out(log_in("traffic"), signal)
    top = ET.fromstring(archive.read("dossier.mdto.xml"))
    assert len(top) == 1
    assert top.findtext(f"{SPACE}informatieobject/{SPACE}naam")
    assert {"dossier.pdf", "dossier.mdto.xml"} <= set(archive.namelist())


def test_that_it_was_taken_out_stands_in_the_history(town, log_in):
    signal = town.signal()
    taken_out(log_in("traffic"), signal)
    assert Line.objects.get(verb="exported").actor == town.people["traffic"].pk


def test_an_erased_dossier_comes_out_empty(town):
    signal = story.live(town)
    given = {"subject": signal.subject, "municipality": signal.municipality, "by": None, "why": "8.1"}
    erase_subject(**given, way=Way.TERM, now=story.years_later(signal))
    signal.refresh_from_db()
    made = dossiers.build(signal, now=story.years_later(signal))
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == ["dossier.pdf", "dossier.pdf.mdto.xml", "dossier.mdto.xml"]
        text = archive.read("dossier.mdto.xml").decode().casefold()
    assert not any(seed in text for seed in story.SEEDS)


def test_a_signal_that_was_taken_apart_for_care_stands_in_no_dossier(town):
    into, other = town.signal(), town.signal()
    by, here = town.people["traffic"], {"now": story.NOW}
    merging.merge(signal=other, into=into, by=by, roles=story.OWNER, **here)
    other.refresh_from_db()
    care.make_care(signal=other, by=town.people["intake"], roles=frozenset({"staff"}), **here)
    with zipfile.ZipFile(dossiers.build(into, **here)) as archive:
        said = archive.read("dossier.mdto.xml").decode()
    assert "kwam erbij" not in said
    assert other.subject.code not in said
