"""`wijkwerk serve`: the web server with a worker beside it; both stop together."""

import argparse
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection

from wijkwerk.config import migrate, static
from wijkwerk.config.supervisor import Supervisor
from wijkwerk.ground.kit import roles
from wijkwerk.ground.kit.output import Output, Stop

OWNER_ROLE = (
    "This database role owns the journal and could rewrite it. Let DATABASE_URL name a role of its own, give "
    "OWNER_DATABASE_URL to `wijkwerk migrate` only, or start with --allow-owner for a trial."
)
REFUSAL = (
    "There is no secret key: set WIJKWERK_SECRET_KEY, or WIJKWERK_SECRET_FILE to a file that holds one "
    "(50 characters or more). Sessions and trace links are worth nothing without it."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument("--threads", type=int, default=4, help="threads in each web process")
    parser.add_argument("--no-worker", action="store_true", help="somebody else runs `wijkwerk worker`")
    parser.add_argument(
        "--allow-owner", action="store_true", help="serve under the role that owns the tables"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Check that all is ready, then serve until told to stop."""
    check_ready()
    check_free(args.host, args.port)
    if not args.allow_owner and roles.may_rewrite("journal_line"):
        raise Stop(OWNER_ROLE)
    connection.close()
    static.collect(out)
    children = {"web": web_command(args)}
    if not args.no_worker:
        children["worker"] = [sys.executable, "-m", "wijkwerk", "worker"]
    address = f"http://{args.host}:{args.port}/"
    return Supervisor(children, main="web", out=out).run(ready_url=f"{address}healthz", address=address)


def check_ready() -> None:
    """Refuse, with one clear sentence, what would only go wrong later."""
    if settings.SECRET_IS_EPHEMERAL:
        raise Stop(REFUSAL)
    waiting = migrate.pending()
    if waiting:
        raise Stop(f"The database lacks {len(waiting)} migrations. Run `wijkwerk migrate` first.")


def check_free(host: str, port: int) -> None:
    """Refuse an address on which somebody else listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Stop(f"Cannot listen on {host}:{port} ({error.strerror}). Choose another PORT.") from error


def web_command(args: argparse.Namespace) -> list[str]:
    """Gunicorn with threads. No access log: trace links hold a token."""
    options = {
        "--worker-class": "gthread",
        "--workers": args.workers,
        "--threads": args.threads,
        "--bind": f"{args.host}:{args.port}",
        "--timeout": 30,
        "--graceful-timeout": 20,
        "--max-requests": 20_000,
        "--max-requests-jitter": 2_000,
        "--log-level": "warning",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108 the heartbeat file may not wait for a slow disk
        options["--worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    flat = [str(part) for pair in options.items() for part in pair]
    program = [sys.executable, "-m", "gunicorn", "wijkwerk.config.wsgi:application"]
    return [*program, "--preload", "--no-control-socket", *flat]
