"""The proof of promise 3 (DESIGN): kill -9 while plans are adopted, kept and dropped; every promise is told, and once."""

import json
import random
import signal
import sys
import time
from dataclasses import dataclass
from typing import Any

from tests.bench.installation import Installation, NotReady, end
from tests.prove.erasing import lines

LIFE_SECONDS = 240


@dataclass(frozen=True)
class Plan:
    plans: int = 30
    kills: int = 40
    # A life ends at the latest after this share of the statements of a whole script; some steps are then whole, one is not.
    share: float = 0.9
    seed: int = 4


def run(house: Installation, plan: Plan) -> dict[str, Any]:
    """Fill, kill, look after each kill, let the script end, look again. Returns all figures."""
    house.inside("tests.bench.tables")
    began = time.monotonic()
    told = house.inside("tests.prove.promises", "fill", str(plan.plans))
    chance, kills = random.Random(plan.seed), 0
    farthest = max(2, int(told["statements"] * plan.share))
    while True:
        at = chance.randint(1, farthest) if kills < plan.kills else 0
        if not _killed(house, at, chance.choice(("before", "after"))):
            break
        kills += 1
    house.command("worker", "--once")
    last = house.inside("tests.prove.promises", "look")
    looks = [json.loads(line) for line in lines(house.folder / "looks")]
    broken = {name: max(each["broken"].get(name, 0) for each in [*looks, last]) for name in last["broken"]}
    return {
        "seconds": round(time.monotonic() - began, 1),
        "plans": plan.plans,
        "steps": told["steps"] * plan.plans,
        "kills": kills,
        "went_through": sum(each["went_through"] for each in looks),
        "moments": lines(house.folder / "moments"),
        "letters": last["letters"],
        "broken": broken,
        "kept": not any(broken.values()) and kills >= plan.kills,
    }


def _killed(house: Installation, at: int, when: str) -> bool:
    """One life of the script. Returns whether it was cut off. Raises NotReady when it ended in another way."""
    words = ["live", house.folder, at, when]
    life = house.start([sys.executable, "-m", "tests.bench.inside", "tests.prove.promises", *map(str, words)])
    try:
        code = life.wait(timeout=LIFE_SECONDS)
    finally:
        end(life)
    if code not in (0, -signal.SIGKILL):
        raise NotReady(f"a life ended with {code}:\n{house.log.read_text()[-3000:]}")
    return code == -signal.SIGKILL
