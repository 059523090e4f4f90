"""A signal about one person's care is in nothing that anybody outside the care line sees, whenever it is flagged (D8, I7).

At every stage of its life the signal is flagged; then each page of the installation, for each part of the cast, is word for
word the page of a database that never had the signal.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.house.permission_cells import PARTS, all_names, things_of
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.subjects.models import Follower, Link
from wijkwerk.rules.workflow import ASKER, CLOCK, OWNER_TEAM
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, NewCondition, keep_promise
from wijkwerk.work.answers.models import Promise
from wijkwerk.work.signals import actions, clocks
from wijkwerk.work.signals.actions import asking, care, elsewhere, merging, publishing, urgent
from wijkwerk.work.signals.actions.escalating import escalate
from wijkwerk.work.signals.actions.marking import NewLook, look_broadly, mark_more
from wijkwerk.work.signals.desk.lists.queries import LISTS
from wijkwerk.work.signals.intake import asked_of
from wijkwerk.work.signals.models import Handover, HandoverState, Signal

OWNERS = frozenset({OWNER_TEAM})
SECRET = "Mevrouw Geheim uit de Lindelaan slaapt slecht"
CHANGES_EACH_TIME = re.compile(r'(csrfmiddlewaretoken|name="once")[^>]*>|value="[0-9a-f]{32}"|nonce-[^"\']+')
# Pages of one thing, pages that act, and the login library's: they show nothing of signals.
SKIP = ("account_", "mfa_", "socialaccount", "openid", "usersessions", "signals:trace", "signals:report_done")


def received(town: Town) -> Signal:
    return town.signal(text=SECRET, title=SECRET)


def taken(town: Town) -> Signal:
    return actions.take(signal=received(town), by=town.people["traffic"], roles=OWNERS, now=NOW)


def given(town: Town) -> Signal:
    signal = taken(town)
    team = town.teams["wijkbeheer"]
    actions.give(
        signal=signal,
        to_team=team,
        to_person=None,
        why=SECRET,
        by=town.people["traffic"],
        roles=OWNERS,
        now=NOW,
    )
    return signal


def raised(town: Town) -> Signal:
    """Sent back, marked, looked at broadly, and asked higher up."""
    signal, by = given(town), town.people["traffic"]
    handover = Handover.objects.get(signal=signal, state=HandoverState.SENT)
    actions.bounce(handover=handover, why=SECRET, by=town.people["member"], now=NOW)
    mark_more(signal=signal, why=SECRET, by=by, roles=OWNERS, now=NOW)
    look_broadly(signal=signal, look=NewLook(behind=SECRET), by=by, roles=OWNERS, now=NOW)
    escalate(signal=signal, why=SECRET, by=by, roles=OWNERS, now=NOW)
    return signal


def answered(town: Town, kind: str) -> Signal:
    team = town.teams["verkeer"]
    condition = NewCondition(SECRET, "budget", SECRET, team, TODAY)
    new = NewAnswer(
        kind,
        team,
        text=SECRET,
        what="" if kind == "no" else SECRET,
        due_until=None if kind == "no" else TODAY - timedelta(days=3),
        reason=SECRET if kind == "no" else "",
        conditions=(condition,) if kind == "yes_if" else (),
    )
    return actions.answer(signal=taken(town), new=new, by=town.people["traffic"], roles=OWNERS, now=NOW)


def published(town: Town) -> Signal:
    signal = answered(town, "yes")
    words = publishing.PublicWords(SECRET, "Lindelaan", SECRET, SECRET)
    signal = publishing.show(signal=signal, words=words, by=town.people["traffic"], now=NOW)
    Follower.objects.create(
        municipality=town.municipality, subject=signal.subject, user=town.people["resident"], since=NOW
    )
    other = Signal.objects.exclude(pk=signal.pk).first()
    assert other is not None
    Link.objects.create(
        municipality=town.municipality,
        source=signal.subject,
        target=other.subject,
        kind="same_place",
        made_at=NOW,
    )
    return signal


def kept(town: Town) -> Signal:
    signal = published(town)
    promise = Promise.objects.get(asked=signal.subject)
    keep_promise(asked=asked_of(signal), promise=promise, how=SECRET, by=town.people["traffic"], now=NOW)
    signal.refresh_from_db()
    return signal


def closed(town: Town) -> Signal:
    return actions.close(signal=answered(town, "no"), by=None, roles=frozenset({CLOCK}), now=NOW)


def reopened(town: Town) -> Signal:
    signal = answered(town, "no")
    return actions.reopen(signal=signal, why=SECRET, by=None, roles=frozenset({ASKER}), now=NOW)


def forwarded(town: Town) -> Signal:
    by = town.people["traffic"]
    return elsewhere.forward(
        signal=received(town), formal_kind="complaint", why=SECRET, by=by, roles=OWNERS, now=NOW
    )


def redirected(town: Town) -> Signal:
    said = {"where": SECRET, "contact": SECRET, "why": SECRET}
    return elsewhere.redirect(signal=taken(town), **said, by=town.people["traffic"], roles=OWNERS, now=NOW)


def waiting(town: Town) -> Signal:
    """A question that is open, and a message of who asked."""
    signal = taken(town)
    asking.ask(signal=signal, question=SECRET, by=town.people["traffic"], roles=OWNERS, now=NOW)
    asking.message(signal=signal, text=SECRET, asker=None, by=None, now=NOW, via="web")
    return signal


def replied(town: Town) -> Signal:
    signal = waiting(town)
    asker = signal.subject.askers.get()
    asking.reply(
        signal=signal, text=SECRET, asker=asker, by=None, roles=frozenset({ASKER}), now=NOW, via="web"
    )
    return signal


def expired(town: Town) -> Signal:
    signal = waiting(town)
    assert clocks.stop_waiting(now=NOW + timedelta(days=15)) >= 1
    return signal


def made_urgent(town: Town) -> Signal:
    by = town.people["traffic"]
    signal = urgent.mark_urgent(signal=received(town), why=SECRET, by=by, roles=OWNERS, now=NOW)
    assert urgent.sound_alarms(now=NOW + timedelta(days=1)) >= 1
    return signal


def merged(town: Town) -> Signal:
    signal = received(town)
    into = Signal.objects.exclude(pk=signal.pk).select_related("subject", "municipality").first()
    assert into is not None
    merging.merge(signal=signal, into=into, by=town.people["traffic"], roles=OWNERS, now=NOW)
    return signal


STAGES: dict[str, Callable[[Town], Signal]] = {
    "received": received,
    "taken": taken,
    "given": given,
    "raised": raised,
    "yes": lambda town: answered(town, "yes"),
    "yes_if": lambda town: answered(town, "yes_if"),
    "no": lambda town: answered(town, "no"),
    "published": published,
    "kept": kept,
    "closed": closed,
    "reopened": reopened,
    "merged": merged,
    "forwarded": forwarded,
    "redirected": redirected,
    "urgent": made_urgent,
    "waiting": waiting,
    "replied": replied,
    "expired": expired,
}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def addresses(town: Town) -> list[str]:
    """Every page, with the filters of the lists and with areas, pointing at another signal than the flagged one."""
    things = things_of(town)
    names = [name for name in all_names() if not name.startswith(SKIP)]
    found = [reverse(name, args=things.arguments(name)) for name in names]
    lists = reverse("signals:list")
    found += [f"{lists}?lijst={which}" for which in LISTS]
    found += [
        f"{reverse('signals:promise_list')}?staat={state}" for state in ("open", "late", "kept", "withdrawn")
    ]
    found += [reverse("pages:area", args=[area.code]) for area in town.areas.values()]
    found += [f"{reverse('signals:search')}?q={words}" for words in ("Geheim", "hard rijden school")]
    found += [f"{reverse('pages:search')}?q=Geheim", f"{reverse('signals:near')}?lon=5.325&lat=52.775"]
    return found


def packed(body: bytes) -> bytes:
    """The names in an archive, and what it says of a signal; paper and checksums differ with the moment of making."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        told = [name for name in archive.namelist() if name in ("dossier.mdto.xml", "gegevens.json")]
        return "\n".join(archive.namelist()).encode() + b"".join(archive.read(name) for name in told)


def seen(clients: dict[str, Client], urls: list[str]) -> dict[tuple[str, str], str]:
    """What each part of the cast sees at each address, without what differs at every request."""
    pages = {}
    for part, client in clients.items():
        for url in urls:
            with undone():
                response = client.get(url)
                body = b"".join(response) if response.streaming else response.content
                body = packed(body) if response["Content-Type"] == "application/zip" else body
            pages[part, url] = (
                f"{response.status_code} {CHANGES_EACH_TIME.sub('', body.decode(errors='replace'))}"
            )
    return pages


@pytest.mark.page
@pytest.mark.django_db
@pytest.mark.parametrize("part", ["visitor", "resident", "owner", "traffic", "intake", "alderman"])
def test_flagged_at_any_stage_every_page_is_as_if_it_never_was(
    town: Town, log_in: Callable[..., Client], part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert part in PARTS.values()
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    clients = {part: Client() if part == "visitor" else log_in(part)}
    urls = addresses(town)
    before = seen(clients, urls)
    urls = [url for url in urls if before[part, url].startswith("200")]
    assert len(urls) > 10
    assert any("Hard rijden" in page for page in before.values())
    # All at once: what one of them changes stands on a page, whichever it is. Only then each is tried alone, to name it.
    if differences(town, clients, urls, before, list(STAGES)):
        alone = {stage: differences(town, clients, urls, before, [stage]) for stage in STAGES}
        raise AssertionError(
            f"{part} sees a difference: { {stage: found for stage, found in alone.items() if found} }"
        )


def differences(
    town: Town,
    clients: dict[str, Client],
    urls: list[str],
    before: dict[tuple[str, str], str],
    stages: list[str],
) -> list[str]:
    """The pages that changed by a signal that was flagged at each of these stages."""
    with undone():
        codes = [flagged(town, stage) for stage in stages]
        changed = [url for (part, url), page in seen(clients, urls).items() if page != before[part, url]]
        for client in clients.values():
            for code in codes:
                for name in ("signals:detail", "signals:shown"):
                    assert client.get(reverse(name, args=[code])).status_code == 404
    return changed


def flagged(town: Town, stage: str) -> str:
    """The code of a signal that was at this stage when it was flagged."""
    signal = STAGES[stage](town)
    signal.refresh_from_db()
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    return str(signal.subject.code)


@pytest.mark.django_db
def test_a_page_that_names_a_flagged_signal_would_be_found(
    town: Town, log_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the look at all stages at once is no empty look: one signal that is not flagged changes pages."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    clients = {"owner": log_in("owner")}
    urls = [reverse("signals:desk"), reverse("signals:list")]
    things_of(town)
    before = seen(clients, urls)
    monkeypatch.setattr(care, "make_care", lambda **_: None)
    for stage in ("received", "taken", "yes"):
        with undone():
            STAGES[stage](town)
            assert seen(clients, urls) != before, stage


@pytest.mark.django_db
@pytest.mark.parametrize("stage", STAGES)
def test_flagging_withdraws_public_words_links_followers_and_letters(town: Town, stage: str) -> None:
    things_of(town)
    signal = STAGES[stage](town)
    signal.refresh_from_db()
    care.make_care(signal=signal, by=town.people["traffic"], roles=OWNERS, now=NOW)
    signal.refresh_from_db()
    assert signal.owner_team == town.teams["zorg"]
    assert (signal.public_title, signal.published_at, signal.public_lon) == ("", None, None)
    assert not Link.objects.filter(source=signal.subject).exists()
    assert not Follower.objects.filter(subject=signal.subject).exists()
    assert not Letter.objects.filter(subject=signal.pk, state="queued").exists()
    leaking: list[Any] = list(
        Promise.objects.filter(asked=signal.subject).exclude(care=True, public_what="", area_path="")
    )
    assert leaking == []
