"""`make` alone tells what there is, and the README's commands exist."""

import re
import subprocess

import pytest

from tests.house import source

TEXT = (source.ROOT / "Makefile").read_text(encoding="utf-8")
PHONY = set(re.search(r"^\.PHONY: (.*)$", TEXT, re.MULTILINE)[1].split())
SHOWN = subprocess.run(["make", "help"], cwd=source.ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("target", sorted(PHONY))
def test_each_target_has_one_line_of_help(target):
    lines = [line for line in SHOWN.splitlines() if line.split()[1] == target]
    assert len(lines) == 1
    assert len(lines[0].split()) > 4


def test_make_alone_shows_the_help():
    assert ".DEFAULT_GOAL := help" in TEXT


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_a_page_names_only_targets_that_exist(page):
    named = set(
        re.findall(
            r"(?:^|`|&& |exec )make ([a-z-]+)\b", (source.ROOT / page).read_text(encoding="utf-8"), re.M
        )
    )
    assert named
    assert named - PHONY == set()
