"""Killed between any two statements, a plan is adopted whole or not at all, and in the end nobody heard a thing twice.

A small run of the proof; `make prove` does the whole of it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

RUN = Path(__file__).with_name("run.py")


def test_plans_whose_steps_are_cut_off_end_as_those_that_nobody_disturbed():
    kind = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
    words = ["--plans", "3", "--adopting-kills", "4", "--what", "adopting", "--databases", kind, "--json"]
    ended = subprocess.run(
        [sys.executable, str(RUN), *words, "--name", f"wijkwerk_adopting_{os.getpid()}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    found = json.loads(ended.stdout or "{}").get(kind, {}).get("adopting", {})
    assert ended.returncode == 0, ended.stderr[-2000:] + json.dumps(found, indent=2)
    assert found["kills"] >= 4
    assert found["steps"] == 30
    # The kills fell at different statements, and every asker of every plan got letters.
    assert len(set(found["moments"])) >= 3
    assert found["letters"] > 4 * 12 * 2
