"""`make bench`: what intake, lists and pages cost with 10,000 signals, in times a bare "hello" (docs/measuring.md)."""

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(
    0, str(Path(__file__).resolve().parents[2])
)  # run as a file: the checkout holds the package `tests`

from tests.bench import cpu
from tests.bench.installation import Installation, database, end, end_on_sigterm, free_port, maintenance_url
from tests.bench.rounds import PAGES, Meter, Rounds
from wijkwerk.config import serve

NAME = "wijkwerk_bench"
HEADS = ("page", "CPU ms", "x hello", "(spread)", "db ms", "x with db", "aim", "peer")


def main(words: list[str] | None = None) -> int:
    """Measure, print a table or with --json one object. Exit code 0 when all could be measured."""
    args = arguments().parse_args(words)
    end_on_sigterm()
    postgres = maintenance_url(args.postgres)
    kinds = ["sqlite", "postgres"] if postgres else ["sqlite"]
    kinds = [kind for kind in kinds if kind in args.databases.split(",")]
    found: dict[str, Any] = {"signals": args.signals, "rounds": args.rounds, "keep_alive": args.keep_alive}
    found["databases"] = {kind: bench(kind, args, postgres) for kind in kinds}
    print(json.dumps(found, indent=2) if args.json else table(found))
    return 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tests/bench/run.py", description=__doc__)
    parser.add_argument("--signals", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--databases", default="sqlite,postgres", help="which of the two, with a comma")
    parser.add_argument("--postgres", default="", help="URL of a PostgreSQL where a database may be made")
    parser.add_argument(
        "--keep-alive", action="store_true", help="one connection for all requests of a batch"
    )
    parser.add_argument(
        "--profile", default="", help="print where the time goes: list, signal, area, trace, chain, intake"
    )
    parser.add_argument("--json", action="store_true")
    return parser


def bench(kind: str, args: argparse.Namespace, postgres: str) -> dict[str, Any]:
    """All figures on one database, which is made for this and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="wijkwerk-bench-") as scratch:
        folder = Path(scratch)
        with database(kind, folder=folder, name=NAME, maintenance=postgres) as url:
            house = Installation(folder, url)
            town = fill(house, args.signals)
            if args.profile:
                house.inside("tests.bench.profiling", args.profile, json.dumps(town))
                say((folder / "profile.txt").read_text())
            return measured(house, town, args)


def fill(house: Installation, signals: int) -> dict[str, Any]:
    began = time.monotonic()
    house.inside("tests.bench.tables")
    town: dict[str, Any] = house.inside("tests.bench.fill", str(signals))
    town["fill_seconds"] = round(time.monotonic() - began, 1)
    say(f"filled in {town['fill_seconds']} s: {town['signals']} signals, {town['open']} open")
    return town


def measured(house: Installation, town: dict[str, Any], args: argparse.Namespace) -> dict[str, Any]:
    """Start both servers, take turns between them."""
    port, yardstick = free_port(), free_port()
    server = hello = None
    try:
        server = house.serve(port=port, workers=1)
        hello = house.ready(house.start(hello_command(yardstick)), f"http://127.0.0.1:{yardstick}/healthz")
        rounds = Rounds(
            port,
            yardstick,
            town,
            Meter(cpu.web_workers(server.pid), cpu.Backends(house.database).pids),
            Meter(cpu.web_workers(hello.pid, supervised=False), list),
            keep_alive=args.keep_alive,
        )
        rounds.measure(args.rounds, lambda number: say(f"round {number} of {args.rounds}"))
        rushes = rounds.rushes()
    finally:
        end(server)
        end(hello)
    about = {name: town[name] for name in ("signals", "open", "published", "promises", "fill_seconds")}
    return about | rounds.figures() | {"eight_at_once": rushes}


def hello_command(port: int) -> list[str]:
    """The yardstick under exactly the settings of our own web server."""
    ours = serve.web_command(argparse.Namespace(host="127.0.0.1", port=port, workers=1, threads=4))
    return ["tests.bench.hello:application" if word.startswith("wijkwerk.") else word for word in ours]


def table(found: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"{found['signals']} signals, median of {found['rounds']} rounds; CPU = user + system"]
    for kind, figures in found["databases"].items():
        lines += ["", f"{kind}: hello {figures['hello_ms']:.2f} ms", row(HEADS)]
        lines += [row(cells(page, figure)) for page, figure in figures["pages"].items()]
        lines += ["", row(("eight people at once, one web process", "p50 ms", "p95 ms", "pages/s"))]
        lines += [row(waits(page, figure)) for page, figure in figures["eight_at_once"].items()]
    return "\n".join(lines)


def cells(page: str, figure: dict[str, Any]) -> tuple[str, ...]:
    peer = figure["peer"]
    return (
        PAGES[page][0],
        f"{figure['cpu_ms']:.1f}",
        f"{figure['times_hello']:.0f}",
        f"{figure['lowest']:.0f}-{figure['highest']:.0f}",
        f"{figure['database_ms']:.1f}",
        f"{figure['times_hello_with_database']:.0f}",
        str(figure["aim"] or ""),
        f"{peer[0]}-{peer[1]}" if peer else "",
    )


def waits(page: str, figure: dict[str, Any]) -> tuple[str, ...]:
    return PAGES[page][0], *(f"{figure[name]:.0f}" for name in ("p50_ms", "p95_ms", "per_second"))


def row(parts: tuple[str, ...]) -> str:
    return f"{parts[0]:<46}" + "".join(f"{part:>11}" for part in parts[1:])


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
