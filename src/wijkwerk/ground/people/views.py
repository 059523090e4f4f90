"""Screens for administrators: who works here, in which role, until when (D14). A stranger gets 404."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.people import accounts, actions, administrators, queries
from wijkwerk.ground.people.forms import InviteForm, LastDayForm, OnceForm, PostForm, new_key, role_label
from wijkwerk.ground.people.models import Deputy, Role, RoleKind, RoleRequest, User
from wijkwerk.ground.people.sections import RoleCard, Roles
from wijkwerk.ground.people.web import here_and_who, municipality_of, need, once_only, person_of, who

PAGE = 50
MANAGE = "manage_people"
# Ids of those whom this administrator invited in this session: they have no role here yet.
INVITED = "people_invited"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role here, by name."""
    need(request, MANAGE)
    municipality, today = municipality_of(request), timezone.localdate()
    found = _after(queries.people_here(municipality, today=today), request.GET.get("na", ""))
    held = Role.objects.filter(queries.not_over(today), municipality=municipality).select_related(
        "team", "area"
    )
    rows = list(
        found.prefetch_related(Prefetch("roles", queryset=held.order_by("since"), to_attr="held"))[: PAGE + 1]
    )
    pager = {"next_url": f"?na={rows[PAGE - 1].pk}"} if len(rows) > PAGE else {}
    if request.GET.get("na"):
        pager["previous_url"] = request.path
    cards = cards_of(municipality)
    shown = [(person, _lines(person.held, cards, today)) for person in rows[:PAGE]]
    waiting = queries.open_requests(municipality, today=today)
    return render(request, "people/people.html", {"people": shown, "pager": pager, "waiting": waiting})


def _after(found: QuerySet[User], last: str) -> QuerySet[User]:
    """Those who come after the person with this id in the list; an unknown id gives the first page."""
    try:
        person = User.objects.get(pk=uuid.UUID(last))
    except (ValueError, User.DoesNotExist):
        return found
    return found.filter(Q(name__gt=person.name) | Q(name=person.name, pk__gt=person.pk))


def cards_of(municipality: Municipality) -> dict[str, RoleCard]:
    """The role cards of the settings document by kind; none where it is not ready yet."""
    if not municipality.ready:
        return {}
    return {card.kind.value: card for card in documents.current(municipality).part(Roles)}


def labels_of(cards: dict[str, RoleCard]) -> dict[str, str]:
    """The municipality's word for each kind of role."""
    return {kind: card.label for kind, card in cards.items()}


def _lines(roles: list[Role], cards: dict[str, RoleCard], today: date) -> list[dict[str, Any]]:
    labels = labels_of(cards)
    return [
        {
            "role": role,
            "label": role_label(role, labels),
            "now": role.holds_on(today),
            "card": cards.get(role.kind),
        }
        for role in roles
    ]


def invite(request: HttpRequest) -> HttpResponse:
    """An account for a colleague; then their first role."""
    need(request, MANAGE)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"email": form.cleaned_data["email"], "name": form.cleaned_data["name"]}
        made = once_only(request, form, "invite", lambda: accounts.invite(**given, **here_and_who(request)))
        if made:
            request.session[INVITED] = [*request.session.get(INVITED, []), made][-20:]
            return redirect("people:give_role", user=made)
    return render(request, "people/invite.html", {"form": form})


@require_safe
def person(request: HttpRequest, user: uuid.UUID) -> HttpResponse:
    """One colleague: roles, stand-ins, and what an administrator can do."""
    need(request, MANAGE)
    municipality, today, found = municipality_of(request), timezone.localdate(), _colleague(request, user)
    roles = Role.objects.filter(municipality=municipality, user=found).select_related("team", "area")
    deputies = Deputy.objects.filter(municipality=municipality, person=found, until__gte=today)
    requests = queries.open_requests(municipality, today=today).filter(user=found)
    lines = _lines(list(roles.order_by("-since")), cards_of(municipality), today)
    context = {
        "person": found,
        "roles": [line for line in lines if line["role"].until is None or line["role"].until >= today],
        "past": [line for line in lines if line["role"].until is not None and line["role"].until < today],
        "deputies": deputies.select_related("deputy").order_by("since"),
        "requests": requests,
        "self": found.pk == person_of(request).pk,
        "key": new_key(),
    }
    return render(request, "people/person.html", context)


def give_role(request: HttpRequest, user: uuid.UUID) -> HttpResponse:
    """Give a colleague a role; for an administrator ask a second pair of eyes."""
    need(request, MANAGE)
    municipality, found = municipality_of(request), _known(request, user)
    cards = cards_of(municipality)
    start = {"since": timezone.localdate()}
    form = PostForm(request.POST or None, municipality=municipality, labels=labels_of(cards), initial=start)
    if request.method == "POST" and form.is_valid():
        post = form.post()
        action = administrators.ask_administrator if post.kind == RoleKind.ADMIN else actions.give_role
        given = {"user": found, "post": post, **here_and_who(request)}
        if once_only(request, form, "give_role", lambda: action(**given)):
            return redirect("people:person", user=found.pk)
    shown = [cards[kind] for kind in RoleKind.values if kind in cards]
    return render(request, "people/give_role.html", {"form": form, "person": found, "cards": shown})


def end_role(request: HttpRequest, role: uuid.UUID) -> HttpResponse:
    """Until when does this role last?"""
    need(request, MANAGE)
    municipality, today = municipality_of(request), timezone.localdate()
    rows = Role.objects.filter(queries.not_over(today), municipality=municipality)
    found = get_object_or_404(rows.select_related("user", "team", "area"), pk=role)
    form = LastDayForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        given = {"role": found, "last_day": form.cleaned_data["last_day"], **who(request)}
        if once_only(request, form, "end_role", lambda: actions.end_role(**given)):
            return redirect("people:people")
    label = role_label(found, labels_of(cards_of(municipality)))
    return render(request, "people/end_role.html", {"form": form, "role": found, "label": label})


def deactivate(request: HttpRequest, user: uuid.UUID) -> HttpResponse:
    """Somebody does not work here any more."""
    need(request, MANAGE)
    # Only who works here: an account of somebody who left is theirs, and may be a resident's by now.
    here = queries.people_here(municipality_of(request), today=timezone.localdate())
    found = get_object_or_404(here, pk=user)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"user": found, **here_and_who(request)}
        if once_only(request, form, "deactivate", lambda: accounts.deactivate(**given)):
            return redirect("people:people")
    return render(request, "people/deactivate.html", {"form": form, "person": found})


@require_POST
def invite_again(request: HttpRequest, user: uuid.UUID) -> HttpResponse:
    """Send a new link to somebody who has no password yet."""
    need(request, MANAGE)
    found, form = _colleague(request, user), OnceForm(request.POST)
    if form.is_valid():
        once_only(
            request, form, "invite_again", lambda: accounts.invite_again(user=found, **here_and_who(request))
        )
    return redirect("people:person", user=found.pk)


def decide(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Confirm or refuse an administrator whom another administrator asked for."""
    need(request, MANAGE)
    rows = queries.open_requests(municipality_of(request), today=timezone.localdate())
    asked = get_object_or_404(rows, pk=request_id)
    form = OnceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        yes = request.POST.get("answer") == "yes"
        if once_only(request, form, "decide", lambda: _decide(request, asked, yes)):
            return redirect("people:people")
    own = asked.asked_by_id == person_of(request).pk
    return render(request, "people/decide.html", {"form": form, "asked": asked, "own": own})


def _decide(request: HttpRequest, asked: RoleRequest, yes: bool) -> Any:
    if yes:
        return administrators.confirm_administrator(request=asked, **who(request))
    return administrators.refuse_administrator(request=asked, **who(request))


def _colleague(request: HttpRequest, user: uuid.UUID) -> User:
    """Somebody with a role here, now or in the past. A resident's account is never found this way."""
    had = Role.objects.filter(municipality=municipality_of(request)).values("user")
    asked = RoleRequest.objects.filter(municipality=municipality_of(request)).values("user")
    return get_object_or_404(User, Q(pk__in=had) | Q(pk__in=asked), pk=user)


def _known(request: HttpRequest, user: uuid.UUID) -> User:
    """A colleague, or whom this administrator has just invited."""
    invited = request.session.get(INVITED, [])
    return get_object_or_404(User, pk=user) if str(user) in invited else _colleague(request, user)
