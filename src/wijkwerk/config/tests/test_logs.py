"""No log line gives a trace link away (D5)."""

import logging

import pytest

from wijkwerk.config.logs import HIDDEN, HideTokens

TOKENS = ["Zx3_-9aBcDeFgHiJkLmNoP", "0123456789abcdef0123456789abcdef"]


def logged(message, *args):
    record = logging.LogRecord("x", logging.WARNING, "f", 1, message, args, None)
    HideTokens().filter(record)
    return record.getMessage()


@pytest.mark.parametrize("token", TOKENS)
@pytest.mark.parametrize(
    "shape", ["/spoor/{}/", "/spoor/{}", "/m/GM0855/spoor/{}/foto/1", "GET /spoor/{}?x=1"]
)
def test_a_token_in_a_path_is_hidden(token, shape):
    line = logged("Not Found: %s", shape.format(token))
    assert token not in line
    assert HIDDEN in line


@pytest.mark.parametrize(
    "path", ["/account/login/", "/gebied/binnenstad/", "/static/wijkwerk/site.4f1b2c.css"]
)
def test_an_ordinary_path_stays_readable(path):
    assert logged("Not Found: %s", path) == f"Not Found: {path}"
