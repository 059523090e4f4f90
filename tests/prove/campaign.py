"""The proof of number 5: kill -9 of web workers and outbox worker while residents report, then look at every row."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench import cpu
from tests.bench.installation import Installation, end, free_port
from tests.prove.residents import Ledger, street

WORKERS = 2
OUTBOX_EACH = 4  # every fourth kill is for the outbox worker
PAIR_EACH = 5  # every fifth kill takes the other web worker as well
STUCK_SECONDS = 180
CLAIM_SECONDS = 300


@dataclass(frozen=True)
class Plan:
    kills: int = 50
    acknowledged: int = 2000
    clients: int = 8
    photo_each: int = 10
    seed: int = 5
    patient: bool = True  # wait until the claims of killed outbox workers end, so that all work can be done


@dataclass
class Killer:
    """Kills processes of this campaign by their id, and starts the outbox worker again; gunicorn starts its own."""

    house: Installation
    server: "subprocess.Popen[bytes]"
    chance: random.Random
    web: int = 0
    outbox: int = 0
    worker: "subprocess.Popen[bytes] | None" = None

    @property
    def kills(self) -> int:
        return self.web + self.outbox

    def strike(self) -> None:
        """One kill, at a moment that nobody chose."""
        time.sleep(self.chance.uniform(0, 0.15))
        if self.kills % OUTBOX_EACH == OUTBOX_EACH - 1:
            self._outbox()
        else:
            self._web(2 if self.kills % PAIR_EACH == 0 else 1)

    def _web(self, number: int) -> None:
        living = cpu.web_workers(self.server.pid)
        for pid in self.chance.sample(living, min(number, len(living))):
            try:
                os.kill(pid, signal.SIGKILL)
                self.web += 1
            except ProcessLookupError:
                continue  # it was replaced since we looked

    def _outbox(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self.outbox += 1
        self.worker = self.house.worker()


def run(house: Installation, plan: Plan) -> dict[str, Any]:
    """Prepare, kill, check, let the worker finish, check again. Returns all figures."""
    house.inside("tests.bench.tables")
    house.inside("tests.bench.fill", "0")
    began = time.monotonic()
    ledger, killer = _battle(house, plan)
    seconds = round(time.monotonic() - began, 1)
    if ledger.server_errors or ledger.troubles:
        say(house.log.read_text(encoding="utf-8", errors="replace")[-4000:])
    path = house.folder / "ledger.json"
    told = [asdict(each) for each in ledger.told]
    path.write_text(json.dumps({"told": told, "begun": ledger.begun}), encoding="utf-8")
    found = house.inside("tests.prove.check", str(path))
    after = _finish(house, str(path), plan, ledger)
    return {
        "seconds": seconds,
        "acknowledged": len(ledger.told),
        "kills_web": killer.web,
        "kills_outbox": killer.outbox,
        "broken_requests": ledger.broken,
        "broken_while_sending": ledger.broken_while_sending,
        "server_errors": ledger.server_errors,
        "troubles": ledger.troubles,
        "found": found,
        "after": after,
        "kept": _kept(plan, ledger, killer, found, after),
    }


def _finish(house: Installation, ledger_path: str, plan: Plan, ledger: Ledger) -> dict[str, Any]:
    """Let the outbox worker do what waits, and look again."""
    deadline = time.monotonic() + CLAIM_SECONDS
    while True:
        house.command("worker", "--once")
        after: dict[str, Any] = house.inside("tests.prove.check", ledger_path, "finished")
        if not after["outbox_claimed"] or not plan.patient:
            return after
        if time.monotonic() > deadline:
            ledger.trouble(f"claims of killed workers did not end in {CLAIM_SECONDS} s")
            return after
        time.sleep(10)


def _kept(plan: Plan, ledger: Ledger, killer: Killer, *checks: dict[str, Any]) -> bool:
    promises = all(count == 0 for check in checks for count in check["broken"].values())
    enough = len(ledger.told) >= plan.acknowledged and killer.kills >= plan.kills
    return promises and enough and not ledger.troubles and not ledger.server_errors


def _battle(house: Installation, plan: Plan) -> tuple[Ledger, Killer]:
    port, stop = free_port(), threading.Event()
    ledger = Ledger(plan.acknowledged, plan.photo_each)
    server = house.serve(port=port, workers=WORKERS)
    killer = Killer(house, server, random.Random(plan.seed), worker=house.worker())
    streets = [
        threading.Thread(target=street, args=(port, ledger, stop), daemon=True) for _ in range(plan.clients)
    ]
    try:
        for each in streets:
            each.start()
        _kill_on_the_way(ledger, killer, plan, streets)
    finally:
        stop.set()
        for each in streets:
            each.join(timeout=STUCK_SECONDS)
        end(server)
        end(killer.worker)
    return ledger, killer


def _kill_on_the_way(ledger: Ledger, killer: Killer, plan: Plan, streets: list[threading.Thread]) -> None:
    """Spread the kills evenly over what is acknowledged, so that each strikes a server at work."""
    last, since = -1, time.monotonic()
    while any(each.is_alive() for each in streets):
        done = len(ledger.told)
        if done != last:
            last, since = done, time.monotonic()
        if time.monotonic() - since > STUCK_SECONDS:
            ledger.trouble(f"nothing was acknowledged for {STUCK_SECONDS} s")
            return
        if killer.kills < plan.kills and done >= (killer.kills + 1) * plan.acknowledged // (plan.kills + 1):
            killer.strike()
            say(f"{killer.kills} kills, {len(ledger.told)} acknowledged")
        time.sleep(0.02)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
