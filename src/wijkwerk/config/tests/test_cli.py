"""The command: help without loading anything, exit codes that mean something."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db.utils import OperationalError

from wijkwerk.config import cli
from wijkwerk.config.table import COMMANDS, Command
from wijkwerk.ground.kit.output import BROKEN, GOOD, REFUSED, WRONG_USE, Stop


@pytest.fixture
def fake(monkeypatch):
    """A command `try` whose `run` is given by the test."""

    def install(run):
        module = SimpleNamespace(add_arguments=lambda parser: parser.add_argument("--n", type=int), run=run)
        monkeypatch.setitem(COMMANDS, "try", Command("nowhere", "try it", django=False))
        monkeypatch.setattr(cli, "load", lambda command: module)

    return install


@pytest.mark.parametrize("words", [[], ["--help"], ["help"]])
def test_help_names_every_command_with_one_line(words, capsys):
    assert cli.main(words) == GOOD
    shown = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert f"  {name} " in shown
        assert command.help in shown


def test_a_group_shows_its_own_commands_only(capsys):
    assert cli.main(["areas"]) == WRONG_USE
    assert cli.main(["areas", "--help"]) == GOOD
    shown = capsys.readouterr().out
    assert "areas import" in shown
    assert "signals import" not in shown


def test_an_unknown_command_is_wrong_use_and_says_so(capsys):
    assert cli.main(["dans"]) == WRONG_USE
    assert "there is no command `dans`" in capsys.readouterr().err


def test_a_command_gives_its_own_exit_code(fake):
    fake(lambda args, out: REFUSED)
    assert cli.main(["try"]) == REFUSED


def test_arguments_reach_the_command_and_json_reaches_its_voice(fake, capsys):
    def run(args, out):
        out.line("not heard")
        out.done({"n": args.n})
        return GOOD

    fake(run)
    assert cli.main(["try", "--n", "7", "--json"]) == GOOD
    assert json.loads(capsys.readouterr().out) == {"n": 7}


@pytest.mark.parametrize(("owner", "used"), [(True, "postgres://owner@h/d"), (False, "postgres://daily@h/d")])
def test_a_command_for_the_owner_uses_its_database_and_no_other_does(monkeypatch, owner, used):
    monkeypatch.setenv("DATABASE_URL", "postgres://daily@h/d")
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgres://owner@h/d")
    module = SimpleNamespace(
        add_arguments=lambda parser: None,
        run=lambda args, out: out.done({"url": os.environ["DATABASE_URL"]}) or 0,
    )
    monkeypatch.setattr(cli, "load", lambda command: module)
    monkeypatch.setitem(COMMANDS, "try", Command("nowhere", "try it", owner=owner))
    assert cli.main(["try"]) == GOOD
    assert os.environ["DATABASE_URL"] == used


def test_only_destroying_is_for_the_owner():
    assert [name for name, command in COMMANDS.items() if command.owner] == ["journal destroy"]


def test_a_stop_is_one_sentence_and_its_code(fake, capsys):
    def run(args, out):
        raise Stop("There is no such municipality.")

    fake(run)
    assert cli.main(["try"]) == WRONG_USE
    assert capsys.readouterr().err == "There is no such municipality.\n"


def test_a_database_without_tables_is_explained_not_traced(fake, capsys):
    def run(args, out):
        raise OperationalError("no such table: areas_area")

    fake(run)
    assert cli.main(["try"]) == WRONG_USE
    shown = capsys.readouterr().err
    assert "wijkwerk migrate" in shown
    assert "Traceback" not in shown


def test_an_error_of_our_own_is_code_three_with_its_trace(fake, capsys):
    fake(lambda args, out: 1 // 0)
    assert cli.main(["try"]) == BROKEN
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_wrong_arguments_are_wrong_use(fake):
    fake(lambda args, out: GOOD)
    with pytest.raises(SystemExit) as ended:
        cli.main(["try", "--n", "seven"])
    assert ended.value.code == WRONG_USE


def test_help_starts_without_django():
    code = (
        "import sys; from wijkwerk.config.cli import main; main(['--help']); "
        "sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([*name.split(), "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert f"usage: wijkwerk {name}" in shown
    assert "--json" in shown


def test_a_reader_that_has_enough_is_no_error(tmp_path):
    """`wijkwerk --help | head -1` and the like."""
    script = (
        "import sys; from wijkwerk.config import cli, table\n"
        "table.COMMANDS['much'] = table.Command('nowhere', 'x', django=False)\n"
        "def run(*_):\n"
        "    while True: print('x' * 1000)\n"
        "cli.run = run\n"
        "sys.exit(cli.main(['much']))"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.stdout.close()
    _, said = writer.communicate(timeout=30)
    assert (writer.returncode, said) == (0, b"")
