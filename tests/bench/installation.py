"""A scratch installation as a municipality would run it: own database, own folders, the settings of a real server.

It stands behind a proxy that exists in the headers only: https, and for each resident an address of their own. So the
rate limits, the secure cookies and the check on where a form comes from are all in force.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
HOST = "wijkwerk.test"
START_SECONDS = 120
END_SECONDS = 40


class NotReady(Exception):
    """A server or a command of the scratch installation did not do what it was started for."""


@dataclass
class Installation:
    """`database` is a URL. Everything it writes lies in `folder`."""

    folder: Path
    database: str
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def environment(self) -> dict[str, str]:
        """The whole environment of its processes; nothing of the builder's own installation."""
        passed = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return passed | {
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "DATABASE_URL": self.database,
            "WIJKWERK_URL": f"https://{HOST}",
            "WIJKWERK_BEHIND_PROXY": "1",
            "WIJKWERK_SECRET_KEY": self.secret,
            "WIJKWERK_STATIC": str(self.folder / "static"),
            "WIJKWERK_MEDIA": str(self.folder / "media"),
            "WIJKWERK_LETTERS": str(self.folder / "letters"),
        }

    @property
    def log(self) -> Path:
        return self.folder / "processes.log"

    def command(self, *words: str) -> None:
        """Run `wijkwerk WORDS` to its end. Raises NotReady when it fails."""
        self._run([sys.executable, "-m", "wijkwerk", *words])

    def inside(self, module: str, *words: str) -> Any:
        """Run `main(words)` of a module in a process with our settings; returns what it returned, through JSON."""
        said = self._run([sys.executable, "-m", "tests.bench.inside", module, *words])
        return json.loads(said.splitlines()[-1])

    def _run(self, command: list[str]) -> str:
        ended = subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, text=True)
        if ended.returncode:
            raise NotReady(f"{' '.join(command[1:])} ended with {ended.returncode}:\n{ended.stderr[-3000:]}")
        return ended.stdout

    def start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        """A process that runs on, in a session of its own; what it says goes to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                env=self.environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def serve(self, *, port: int, workers: int, threads: int = 4) -> "subprocess.Popen[bytes]":
        """The real web server, without the outbox worker; returns when it answers."""
        options = ["--port", port, "--workers", workers, "--threads", threads]
        words = [*options, "--no-worker", "--allow-owner"]
        server = self.start([sys.executable, "-m", "wijkwerk", "serve", *map(str, words)])
        return self.ready(server, f"http://127.0.0.1:{port}/healthz")

    def worker(self) -> "subprocess.Popen[bytes]":
        """The real outbox worker."""
        return self.start([sys.executable, "-m", "wijkwerk", "worker"])

    def ready(self, process: "subprocess.Popen[bytes]", url: str) -> "subprocess.Popen[bytes]":
        """Wait until the process answers 200 at the address. Raises NotReady."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise NotReady(f"the server ended at once:\n{self.log.read_text()[-3000:]}")
            if answers(url):
                return process
            time.sleep(0.1)
        process.kill()
        raise NotReady(f"no answer at {url}:\n{self.log.read_text()[-3000:]}")


def end_on_sigterm() -> None:
    """Told to stop: end what was started and drop what was made, as after Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))


def answers(url: str) -> bool:
    """Whether the address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def end(process: "subprocess.Popen[bytes] | None") -> None:
    """Ask a process to stop, and make it stop when it does not."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgres(maintenance: str, name: str) -> Iterator[str]:
    """A new PostgreSQL database with this name, dropped afterwards; yields its URL."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(maintenance)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(drop)


def maintenance_url(given: str = "") -> str:
    """Where PostgreSQL is: as given, else WIJKWERK_TEST_POSTGRES or DATABASE_URL; empty when none names one."""
    found = given or os.environ.get("WIJKWERK_TEST_POSTGRES") or os.environ.get("DATABASE_URL") or ""
    return found if found.startswith(("postgres://", "postgresql://")) else ""


@contextmanager
def database(kind: str, *, folder: Path, name: str, maintenance: str) -> Iterator[str]:
    """The URL of an empty database of this kind (`sqlite` or `postgres`), gone afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / (name + '.sqlite3')}"
        return
    with postgres(maintenance, name) as url:
        yield url
