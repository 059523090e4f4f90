"""The environment becomes settings in the way docs/settings.md says."""

from pathlib import Path

import pytest

from wijkwerk.config import environment as read


def test_without_a_url_the_database_is_a_file_in_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Path(read.database({})["NAME"]) == tmp_path / "var" / "wijkwerk.sqlite3"


def test_four_slashes_are_an_absolute_file():
    assert read.database({"DATABASE_URL": "sqlite:////srv/wijkwerk.db"})["NAME"] == "/srv/wijkwerk.db"


def test_sqlite_keeps_an_acknowledged_commit():
    options = read.database({"DATABASE_URL": "sqlite:////srv/w.db"})["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20


def test_sqlite_stays_open_between_requests_but_not_for_ever():
    """Opening reads the whole list of tables: as much work as a page. A file that was put in its place is found."""
    assert 10 <= read.database({"DATABASE_URL": "sqlite:////srv/w.db"})["CONN_MAX_AGE"] <= 120


def test_postgres_pools_and_keeps_no_connection_beside_the_pool():
    found = read.database({"DATABASE_URL": "postgres://piet:geheim@db:5433/wijk"})
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["HOST"], found["PORT"], found["NAME"]) == ("piet", "db", 5433, "wijk")
    assert found["OPTIONS"]["pool"]["max_size"] > 1
    assert found["CONN_MAX_AGE"] == 0


def test_the_pool_can_be_left_out():
    url = "postgres://piet@db/wijk"
    found = read.database({"DATABASE_URL": url, "WIJKWERK_DB_POOL": "0"})
    assert found["OPTIONS"]["pool"] is False


def test_options_in_the_address_are_kept():
    found = read.database({"DATABASE_URL": "postgres://piet@db/wijk?sslmode=require"})
    assert found["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("name", ["WIJKWERK_SECRET_KEY", "SECRET_KEY"])
def test_a_secret_from_the_environment_is_no_ephemeral_one(name):
    assert read.secret({name: "x" * 60}) == ("x" * 60, False)


def test_a_secret_from_a_file_is_read_without_its_line_end(tmp_path):
    (tmp_path / "secret").write_text("y" * 60 + "\n")
    assert read.secret({"WIJKWERK_SECRET_FILE": str(tmp_path / "secret")}) == ("y" * 60, False)


@pytest.mark.parametrize("env", [{}, {"SECRET_KEY": ""}, {"WIJKWERK_SECRET_FILE": "/does/not/exist"}])
def test_without_a_secret_each_process_makes_another_one(env):
    first, ephemeral = read.secret(env)
    assert ephemeral
    assert first != read.secret(env)[0]


def test_the_trace_key_is_derived_and_never_the_secret_itself():
    key = read.trace_key({}, "x" * 60)
    assert len(key) == 32
    assert key == read.trace_key({}, "x" * 60)
    assert key != read.trace_key({}, "z" * 60)
    assert key != b"x" * 60


def test_a_trace_key_of_its_own_survives_a_new_secret():
    env = {"WIJKWERK_TRACE_KEY": "k" * 40}
    assert read.trace_key(env, "a") == read.trace_key(env, "b") == b"k" * 40


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("ON", True), ("0", False), ("", False)]
)
def test_a_switch_reads_yes_and_no(value, expected):
    assert read.switch({"X": value}, "X", default=True) is expected


def test_an_absent_switch_is_its_default():
    assert read.switch({}, "X", default=True) is True
    assert read.switch({}, "X") is False


def test_without_a_mail_server_letters_become_files(tmp_path):
    found = read.mail({}, tmp_path)
    assert found["EMAIL_FILE_PATH"] == str(tmp_path)


@pytest.mark.parametrize(
    ("url", "tls"), [("smtp://mail:25", None), ("smtp+tls://piet:geheim@mail:587", True)]
)
def test_a_mail_server_gets_ten_seconds(url, tls, tmp_path):
    found = read.mail({"EMAIL_URL": url}, tmp_path)
    assert found["EMAIL_HOST"] == "mail"
    assert found["EMAIL_TIMEOUT"] == 10
    assert found.get("EMAIL_USE_TLS") is tls


def test_openid_connect_is_off_until_a_server_is_named():
    assert read.oidc_providers({}) == {}


def test_openid_connect_uses_the_named_server_with_pkce():
    env = {"WIJKWERK_OIDC_URL": "https://login.example", "WIJKWERK_OIDC_CLIENT": "wijk"}
    found = read.oidc_providers(env)["openid_connect"]
    assert found["OAUTH_PKCE_ENABLED"]
    assert found["APPS"][0]["client_id"] == "wijk"
    assert found["APPS"][0]["settings"]["server_url"] == "https://login.example"
