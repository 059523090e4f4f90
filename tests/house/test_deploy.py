"""The settings of an installation stand up to the framework's own check."""

import os
import socket
import subprocess
import sys

import pytest

from tests.house import source

SERVER = {
    "WIJKWERK_SECRET_KEY": "kies-zelf-een-lange-sleutel-met-veel-verschillende-tekens-0123456789",
    "WIJKWERK_URL": "https://wijkwerk.example",
    "WIJKWERK_HOSTS": "wijkwerk.example",
    "DJANGO_SETTINGS_MODULE": "wijkwerk.config.settings",
}
KEEP = ("PATH", "HOME", "LANG")


def python(*words, **env):
    given = {name: os.environ[name] for name in KEEP if name in os.environ}
    command = [sys.executable, *words]
    return subprocess.run(command, env={**given, **env}, cwd=source.ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    "url", ["sqlite:////tmp/unused/wijkwerk.sqlite3", "postgres://wijkwerk@localhost/wijkwerk"]
)
def test_check_deploy_finds_nothing(url):
    ended = python("-m", "django", "check", "--deploy", "--fail-level", "WARNING", **SERVER, DATABASE_URL=url)
    assert ended.returncode == 0, ended.stderr
    assert "no issues" in ended.stdout


def test_serve_refuses_to_start_without_a_secret(tmp_path):
    ended = python("-m", "wijkwerk", "serve", DATABASE_URL=f"sqlite:///{tmp_path}/w.sqlite3")
    assert ended.returncode == 2
    assert "WIJKWERK_SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_serve_refuses_a_database_without_tables(tmp_path):
    ended = python("-m", "wijkwerk", "serve", **SERVER, DATABASE_URL=f"sqlite:///{tmp_path}/w.sqlite3")
    assert ended.returncode == 2
    assert "wijkwerk migrate" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_migrate_needs_no_more_than_a_database(tmp_path):
    url = f"sqlite:///{tmp_path}/new/folder/w.sqlite3"
    assert python("-m", "wijkwerk", "migrate", "--json", DATABASE_URL=url).returncode == 0
    ended = python("-m", "wijkwerk", "migrate", "--check", "--json", DATABASE_URL=url)
    assert ended.returncode == 0
    assert ended.stdout == '{"pending": 0, "names": []}\n'


def test_the_demo_leaves_a_database_of_others_alone(tmp_path):
    path = tmp_path / "w.sqlite3"
    assert python("-m", "wijkwerk", "migrate", DATABASE_URL=f"sqlite:///{path}").returncode == 0
    before = path.read_bytes()
    ended = python("-m", "wijkwerk", "demo", "--build-only", DATABASE_URL=f"sqlite:///{path}")
    assert ended.returncode == 2
    assert "not made by the demo" in ended.stderr
    assert path.read_bytes() == before


def test_the_demo_refuses_a_database_server():
    ended = python(
        "-m", "wijkwerk", "demo", "--build-only", DATABASE_URL="postgres://wijkwerk@localhost/wijkwerk"
    )
    assert ended.returncode == 2
    assert "SQLite file of its own" in ended.stderr


def test_the_demo_says_at_once_that_its_port_is_taken(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        url = f"sqlite:///{tmp_path}/demo.sqlite3"
        ended = python("-m", "wijkwerk", "demo", "--port", port, DATABASE_URL=url)
    assert ended.returncode == 2
    assert "Choose another PORT" in ended.stderr
    assert list(tmp_path.iterdir()) == []
