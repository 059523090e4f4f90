"""Run a few processes that belong together: all stop when the main one stops, others are started again."""

import ctypes
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from types import FrameType

from wijkwerk.ground.kit.output import Output

LOOK_EVERY = 0.2  # seconds
PATIENCE = 25.0  # seconds to end well before a process is killed
LONGEST_WAIT = 30.0  # seconds between two starts of a process that keeps failing
STEADY = 60.0  # seconds after which a process counts as healthy again
PR_SET_PDEATHSIG = 1


class Supervisor:
    """`children` maps a name to its command; `main` names the one whose end ends all."""

    def __init__(self, children: dict[str, list[str]], *, main: str, out: Output) -> None:
        self.commands = children
        self.main = main
        self.out = out
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.started: dict[str, float] = {}
        self.wait: dict[str, float] = dict.fromkeys(children, 1.0)
        self.stopping = False

    def run(self, *, ready_url: str, address: str) -> int:
        """Start all, say when the address answers, watch until told to stop. Returns an exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name in self.commands:
            self._start(name)
        announced = False
        while not self.stopping and self.running[self.main].poll() is None:
            if not announced and answers(ready_url):
                announced = True
                self.out.line(f"Wijkwerk answers: open {address}   (stop with Ctrl-C)")
            self._restart_fallen()
            time.sleep(LOOK_EVERY)
        code = self.running[self.main].poll()
        self._end_all()
        return 0 if self.stopping else (code or 1)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _start(self, name: str) -> None:
        # A session of its own: Ctrl-C reaches this process alone, which then ends the others in good order.
        self.running[name] = subprocess.Popen(  # noqa: S603 the command is ours, no shell
            self.commands[name], start_new_session=True, preexec_fn=_end_with_parent
        )
        self.started[name] = time.monotonic()

    def _restart_fallen(self) -> None:
        for name, process in self.running.items():
            if name == self.main or process.poll() is None:
                continue
            lived = time.monotonic() - self.started[name]
            if lived < self.wait[name]:
                continue
            self.wait[name] = 1.0 if lived > STEADY else min(self.wait[name] * 2, LONGEST_WAIT)
            self.out.error(f"{name} ended with code {process.returncode}; it is started again")
            self._start(name)

    def _end_all(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.running.values():
            try:
                process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()


def answers(url: str) -> bool:
    """Whether the address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=1) as reply:  # noqa: S310 our own address
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end_with_parent() -> None:
    """On Linux: when the supervisor is killed the hard way, its children are told to end."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
