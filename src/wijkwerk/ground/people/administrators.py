"""The role of administrator needs four eyes: one administrator asks, another one confirms (D14)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.db import locked
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.people import queries
from wijkwerk.ground.people.actions import Post, check_post, enter_role, log
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.models import Role, RoleKind, RoleRequest, User

DAYS_TO_CONFIRM = 14


def ask_administrator(
    *, municipality: Municipality, user: User, post: Post, by: User, now: datetime
) -> RoleRequest:
    """Ask to make somebody administrator. Raises Refused."""
    today = local_day(now)
    if by.pk == user.pk:
        raise Refused("kind", "U kunt uzelf geen rol geven. Vraag het een andere beheerder.")
    with transaction.atomic():
        _check_administrator(municipality, by, today)
        check_post(municipality, user, post, today=today)
        mine = RoleRequest.objects.filter(municipality=municipality, user=user, decided_at=None)
        mine.filter(expires_on__lt=today).update(decided_at=now, decided_by=by)
        if mine.exists():
            raise Refused("kind", "Deze rol is al aangevraagd. Een andere beheerder moet nog bevestigen.")
        request = RoleRequest.objects.create(
            municipality=municipality, user=user, title=post.title, since=post.since, until=post.until,
            asked_by=by, asked_at=now, expires_on=today + timedelta(days=DAYS_TO_CONFIRM),
        )  # fmt: skip
        log("admin_asked", municipality.pk, user, by, now, {"request": str(request.pk)})
    return request


def confirm_administrator(*, request: RoleRequest, by: User, now: datetime) -> Role:
    """Confirm what another administrator asked; from then on the role holds. Raises Refused."""
    today = local_day(now)
    with transaction.atomic():
        request = _undecided(request, today)
        if by.pk in (request.asked_by_id, request.user_id):
            raise Refused("request", "Een andere beheerder dan de aanvrager moet dit bevestigen.")
        _check_administrator(request.municipality, by, today)
        _check_administrator(request.municipality, request.asked_by, today)
        since = max(request.since, today)
        post = Post(kind=RoleKind.ADMIN, since=since, until=request.until, title=request.title)
        check_post(request.municipality, request.user, post, today=today)
        role = enter_role(municipality=request.municipality, user=request.user, post=post, by=by, now=now)
        _decide(request, by, now, role)
        log("admin_confirmed", request.municipality_id, request.user, by, now, {"request": str(request.pk)})
    return role


def refuse_administrator(*, request: RoleRequest, by: User, now: datetime) -> None:
    """Refuse the request, or take back one's own. Raises Refused."""
    with transaction.atomic():
        request = _undecided(request, local_day(now))
        _check_administrator(request.municipality, by, local_day(now))
        _decide(request, by, now, None)
        log("admin_refused", request.municipality_id, request.user, by, now, {"request": str(request.pk)})


def appoint_administrator(*, municipality: Municipality, user: User, now: datetime) -> Role:
    """The administrator whom the operator of the installation makes on the command line. Raises Refused."""
    post = Post(kind=RoleKind.ADMIN, since=local_day(now))
    with transaction.atomic():
        check_post(municipality, user, post, today=local_day(now))
        return enter_role(municipality=municipality, user=user, post=post, by=None, now=now)


def _undecided(request: RoleRequest, today: date) -> RoleRequest:
    # Locked, so that of two who decide at the same moment the second finds it decided.
    fresh = locked(RoleRequest.objects.filter(pk=request.pk)).get()
    if fresh.decided_at is not None or fresh.expires_on < today:
        raise Refused("request", "Deze aanvraag geldt niet meer.")
    return fresh


def _check_administrator(municipality: Municipality, by: User, today: date) -> None:
    if not queries.administrators(municipality, today=today).filter(user=by).exists():
        raise Refused("request", "Alleen een beheerder van nu kan dit doen.")


def _decide(request: RoleRequest, by: User, now: datetime, role: Role | None) -> None:
    request.decided_by, request.decided_at, request.role = by, now, role
    request.save(update_fields=["decided_by", "decided_at", "role"])
