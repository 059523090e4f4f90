"""The proof of numbers 7 and 22: kill -9 of the worker while it destroys and erases, then look at every cell."""

import json
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.installation import Installation, NotReady, end

OUTSIDE_EACH = 4  # every fourth kill comes from outside, at a moment that nobody chose
LIFE_SECONDS = 120
HOLDS = {1: "next,last,person", 3: "next", 6: "next,person"}  # what goes on hold after how many kills


@dataclass(frozen=True)
class Plan:
    dossiers: int = 600
    people: int = 40
    kills: int = 40
    piece: int = 20  # dossiers in one transaction; some forty statements for each
    farthest: int = 1500  # the last statement at which a life may end: some lives end a piece, most do not
    moment: float = 0.3  # seconds of work at most before a kill from outside
    seed: int = 22


@dataclass
class Lives:
    """The lives of one worker after another."""

    house: Installation
    plan: Plan
    chance: random.Random
    kills: int = 0
    outside: int = 0
    troubles: list[str] = field(default_factory=list)

    def one(self) -> bool:
        """One life. Returns whether it was cut off."""
        outside = self.kills % OUTSIDE_EACH == OUTSIDE_EACH - 1
        at = 0 if outside or self.kills >= self.plan.kills else self.chance.randint(1, self.plan.farthest)
        when, hold = self.chance.choice(("before", "after")), HOLDS.get(self.kills, "nothing")
        words = [self.house.folder, self.plan.piece, at, when, hold]
        working = self.house.folder / "working"
        working.unlink(missing_ok=True)
        life = self.house.start(
            [sys.executable, "-m", "tests.bench.inside", "tests.prove.strike", *map(str, words)]
        )
        try:
            if outside and self.kills < self.plan.kills:
                self._from_outside(life, working)
            code = life.wait(timeout=LIFE_SECONDS)
        finally:
            end(life)
        if code not in (0, -signal.SIGKILL):
            raise NotReady(f"a worker ended with {code}:\n{self.house.log.read_text()[-3000:]}")
        self.kills += code == -signal.SIGKILL
        return code == -signal.SIGKILL

    def _from_outside(self, life: "subprocess.Popen[bytes]", working: Path) -> None:
        while life.poll() is None and not working.exists():
            time.sleep(0.005)
        time.sleep(self.chance.uniform(0, self.plan.moment))
        if life.poll() is None:
            life.kill()
            self.outside += 1


def run(house: Installation, plan: Plan) -> dict[str, Any]:
    """Fill, approve, kill, look after each kill, let the work end, look again. Returns all figures."""
    house.inside("tests.bench.tables")
    began = time.monotonic()
    told = house.inside("tests.prove.dossiers", str(plan.dossiers), str(plan.people))
    (house.folder / "told.json").write_text(json.dumps(told), encoding="utf-8")
    lives = Lives(house, plan, random.Random(plan.seed))
    while lives.one():
        pass
    last = house.inside("tests.prove.last_look", str(house.folder))
    looks = [json.loads(line) for line in lines(house.folder / "looks")]
    broken = {name: max(each["broken"].get(name, 0) for each in [*looks, last]) for name in last["broken"]}
    return {
        "seconds": round(time.monotonic() - began, 1),
        "kills": lives.kills,
        "kills_outside": lives.outside,
        "moments": lines(house.folder / "moments"),
        "held": len(lines(house.folder / "held")),
        "erased_on_the_way": [each["erased"] for each in looks],
        "erased": last["erased"],
        "broken": broken,
        "kept": not any(broken.values()) and lives.kills >= plan.kills,
    }


def lines(path: Path) -> list[str]:
    """What the lives wrote."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
