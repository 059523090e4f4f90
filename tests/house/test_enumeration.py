"""Whether an address has an account, and what a link or a code was once good for, shows in no answer (RELIABILITY 17).

Two hundred known beside two hundred unknown: the same status, headers, body, hashes and statements. How long it takes is
measured by `make prove`, not here.
"""

import re
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import hashers
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse, set_script_prefix
from django.utils import timezone

from wijkwerk.ground.areas.middleware import known
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.kit.ids import uuid7
from wijkwerk.ground.people.login_forms import NOWHERE
from wijkwerk.ground.people.models import User
from wijkwerk.rules.codes import public_code
from wijkwerk.testing_cast import NOW, build_town
from wijkwerk.work.answers.askers import NewAsker, erase_asker, link_token, renew_link
from wijkwerk.work.answers.models import Asker, Contact
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import publishing
from wijkwerk.work.signals.models import Signal

pytestmark = pytest.mark.django_db
MANY = 200
PASSWORD, WRONG = "vier losse woorden samen", "vier andere woorden samen"
# A key of the session, the length of the address itself, and the clock.
NOT_COMPARED = ("Set-Cookie", "Content-Length", "Expires", "Date")
LINK = re.compile(r"/spoor/[^/]+")
TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|once)" value="[^"]*"')
# What counts for limits, what a process remembers for some seconds, and what the test itself needs.
NOT_COUNTED = ("kit_cache", 'FROM "areas_municipality"', "SAVEPOINT")
KINDS = ("with a password", "without one", "switched off", "not confirmed", "without an address row")


@pytest.fixture(autouse=True)
def _no_limits(settings):
    """The limits are looked at below; here they would stop the two hundred."""
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()


@pytest.fixture
def hashed(monkeypatch):
    """Counts what takes longest: making a hash of a password, to store or to compare."""
    counted, encode = [], hashers.MD5PasswordHasher.encode

    def counting(self, *args, **rest):
        counted.append(1)
        return encode(self, *args, **rest)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counting)
    return counted


def known_people(number):
    """Accounts of every kind, in turn."""
    secret = make_password(PASSWORD)
    people = [
        User(email=f"bekend{each:03d}@example.org", email_key=f"bekend{each:03d}@example.org", name="Bekend", password=secret)
        for each in range(number)
    ]  # fmt: skip
    rows = []
    for each, person in enumerate(people):
        kind = KINDS[each % len(KINDS)]
        if kind == "without one":
            person.set_unusable_password()
        person.is_active = kind != "switched off"
        if kind != "without an address row":
            rows.append(
                EmailAddress(
                    user_id=person.pk, email=person.email, verified=kind != "not confirmed", primary=True
                )
            )
    User.objects.bulk_create(people)
    EmailAddress.objects.bulk_create(rows)
    return [person.email for person in people]


@dataclass(frozen=True)
class Seen:
    """What a stranger sees of an answer, and what the server did for it."""

    told: tuple
    hashes: int
    writes: tuple
    reads: int


def look(client, method, url, given, hide, hashed):
    """One request; `hide` are the words that the stranger typed or had in the link."""
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = client.generic(method, url) if given is None else client.post(url, given)
    body = TOKEN.sub("", answer.content.decode())
    for word in sorted(hide, key=len, reverse=True):
        body = body.replace(word, "…")
    headers = {name: value for name, value in answer.headers.items() if name not in NOT_COMPARED}
    headers["Location"] = LINK.sub("/spoor/…", headers.get("Location", ""))
    told = (answer.status_code, tuple(sorted(headers.items())), body, tuple(sorted(answer.cookies)))
    statements = [each["sql"].split() for each in queries]
    work = [words for words in statements if not any(each in " ".join(words) for each in NOT_COUNTED)]
    writes = tuple(
        sorted(" ".join(words[:3]) for words in work if words[0] in ("INSERT", "UPDATE", "DELETE"))
    )
    return Seen(told, len(hashed), writes, sum(words[0] == "SELECT" for words in work))


def both(name, given, hashed, number=MANY):
    """The answers to the known and to the unknown, each with how often it came."""
    url = reverse(name)
    Client().get(url)
    unknown = [f"vreemd{each:03d}@example.org" for each in range(number)]
    return [
        Counter(look(Client(), "POST", url, given(email), [email], hashed) for email in emails)
        for emails in (known_people(number), unknown)
    ]


def test_logging_in_tells_nobody_which_of_four_hundred_addresses_has_an_account(town, hashed):
    found, other = both("account_login", lambda email: {"login": email, "password": WRONG}, hashed)
    assert {(each.told, each.hashes, each.writes) for each in found} == {
        (each.told, each.hashes, each.writes) for each in other
    }
    assert len(other) == 1
    assert all(each.hashes == 1 for each in [*found, *other])
    # One read by key apart, at most: the row of the address, or that of the account.
    reads = {each.reads for each in [*found, *other]}
    assert max(reads) - min(reads) <= 1


def test_asking_a_new_password_does_exactly_the_same_for_four_hundred_addresses(town, hashed):
    found, other = both("account_reset_password", lambda email: {"email": email}, hashed)
    assert found == other
    assert sum(found.values()) == MANY
    assert outbox.do_due(now=timezone.now(), most=3 * MANY) == 2 * MANY
    # Only the worker knew the difference: who is switched off gets nothing either.
    to = [letter.to[0] for letter in mail.outbox]
    assert len(to) == len(set(to)) == MANY - MANY // len(KINDS)
    assert all(each.startswith("bekend") for each in to)


def test_making_an_account_costs_the_same_whether_there_is_one_or_not(town, hashed):
    """An account in vain is made for who has one, and taken back."""
    before = User.objects.count()
    given = {"password1": PASSWORD, "password2": PASSWORD}
    found, other = both("account_signup", lambda email: {"email": email, **given}, hashed)
    assert {(each.told, each.hashes, each.writes) for each in found} == {
        (each.told, each.hashes, each.writes) for each in other
    }
    assert len({(each.told, each.writes) for each in other}) == 1
    assert {each.hashes for each in [*found, *other]} == {1}
    # The new account is read back to confirm its address: four rows by key.
    reads = {each.reads for each in [*found, *other]}
    assert max(reads) - min(reads) <= 4
    assert User.objects.count() == before + 2 * MANY
    assert not EmailAddress.objects.filter(email__endswith=NOWHERE).exists()


@pytest.mark.django_db(transaction=True)
def test_who_is_new_costs_as_many_commits_as_who_is_known(transactional_db, monkeypatch):
    """A commit waits for the disk: one more of them could be measured from outside."""
    build_town()
    commits, commit = [], connection._commit

    def counting():
        commits.append("transaction")
        return commit()

    def watching(execute, sql, params, many, context):
        # A write outside a transaction is a commit by itself.
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not connection.in_atomic_block:
            commits.append(sql.split()[2])
        return execute(sql, params, many, context)

    monkeypatch.setattr(connection, "_commit", counting)
    found = []
    for email in (known_people(1)[0], "vreemd@example.org"):
        commits.clear()
        with connection.execute_wrapper(watching):
            given = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
            assert Client().post(reverse("account_signup"), given).status_code == 302
        found.append(sorted(commits))
    assert found[0] == found[1] != []


def test_the_code_of_a_made_up_sign_up_is_as_wrong_as_any_other(town, hashed):
    answers = []
    for email in (known_people(1)[0], "vreemd@example.org"):
        client = Client()
        client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD, "password2": PASSWORD})
        url = reverse("account_email_verification_sent")
        seen = [look(client, "POST", url, {"code": "AAA-AAA"}, [email], hashed).told for _ in range(4)]
        answers.append(seen)
    assert answers[0] == answers[1]


def test_a_key_for_a_new_password_is_wrong_in_one_way_only(town, hashed):
    """Of somebody who is here, of nobody, of somebody who was switched off."""
    people = [User.objects.get(email=email) for email in known_people(5)]
    keys = [user_pk_to_url_str(person) for person in people] + [user_pk_to_url_str(User()) for _ in range(5)]
    told = {
        look(
            Client(),
            "GET",
            reverse("account_reset_password_from_key", args=[key, "x-1"]),
            None,
            [key],
            hashed,
        ).told
        for key in keys
    }
    assert len(told) == 1


def test_the_limit_on_wrong_passwords_stops_both_at_the_same_try(town, hashed, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}
    url = reverse("account_login")
    answers = []
    for email in (known_people(1)[0], "vreemd@example.org"):
        cache.clear()
        given = {"login": email, "password": WRONG}
        answers.append([look(Client(), "POST", url, given, [email], hashed).told for _ in range(7)])
    assert answers[0] == answers[1]
    assert answers[0][4] != answers[0][5] == answers[0][6]


@pytest.mark.parametrize("same", [True, False])
def test_adding_an_address_of_somebody_else_looks_like_adding_a_new_one(town, log_in, hashed, same):
    """Who is logged in learns nothing either."""
    taken, fresh = known_people(1)[0], "vreemd@example.org"
    seen = []
    for email in (taken, fresh) if same else (fresh, taken):
        client = log_in("resident")
        EmailAddress.objects.filter(user_id=town.people["resident"].pk).delete()
        look(client, "GET", reverse("account_email"), None, [], hashed)
        seen.append(
            look(
                client, "POST", reverse("account_email"), {"email": email, "action_add": ""}, [email], hashed
            ).told
        )
    assert seen[0] == seen[1]


def test_who_reported_before_is_answered_like_who_never_did(town, hashed):
    """Signals of one person are never linked by an address (D5), so the form has nothing to tell."""
    town.signal(place=town.place("Havenbuurt"))
    known_people(1)
    seen = []
    for email in EMAILS:
        client = Client()
        client.post(
            reverse("signals:report"), {"text": "Er wordt hard gereden.", "kind": "worry", "theme": "verkeer"}
        )
        client.post(reverse("signals:report_where"), {"words": "Lindelaan"})
        shown = client.get(reverse("signals:report_who")).context["seen"]
        given = {"name": "Kim", "contact": "email", "email": email, "seen": shown}
        seen.append(look(client, "POST", reverse("signals:report_who"), given, [email], hashed))
    assert len(set(seen)) == 1
    assert (seen[0].told[0], Signal.objects.count()) == (302, 1 + len(EMAILS))


def test_who_joined_before_is_answered_like_who_never_did(town, hashed):
    """Else one could ask of any address whether it asked about this signal."""
    signal, by = town.signal(), town.people["traffic"]
    publishing.show(signal=signal, words=publishing.PublicWords("Hard rijden", "Lindelaan"), by=by, now=NOW)
    signal.refresh_from_db()
    actions.join(signal=signal, who=NewAsker(Contact.EMAIL, "Omar", "omar@example.org"), now=NOW)
    known_people(1)
    url = reverse("signals:join", args=[signal.subject.code])
    seen = [
        look(Client(), "POST", url, {"name": "Kim", "contact": "email", "email": email}, [email], hashed)
        for email in EMAILS
    ]
    assert len(set(seen)) == 1
    assert seen[0].told[0] == 302


# New here, joined before, reported before, has an account.
EMAILS = ("nieuw@example.org", "omar@example.org", "fatima@example.org", "bekend000@example.org")


TRACES = (
    "trace", "trace_reply", "trace_message", "trace_data", "trace_copy", "trace_reopen", "trace_close", "trace_photo",
)  # fmt: skip


@pytest.fixture
def dead(town, other_town):
    """Links that do not work here: never made, renewed, erased, of another town, and of other shapes."""
    signals = [town.signal() for _ in range(3)]
    here = [Asker.objects.get(subject=signal.subject) for signal in signals]
    there = Asker.objects.get(subject=other_town.signal().subject)
    tokens = {"never made": secrets.token_urlsafe(16), "of another town": link_token(there)}
    tokens["renewed"] = link_token(here[0])
    renew_link(asker=here[0], by=None, now=NOW)
    tokens["erased"] = link_token(here[1])
    erase_asker(asker=here[1], by=None, now=NOW)
    tokens["renewed and erased"] = link_token(here[2])
    renew_link(asker=here[2], by=None, now=NOW + timedelta(minutes=1))
    erase_asker(asker=Asker.objects.get(pk=here[2].pk), by=None, now=NOW + timedelta(minutes=2))
    return {"never made too": secrets.token_urlsafe(16), **tokens, "too short": "q7Z", "too long": "q7Z" * 70}


@pytest.mark.parametrize("name", TRACES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_never_was_and_one_that_no_longer_is_are_one(town, dead, hashed, name, method):
    """On each address behind a link: the same page, the same statements."""
    known.forget()
    more = [uuid7()] if name == "trace_photo" else []
    seen = {}
    for what, token in dead.items():
        set_script_prefix("/")
        url = f"/m/{town.municipality.code}" + reverse(f"signals:{name}", args=[token, *more])
        Client().get(f"/m/{town.municipality.code}/")
        seen[what] = look(Client(), method, url, None if method == "GET" else {"why": "x"}, [token], hashed)
    first = seen.pop("never made too")
    assert {what for what, each in seen.items() if each != first} == set()
    assert first.told[0] == (
        404 if method == "GET" or name not in ("trace", "trace_copy", "trace_photo") else 405
    )


def test_four_hundred_links_are_told_apart_by_nothing(town, hashed):
    """Two hundred that worked once beside two hundred that nobody ever had."""
    askers = [NewAsker(Contact.EMAIL, f"A{each}", f"a{each}@example.org") for each in range(MANY)]
    signal = town.signal(askers=tuple(askers))
    rows = list(Asker.objects.filter(subject=signal.subject))
    once = [link_token(row) for row in rows]
    for row in rows:
        renew_link(asker=row, by=None, now=NOW)
    never = [secrets.token_urlsafe(16) for _ in range(MANY)]
    Client().get("/")
    found, other = (
        Counter(
            look(Client(), "GET", reverse("signals:trace", args=[token]), None, [token], hashed)
            for token in tokens
        )
        for tokens in (once, never)
    )
    assert found == other
    assert len(found) == 1


def test_a_code_that_is_not_public_is_answered_as_one_that_is_not_there(town, other_town, hashed):
    """Not published, about care, of another town, never made."""
    hidden, there = town.signal(), other_town.signal()
    care = town.signal(care=True)
    photo = uuid7()
    codes = [each.subject.code for each in (hidden, care, there)] + [
        public_code(secrets.randbits(30)) for _ in range(3)
    ]
    known.forget()
    for name, more, method in (
        ("shown", [], "GET"),
        ("join", [], "GET"),
        ("join", [], "POST"),
        ("shown_photo", [photo], "GET"),
    ):
        seen = set()
        for code in codes:
            set_script_prefix("/")
            url = f"/m/{town.municipality.code}" + reverse(f"signals:{name}", args=[code, *more])
            Client().get(f"/m/{town.municipality.code}/")
            seen.add(look(Client(), method, url, None if method == "GET" else {"name": "x"}, [code], hashed))
        assert len(seen) == 1, (name, method, [(each.told[0], each.reads) for each in seen])
        assert next(iter(seen)).told[0] == 404
