"""A small run of the proof of number 5; `make prove` does the whole of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).with_name("run.py")


def test_nothing_is_lost_half_or_twice_when_workers_are_killed_during_intake():
    kind = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    words = [
        "--what",
        "intake",
        "--kills",
        "5",
        "--acknowledged",
        "100",
        "--impatient",
        "--databases",
        kind,
        "--json",
    ]
    ended = subprocess.run(
        [sys.executable, str(RUN), *words, "--name", f"wijkwerk_prove_{os.getpid()}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = json.loads(ended.stdout or "{}").get(kind, {}).get("intake", {})
    assert ended.returncode == 0, ended.stderr[-2000:] + json.dumps(found, indent=2)
    assert found["acknowledged"] >= 100
    assert found["kills_web"] + found["kills_outbox"] >= 5
    assert found["found"]["photos"] >= 10
