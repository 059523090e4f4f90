"""Letters to all askers of a subject, in the municipality's own words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.areas.sections import Contact as HouseContact
from wijkwerk.ground.areas.sections import Words
from wijkwerk.ground.areas.settings import current, part_at
from wijkwerk.ground.letters.actions import NewLetter, queue
from wijkwerk.ground.letters.models import Channel
from wijkwerk.rules.deadlines import Precision, spoken
from wijkwerk.work.answers.asked import Asked
from wijkwerk.work.answers.models import Asker, AskerRole, Contact
from wijkwerk.work.answers.persons import once_each
from wijkwerk.work.answers.sections import Letters, render

CHANNELS = {Contact.EMAIL: Channel.EMAIL, Contact.POST: Channel.POST, Contact.PHONE: Channel.PHONE}


# Who joined a signal that is no longer public reads none of the reporter's words.
JOINED_TITLE = "de melding waar u aan meedoet"


def due_words(day: date | None, precision: str = Precision.DAY) -> str:
    """A date in words, as precise as it was promised; empty where there is none."""
    return spoken(day, Precision(precision)) if day else ""


def base_url(municipality: Municipality) -> str:
    """Where residents reach this municipality. Stays the same when a second municipality joins the installation."""
    if municipality.host:
        return f"https://{municipality.host}"
    return f"{settings.PUBLIC_URL}/m/{municipality.code}"


def tell(
    asked: Asked,
    kind: str,
    *,
    facts: dict[str, str],
    now: datetime,
    only: Iterable[Asker] | None = None,
    besides: Sequence[Asker] = (),
) -> int:
    """Queue a letter of a kind for each person who asked and wants to hear; those `besides` hear of this event already.

    Returns how many. Call it inside the transaction.
    """
    askers = list(only) if only is not None else list(_reachable(asked))
    heard = {each.pk for each in besides}
    askers = [each for each in askers if each.contact in CHANNELS and each.pk not in heard]
    askers = once_each(askers, besides=besides)
    if not askers:
        return 0
    sender = current(asked.municipality).part(HouseContact).email
    texts = {
        joined: rendered(asked, kind, facts=facts, joined=joined)
        for joined in {_joined(each) for each in askers}
    }
    queue([_letter(asked, kind, each, *texts[_joined(each)], sender=sender) for each in askers], now=now)
    return len(askers)


def _joined(asker: Asker) -> bool:
    return asker.role == AskerRole.JOINED


def rendered(asked: Asked, kind: str, *, facts: dict[str, str], joined: bool = False) -> tuple[str, str]:
    """Title and body of a letter as it will leave, but for the trace link; also for a preview."""
    document = current(asked.municipality)
    text = part_at(asked.municipality, Letters, asked.area_path).text(kind)
    words = part_at(asked.municipality, Words, asked.area_path)
    known = {
        "municipality": asked.municipality.name,
        "title": (asked.public_title or JOINED_TITLE) if joined else asked.title,
        "code": asked.subject.code,
        "place": asked.public_place if joined else asked.place,
        "phone": document.part(HouseContact).phone,
        "area_manager": words.area_manager.with_article,
        "resident": words.resident.one,
        **facts,
    }
    return render(text.title, known), render(text.body, known)


def _reachable(asked: Asked) -> Iterable[Asker]:
    rows = Asker.objects.filter(municipality=asked.municipality, subject=asked.subject, erased_at=None)
    return rows.exclude(contact=Contact.NONE).order_by("asked_at", "id")


def _letter(asked: Asked, kind: str, asker: Asker, title: str, body: str, *, sender: str) -> NewLetter:
    return NewLetter(
        municipality=asked.municipality.pk,
        subject=asked.subject.pk,
        asker=asker.pk,
        asker_version=asker.token_version,
        kind=kind,
        channel=CHANNELS[Contact(asker.contact)],
        address=asker.address,
        sender=sender,
        title=title,
        body=body,
        link_base=f"{base_url(asked.municipality)}/spoor/",
    )
