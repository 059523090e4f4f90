"""`wijkwerk user create-admin`: make the first administrator of a municipality."""

import argparse

from django.db import transaction
from django.utils import timezone

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.kit.output import GOOD, REFUSED, Output, Stop
from wijkwerk.ground.people import accounts, administrators
from wijkwerk.ground.people.errors import Refused
from wijkwerk.ground.people.links import password_link

AFTER = "Give this link to the administrator. It works once, for three days, to choose a password:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="address of the administrator")
    parser.add_argument(
        "--municipality", required=True, metavar="CODE", help="code of the municipality, e.g. GM0301"
    )
    parser.add_argument("--name", default="", help="name of the administrator")


def run(args: argparse.Namespace, out: Output) -> int:
    """Exit code 1 when the role is refused, 2 when the municipality does not exist."""
    municipality = Municipality.objects.filter(code__iexact=args.municipality).first()
    if municipality is None:
        raise Stop(
            f"There is no municipality {args.municipality}. Import its areas first: wijkwerk areas import."
        )
    now = timezone.now()
    try:
        with transaction.atomic():
            user = accounts.open_account(
                municipality=municipality, email=args.email, name=args.name, by=None, now=now
            )
            administrators.appoint_administrator(municipality=municipality, user=user, now=now)
    except Refused as refused:
        raise Stop(str(refused), code=REFUSED) from refused
    summary = {"email": user.email, "municipality": municipality.code}
    if user.has_usable_password():
        out.done({**summary, "link": None})
        out.line("This account has a password already.")
        return GOOD
    out.line(AFTER)
    out.done({**summary, "link": password_link(user, municipality)})
    return GOOD
