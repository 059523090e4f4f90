"""Killed between any two rows, destroying and erasing leave every dossier whole or erased whole (RELIABILITY 7, 22).

A small run of the proof; `make prove` does the whole of it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).with_name("run.py")
SIZE = [
    "--dossiers",
    "24",
    "--people",
    "6",
    "--erasing-kills",
    "8",
    "--piece",
    "4",
    "--farthest",
    "260",
    "--moment",
    "0.08",
]


def test_a_worker_killed_halfway_leaves_each_dossier_whole_or_erased_whole_and_then_ends_its_list():
    kind = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    words = [*SIZE, "--what", "erasing", "--databases", kind, "--json"]
    ended = subprocess.run(
        [sys.executable, str(RUN), *words, "--name", f"wijkwerk_erasing_{os.getpid()}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    found = json.loads(ended.stdout or "{}").get(kind, {}).get("erasing", {})
    assert ended.returncode == 0, ended.stderr[-2000:] + json.dumps(found, indent=2)
    assert found["kills"] >= 8
    assert found["kills_outside"] >= 1
    # Some were put on hold while it was going on; all else is gone.
    assert found["held"] >= 3
    assert found["erased"] == 24 + 6 - found["held"]
    # The kills fell at different statements, and some while the list was half done.
    assert len(set(found["moments"])) >= 5
    assert any(0 < number < found["erased"] for number in found["erased_on_the_way"])
