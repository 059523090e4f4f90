"""Every address of the installation with every part of the cast: what the permission matrix tests (RELIABILITY 11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house.calendar_things import calendar_arguments, calendar_things
from tests.house.desk_plan_things import desk_arguments
from tests.house.plan_things import told_arguments, told_plan
from tests.house.round_things import round_arguments
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.letters.models import Letter
from wijkwerk.ground.people.models import Deputy, Role, RoleRequest, User
from wijkwerk.ground.subjects.actions import new_subject
from wijkwerk.ground.subjects.models import Attachment, DestructionItem, DestructionList
from wijkwerk.rules.workflow import Step
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer, NewCondition
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Answer, Asker, Condition, DataRequest, Promise, Wish
from wijkwerk.work.plans.tests import conftest as plans_cast
from wijkwerk.work.plans.tests import match_cast
from wijkwerk.work.projects.tests import project_cast
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import bulk, publishing
from wijkwerk.work.signals.models import SavedFilter, Signal

# One letter per part of the cast.
PARTS = {
    "V": "visitor",
    "R": "resident",
    "P": "partner",
    "O": "owner",
    "E": "elsewhere",
    "M": "member",
    "T": "traffic",
    "I": "intake",
    "C": "carer",
    "A": "alderman",
    "B": "admin",
    "K": "keeper",
    "G": "group",
}
EVERYBODY = "".join(PARTS)


def all_names() -> list[str]:
    """The name of every address in the URL conf, with its namespace."""
    return sorted({name for name in _walk(get_resolver(), "") if name})


def _walk(resolver: URLResolver, space: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each, each.namespace or space)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}:{each.name}" if space else str(each.name)


@dataclass
class Things:
    """What the addresses point at in one town: a signal with an open promise, one with a condition, and a handover."""

    town: Town
    signal: Signal
    other: dict[str, Any]

    def arguments(self, name: str) -> list[Any] | dict[str, Any]:
        """The arguments of an address, pointing at the things of this town."""
        room, _, short = name.partition(":")
        code = self.signal.subject.code
        known: dict[str, list[Any]] = {
            "signals:receive": [self.other["handover"]],
            "signals:settle_condition": [code, self.other["condition"]],
            "signals:renew_link": [code, self.other["asker"]],
            "signals:data_settle": [code, self.other["data"]],
            "subjects:list": [self.other["list"]],
            "subjects:approve": [self.other["list"]],
            "subjects:withdraw": [self.other["list"]],
            "subjects:declaration": [self.other["list_done"]],
            "subjects:leave_out": [self.other["item"]],
            "subjects:put_back": [self.other["item"]],
            "subjects:release": [self.other["held"]],
            "signals:photo": [self.other["photo"]],
            "plans:put_in_plan": [code],
            "signals:shown_photo": [code, self.other["photo"]],
            "signals:publish_photo": [code, self.other["photo"]],
            "signals:letter_done": [self.other["letter"]],
            "signals:bulk_done": [self.other["bulk"]],
            "signals:bulk_undo": [self.other["bulk"]],
            "signals:drop_saved": [self.other["kept"]],
            "signals:pile": [self.other["pile"]],
            "signals:pile_pdf": [self.other["pile"]],
            "signals:pile_posted": [self.other["pile"]],
            "signals:bounce_settled": [self.other["bounced"]],
            "signals:send_again": [self.other["bounced"]],
            "signals:came_back": [self.other["posted"]],
            "pages:area": [self.town.areas["Noord"].code],
            "signals:area_document": [self.town.areas["Noord"].code],
            "signals:area_document_pdf": [self.town.areas["Noord"].code],
            "blueprints:fact": ["funds"],
            "blueprints:letter": ["receipt"],
            "blueprints:blueprint": ["ede"],
            "blueprints:version": [1],
            "blueprints:restore": [1],
            "people:end_role": [self.other["role"]],
            "people:decide": [self.other["request"]],
            "people:rename_organisation": [self.other["organisation"]],
            "people:end_deputy": [self.other["deputy"]],
            "mfa_remove_webauthn": [1],
            "mfa_edit_webauthn": [1],
            "account_reset_password_from_key": ["0", "x-y"],
            "openid_connect_login": ["x"],
            "openid_connect_callback": ["x"],
            "demo:login": ["noor"],
        }
        if name in known:
            return known[name]
        if name in self.other["asked"]:
            return list(self.other["asked"][name])
        if (told := told_arguments(name, self.other)) is not None:
            return told
        if (planned := calendar_arguments(name, self.town, self.other)) is not None:
            return planned
        if short in ("keep_promise", "shift_promise", "withdraw_promise"):
            return [code, self.other["promise"]]
        if short.startswith("trace"):
            photo = [self.other["photo"]] if short == "trace_photo" else []
            return [self.other["token"], *photo]
        if room == "people" and short in ("person", "give_role", "deputy", "invite_again", "deactivate"):
            return [self.town.people["member"].pk]
        if room == "signals" and short in BY_CODE:
            return [code]
        return []


BY_CODE = {
    "forward", "unforward", "register", "redirect", "mark_urgent", "unmark_urgent", "see_urgent",
    "alike", "merge", "unmerge", "split",
    "ask", "reply", "resume", "see_messages",
    "withdraw_handover", "escalate", "mark_more", "look_broadly", "classify",
    "dossier", "detail", "take", "give", "note", "answer", "publish", "make_care", "reopen", "close", "shown", "join"
}  # fmt: skip


def things_of(town: Town, *, care: bool = False) -> Things:
    """Make the things in a town. With `care` the signal belongs to the care line."""
    by = town.people["carer" if care else "traffic"]
    team = town.teams["zorg" if care else "verkeer"]
    roles = frozenset({"owner_team"})
    signal = town.signal(care=care)
    condition = NewCondition("Geld", "budget", "€ 1", team, TODAY)
    actions.answer(
        signal=signal,
        new=NewAnswer("yes_if", team, text="x", what="x", due_until=TODAY, conditions=(condition,)),
        by=by,
        roles=roles,
        now=NOW,
    )
    settled = Condition.objects.get(answer__subject=signal.subject)
    promise = _promise(town, signal, team)
    if not care:
        words = publishing.PublicWords("Hard rijden bij de school", "Lindelaan", "Misschien", "Een drempel")
        publishing.show(signal=signal, words=words, by=by, now=NOW)
    # The handover waits for M; for care for the carer's colleague, who sees what the care line sees.
    receiver = town.people["member"]
    if care:
        receiver = User.objects.create_user(f"zorg.{town.municipality.code}@example.org", name="Zorgcollega")
        Role.objects.create(
            municipality=town.municipality, user=receiver, kind="care", team=team, since=TODAY
        )
    handover = actions.give(
        signal=signal,
        to_team=team if care else town.teams["wijkbeheer"],
        to_person=receiver,
        why="x",
        by=by,
        roles=roles,
        now=NOW,
    )
    signal.refresh_from_db()
    asker = Asker.objects.get(subject=signal.subject)
    photo = photo_of(signal)
    if not care:
        publishing.show_photo(signal=signal, photo=photo, alt="Een weg", by=by, now=NOW)
    return Things(
        town,
        signal,
        {
            "handover": handover.pk,
            "condition": settled.pk,
            "promise": promise.subject.code,
            "asker": asker.pk,
            "token": link_token(asker),
            "role": Role.objects.filter(user=town.people["partner"]).values_list("pk", flat=True)[0],
            "organisation": team.organisation_id,
            # Not yet: a deputy of today would have the rights of two.
            "deputy": Deputy.objects.create(
                municipality=town.municipality,
                person=town.people["elsewhere"],
                deputy=town.people["alderman"],
                since=TODAY + timedelta(days=30),
                until=TODAY + timedelta(days=40),
            ).pk,
            "photo": photo.pk,
            **_records(town, signal, asker),
            **told_plan(town),
            **calendar_things(town),
            "letter": letter_of(signal).pk,
            **_kept(town, signal),
            "asked": _asked(town),
            "pile": letter_of(signal, batch=uuid7()).batch,
            "bounced": letter_of(signal, channel="email", state="bounced", asker=asker.pk).pk,
            "posted": letter_of(signal, state="sent", sent_at=NOW, asker=asker.pk).pk,
            "request": RoleRequest.objects.get_or_create(
                municipality=town.municipality,
                user=town.people["partner"],
                asked_by=town.people["neighbour"],
                defaults={"asked_at": NOW, "expires_on": TODAY + timedelta(days=14), "since": TODAY},
            )[0].pk,
        },
    )


def _asked(town: Town) -> dict[str, list[Any]]:
    """What area and department do together: a wish with its line, a project that was offered, a note in the log.

    The arguments of each address about them. The plan is of O; team Verkeer (T) decides and receives.
    """
    plan = plans_cast.begin(town, title="Agenda met wensen")
    item = plans_cast.put(town, plan)
    match = match_cast.ask(town, item)
    line = match_cast.line_of(town, match_cast.plan_of(town))
    project = project_cast.bring(town, "offered")
    note = project_cast.note(town)
    year = match_cast.YEAR
    wish, code = [match.pk], [project.subject.code]
    return {
        "plans:department": ["verkeer"],
        "plans:make_department_plan": ["verkeer"],
        "plans:add_line": ["verkeer", year],
        "plans:import_lines": ["verkeer", year],
        "plans:end_line": [line.pk],
        "plans:ask_department": [item.subject.code],
        **round_arguments(town),
        **desk_arguments(town),
        **{
            f"plans:{name}": wish
            for name in ("match", "negotiate", "note_match", "include", "refuse", "open_again")
        },
        **{
            f"projects:{name}": code
            for name in ("project", "offer_project", "receive_project", "send_back_project", "finish_project")
        },
        **{f"projects:{name}": [note.pk] for name in ("take_up", "archive_note", "reopen_note")},
    }


def _kept(town: Town, signal: Signal) -> dict[str, Any]:
    """What an official keeps for themselves: a step on many signals, and a list with a name."""
    by, town_of = town.people["traffic"], town.municipality
    step = bulk.begin(municipality=town_of, step=Step.NOTE, signals=[signal], by=by, now=NOW)
    kept = SavedFilter.objects.create(
        municipality=town_of, user=by, name="Nieuw", query="?lijst=nieuw", made_at=NOW
    )
    return {"bulk": step.pk, "kept": kept.pk}


def _records(town: Town, signal: Signal, asker: Asker) -> dict[str, Any]:
    """A request about own data, a destruction list that waits, one that was carried out, and a dossier on hold."""
    care = signal.visibility == "care"
    here: dict[str, Any] = {"municipality": town.municipality, "proposed_at": NOW, "care": care}
    by = {"approved_by": town.people["neighbour"], "approved_at": NOW}
    made = DestructionList.objects.create(**here)
    done = DestructionList.objects.create(**here, **by, done_at=NOW, declaration="Verklaring\n\nNiets.")
    ended = town.signal(title="Al lang klaar")
    days = {"ended_on": TODAY, "destroy_after": TODAY}
    item = DestructionItem.objects.create(
        municipality=town.municipality, list=made, subject=ended.subject, rule="8.1", years=5, **days
    )
    held = town.signal(title="Staat vast", care=care)
    Signal.objects.filter(pk=held.pk).update(legal_hold=True)
    asked = {"wish": Wish.ERASE, "asked_at": NOW, "due": TODAY}
    data = DataRequest.objects.create(
        municipality=town.municipality, asker=asker, subject=signal.subject, **asked
    )
    return {
        "list": made.pk,
        "list_done": done.pk,
        "item": item.pk,
        "held": held.subject.code,
        "data": data.pk,
    }


def photo_of(signal: Signal) -> Attachment:
    """A photo that the worker made anew, with its file."""
    photo = Attachment.objects.create(
        municipality=signal.municipality,
        subject=signal.subject,
        state="ready",
        uploaded_at=NOW,
        width=1,
        height=1,
    )
    photo.stored = f"photos/{photo.municipality_id}/{photo.pk}.jpg"
    photo.save(update_fields=["stored"])
    path = Path(settings.MEDIA_ROOT) / photo.stored
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"not really a photo")
    return photo


def letter_of(signal: Signal, **given: Any) -> Letter:
    """A letter that waits to be posted, or as given."""
    values = {
        "municipality": signal.municipality_id,
        "subject": signal.pk,
        "kind": "receipt",
        "channel": "post",
        "address": "Lindelaan 4",
        "title": "Uw melding",
        "body": "Dank u wel.",
        "state": "to_print",
        "made_at": NOW,
    }
    return Letter.objects.create(**values | given)


def _promise(town: Town, signal: Signal, team: Any) -> Promise:
    """An open promise beside the open condition, so that both kinds of address have something to point at."""
    return Promise.objects.create(
        subject=new_subject(municipality=town.municipality, kind="promise"),
        municipality=town.municipality,
        answer=Answer.objects.get(subject=signal.subject),
        asked=signal.subject,
        what="Een drempel",
        owner_team=team,
        due_until=TODAY,
        first_due=TODAY,
        made_at=NOW,
        care=signal.visibility == "care",
    )


def ask(client: Client, method: str, things: Things, name: str, prefix: str = "") -> str:
    """What comes of a request, in one word: yes, 404, 405, login or step (staff without a second step).

    Whatever the request changed is undone.
    """
    cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    with transaction.atomic():
        address = prefix + reverse(name, args=things.arguments(name))
        response = client.get(address) if method == "GET" else client.post(address)
        transaction.set_rollback(True)
    client.cookies = cookies  # logging out takes the cookie away
    if response.status_code == 302 and "/login/" in response["Location"]:
        return "login"
    if response.status_code in (404, 405, 403, 429):
        return str(response.status_code)
    return "yes" if response.status_code in (200, 302, 304, 400, 401, 422) else f"?{response.status_code}"
