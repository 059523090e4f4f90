"""Two hundred accounts and as many links that worked once. Runs inside a process with our settings (`tests.bench.inside`)."""

from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from wijkwerk.ground.people.models import User
from wijkwerk.testing_cast import build_town
from wijkwerk.work.answers.askers import NewAsker, link_token, renew_link
from wijkwerk.work.answers.models import Asker, Contact


def main(words: list[str]) -> dict[str, Any]:
    """`words`: how many. Returns the addresses that have an account, and the dead links."""
    number, now = int(words[0]), datetime.now(tz=UTC)
    town = build_town()
    secret = make_password("vier losse woorden samen")  # one hash for all: only its cost counts here
    emails = [f"bekend{each:03d}@example.org" for each in range(number)]
    people = [User(email=email, email_key=email, name="Bekend", password=secret) for email in emails]
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=each.pk, email=each.email, verified=True, primary=True) for each in people
    )
    signal = town.signal(
        askers=tuple(NewAsker(Contact.EMAIL, "A", f"a{each}@example.org") for each in range(number))
    )
    askers = list(Asker.objects.filter(subject=signal.subject))
    links = [link_token(each) for each in askers]
    for each in askers:
        renew_link(asker=each, by=None, now=now)
    return {"emails": emails, "links": links}
