"""Whatever address stands in a setting or a message, the server itself goes nowhere (RELIABILITY 16)."""

import copy
import re
import socket
import threading
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from wijkwerk.ground.areas import settings as documents
from wijkwerk.ground.areas.settings import Invalid, ListSection
from wijkwerk.ground.kit import outbox
from wijkwerk.ground.letters.receiving import receive
from wijkwerk.testing_cast import NOW
from wijkwerk.work.signals.actions import elsewhere

HOSTS = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0", "0.0.0.0", "localhost", "localhost.localdomain",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[0:0:0:0:0:ffff:7f00:1]", "169.254.169.254", "[fd00:ec2::254]", "10.0.0.1",
    "192.168.0.1", "172.16.0.1", "100.64.0.1", "metadata.google.internal", "127.0.0.1.nip.io", "spoofed.example.org",
    "user@127.0.0.1", "user:pass@10.0.0.1", "example.org@127.0.0.1", "127.0.0.1%2f.example.org", "①②⑦.⓪.⓪.①",
    "127。0。0。1", "rebind.example.org", "[::ffff:a9fe:a9fe]",
)  # fmt: skip
REFUSED = (
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "javascript:alert(1)",
    "data:text/html,x", "//127.0.0.1/", "http:/127.0.0.1", "ldap://127.0.0.1/", "http://127.0.0.1/ x",
)  # fmt: skip
ALLOWED = {5432}  # the database of the tests


class Listener:
    """A door on this machine that counts who knocks."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.knocks = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self.server.accept()[0].close()
            except OSError:
                return
            self.knocks += 1


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.server.close()


@pytest.fixture
def gone_to(monkeypatch):
    """Where this process tried to connect to, but the database."""
    found: list[Any] = []
    real = socket.socket.connect

    def connect(self, address):
        if isinstance(address, tuple) and address[1] in ALLOWED:
            return real(self, address)
        found.append(address)
        raise ConnectionRefusedError(address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return found


def addresses(port):
    return [f"http://{host}:{port}/x" for host in HOSTS] + [f"https://{host}/" for host in HOSTS[:10]]


def fields_with_an_address():
    """Each place in the settings document that takes an address of a page, by part and field."""
    found = set()
    for name, section in documents.sections().items():
        item = (
            section.model_fields["items"].annotation.__args__[0]
            if issubclass(section, ListSection)
            else section
        )
        for field, kind in item.model_fields.items():
            if any("https?://" in str(getattr(each, "pattern", "")) for each in kind.metadata):
                found.add((name, field))
    return found


def put(town, url):
    """The settings of the town with this address in every field that takes one."""
    document = copy.deepcopy(documents.current(town.municipality).raw)
    for name, field in fields_with_an_address():
        part = document[name]
        for item in part if isinstance(part, list) else [part]:
            item[field] = url
    return documents.put(municipality=town.municipality, document=document, by=None, now=NOW, why="x")


def test_these_are_all_the_settings_with_an_address():
    assert fields_with_an_address() == {
        ("not_for", "url"),
        ("formal", "url"),
        ("accessibility", "url"),
        ("accessibility", "report"),
        ("privacy", "url"),
    }


def test_there_are_forty_addresses():
    assert len(addresses(1)) == 40


def test_no_address_in_the_settings_is_ever_fetched(town, log_in, client, listener, gone_to):
    staff, admin = log_in("traffic"), log_in("admin")
    for number, url in enumerate(addresses(listener.port)):
        put(town, url)
        pages = [client.get(reverse(name)) for name in ("signals:report", "pages:about", "pages:privacy")]
        signal = town.signal(text=f"Zie {url}")
        by = town.people["traffic"]
        roles = frozenset({"owner_team"})
        elsewhere.forward(signal=signal, formal_kind="woo", why=url, by=by, roles=roles, now=NOW)
        pages.append(staff.get(reverse("signals:detail", args=[signal.subject.code])))
        if number % 8 == 0:
            pages += [admin.get(reverse(name)) for name in ("blueprints:niet-voor", "blueprints:officieel")]
            while outbox.do_due(now=NOW):
                pass
        assert {page.status_code for page in pages} == {200}
    assert mail.outbox
    assert (gone_to, listener.knocks) == ([], 0)


def test_no_address_in_a_message_is_ever_fetched(town, listener, gone_to):
    for number, url in enumerate(addresses(listener.port)):
        html = (
            f'<img src="{url}"><link rel="stylesheet" href="{url}"><iframe src="{url}"></iframe>Hallo {url}'
        )
        raw = f"From: a{number}@example.org\nMessage-ID: <{number}@x>\nContent-Type: text/html\n\n{html}\n"
        receive(municipality=town.municipality.pk, raw=raw.encode(), now=NOW)
    while outbox.do_due(now=NOW):
        pass
    assert (gone_to, listener.knocks) == ([], 0)


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_no_address_of_a_page_is_refused_with_the_field(town, url):
    with pytest.raises(Invalid) as refused:
        put(town, url)
    fields = {re.sub(r"[^a-z_]+", "", each.path) for each in refused.value.problems}
    assert fields == {"not_forurl", "formalurl", "accessibilityurl", "accessibilityreport", "privacyurl"}


def test_the_listener_and_the_watch_would_have_noticed(listener, gone_to):
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", listener.port), timeout=2)
    assert len(gone_to) == 1
