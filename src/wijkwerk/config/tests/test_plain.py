"""The three addresses without a screen."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


def test_healthz_says_ok_after_asking_the_database(client: Client, django_assert_num_queries):
    client.get("/healthz")  # the process now knows its municipalities
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_says_503_when_the_database_is_away(client: Client, monkeypatch):
    def gone(*_args, **_rest):
        raise OperationalError("gone")

    client.get("/healthz")
    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503


def test_healthz_takes_no_post(client: Client):
    assert client.post("/healthz").status_code == 405


def test_security_txt_names_a_contact_and_expires_within_a_year(client: Client):
    text = client.get("/.well-known/security.txt").content.decode()
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"].startswith("mailto:")
    left = datetime.fromisoformat(fields["Expires"].replace("Z", "+00:00")) - datetime.now(UTC)
    assert 30 < left.days < 365


def test_robots_leave_traces_and_accounts_alone(client: Client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /spoor/" in text
    assert "Disallow: /account/" in text
