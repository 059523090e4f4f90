"""`wijkwerk serve` as it runs on a server: web and worker start together and end together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from wijkwerk.config.supervisor import Supervisor
from wijkwerk.ground.kit.output import Output

STARTED_WITHIN = 30.0
STOPPED_WITHIN = 15.0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(true, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


def page(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as reply:
            return reply.status, dict(reply.headers)
    except OSError:
        return None


def children(pid):
    """Process ids of all that descends from a process."""
    shown = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in (line.split() for line in shown.splitlines())}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def alive(pids):
    shown = subprocess.run(["ps", "-eo", "pid=,stat="], capture_output=True, text=True, check=True).stdout
    states = dict(line.split() for line in shown.splitlines())
    return {pid for pid in pids if not states.get(str(pid), "Z").startswith("Z")}


@pytest.fixture(scope="module")
def env(tmp_path_factory):
    """An installation of its own, on SQLite: what is tested here is the processes."""
    folder = tmp_path_factory.mktemp("installation")
    found = {
        name: value for name, value in os.environ.items() if not name.startswith(("WIJKWERK_", "DJANGO_"))
    }
    found |= {
        "DATABASE_URL": f"sqlite:///{folder}/w.sqlite3",
        "WIJKWERK_SECRET_KEY": "s" * 60,
        "WIJKWERK_INSECURE": "1",
        "WIJKWERK_STATIC": f"{folder}/static",
        "WIJKWERK_LETTERS": f"{folder}/letters",
        "WIJKWERK_MEDIA": f"{folder}/media",
    }
    subprocess.run([sys.executable, "-m", "wijkwerk", "migrate"], env=found, check=True, capture_output=True)
    return found


@pytest.fixture
def served(env):
    """A running `wijkwerk serve`: its process and its address."""
    port = free_port()
    command = [sys.executable, "-m", "wijkwerk", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address = f"http://127.0.0.1:{port}"
    ready = until(lambda: page(f"{address}/healthz") or process.poll() is not None, STARTED_WITHIN)
    try:
        assert ready
        assert process.poll() is None, process.stdout.read()
        yield process, address
    finally:
        process.kill()
        process.wait()


def test_web_and_worker_start_and_end_together(served):
    process, address = served
    assert page(f"{address}/healthz")[0] == 200
    family = children(process.pid)
    assert len(family) == 4  # gunicorn, its two web processes, the worker
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=STOPPED_WITHIN) == 0
    assert until(lambda: not alive(family), 5)


def test_a_supervisor_that_is_killed_leaves_nobody_behind(served):
    process, _address = served
    family = children(process.pid)
    process.kill()
    assert until(lambda: not alive(family), STOPPED_WITHIN)


def test_static_files_carry_the_headers_and_are_served(served):
    _process, address = served
    status, headers = page(f"{address}/static/account/js/account.js")
    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_helper_that_falls_is_started_again_and_the_main_one_ends_all(monkeypatch):
    sleep = [sys.executable, "-c", "import time; time.sleep(3)"]
    fall = [sys.executable, "-c", "raise SystemExit(7)"]
    out = Output(as_json=True)
    watched = Supervisor({"web": sleep, "worker": fall}, main="web", out=out)
    starts: list[str] = []
    start = watched._start

    def counted(name: str) -> None:
        starts.append(name)
        start(name)

    monkeypatch.setattr(watched, "_start", counted)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        assert watched.run(ready_url="http://127.0.0.1:9/", address="") == 1
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert starts.count("web") == 1
    assert 2 <= starts.count("worker") <= 3
