"""Read the environment: plain functions from a mapping to settings values, so that a test can feed them.

Only `wijkwerk.config` reads the environment; every variable named here stands in `docs/settings.md`.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

Env = Mapping[str, str]

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    # NORMAL may roll back an acknowledged commit after a power cut; FULL keeps it.
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;"
    "PRAGMA cache_size=2000;"
)
SQLITE_OPTIONS: dict[str, Any] = {
    # A deferred transaction that turns into a writer fails at once under load; IMMEDIATE waits its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": SQLITE_PRAGMAS,
}
KEEP_OPEN = 60  # seconds
POOL_OPTIONS = {"min_size": 1, "max_size": 8, "timeout": 10}


def switch(env: Env, name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes and on are yes; everything else is no; absent is the default."""
    value = env.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(env: Env, name: str, default: str = "") -> list[str]:
    """A comma-separated variable as a list without blanks."""
    return [word.strip() for word in env.get(name, default).split(",") if word.strip()]


def folder(env: Env, name: str, default: str) -> Path:
    """A folder as an absolute path; a relative one counts from the current directory."""
    return Path(env.get(name) or default).absolute()


def database(env: Env) -> dict[str, Any]:
    """`DATABASE_URL` as a Django database; without it a SQLite file `var/wijkwerk.sqlite3` here."""
    url = env.get("DATABASE_URL") or f"sqlite:///{Path('var/wijkwerk.sqlite3').absolute()}"
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
        # Opening the file reads all its tables: as much work as a page. Not for ever: a file put in its place is then found.
        config["CONN_MAX_AGE"] = KEEP_OPEN
    else:
        config["CONN_MAX_AGE"] = 0  # the pool keeps connections; Django must not keep them as well
        config["CONN_HEALTH_CHECKS"] = True
        pool = POOL_OPTIONS if switch(env, "WIJKWERK_DB_POOL", default=True) else False
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": pool}
    config["ATOMIC_REQUESTS"] = False
    return config


def secret(env: Env) -> tuple[str, bool]:
    """The secret key, and whether it is ephemeral (made up for this process because none was given)."""
    given = env.get("WIJKWERK_SECRET_KEY") or env.get("SECRET_KEY")
    path = env.get("WIJKWERK_SECRET_FILE")
    if not given and path and Path(path).is_file():
        given = Path(path).read_text(encoding="utf-8").strip()
    return (given, False) if given else (secrets.token_urlsafe(64), True)


def trace_key(env: Env, secret_key: str) -> bytes:
    """The key of trace links: its own variable, else derived, so that it never equals the secret."""
    given = env.get("WIJKWERK_TRACE_KEY")
    if given:
        return given.encode()
    return hmac.new(secret_key.encode(), b"wijkwerk trace key v1", hashlib.sha256).digest()


def mail(env: Env, letters_folder: Path) -> dict[str, Any]:
    """`EMAIL_URL` (smtp://, smtp+tls://, smtp+ssl://) as Django mail settings; else files in the folder."""
    url = env.get("EMAIL_URL")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(letters_folder),
        }
    config = dict(environ.Env.email_url_config(url))
    config.setdefault("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    return {**config, "EMAIL_TIMEOUT": 10}  # a hanging server may not hold the worker


def oidc_providers(env: Env) -> dict[str, Any]:
    """The municipality's own OpenID Connect server, only when `WIJKWERK_OIDC_URL` names it."""
    url = env.get("WIJKWERK_OIDC_URL")
    if not url:
        return {}
    app = {
        "provider_id": env.get("WIJKWERK_OIDC_ID", "gemeente"),
        "name": env.get("WIJKWERK_OIDC_NAME", "Gemeente"),
        "client_id": env.get("WIJKWERK_OIDC_CLIENT", ""),
        "secret": env.get("WIJKWERK_OIDC_SECRET", ""),
        "settings": {"server_url": url},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def host_of(url: str) -> str:
    """The host name in an address, `localhost` when there is none."""
    return urlsplit(url).hostname or "localhost"
