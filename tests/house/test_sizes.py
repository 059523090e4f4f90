"""Short functions and modules, so that each can be read in one go."""

from statistics import median

import pytest

from tests.house import source

LONGEST_FUNCTION = 60
LONG_FUNCTION = 30
MEDIAN_FUNCTION = 10
LONGEST_MODULE = 400

TEST_FILES = [
    *(path for path in sorted(source.PACKAGE.rglob("tests/*.py"))),
    *sorted((source.ROOT / "tests").rglob("*.py")),
]


def name(path):
    return str(path.relative_to(source.ROOT))


def test_the_median_function_is_under_ten_lines():
    assert median(each.lines for each in source.functions()) < MEDIAN_FUNCTION


def test_nine_of_ten_functions_are_under_thirty_lines():
    short = sum(each.lines < LONG_FUNCTION for each in source.functions())
    assert short >= 0.9 * len(source.functions())


def test_no_function_is_over_sixty_lines():
    assert [each for each in source.functions() if each.lines > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", [*source.modules(), *TEST_FILES], ids=name)
def test_a_module_has_at_most_four_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
