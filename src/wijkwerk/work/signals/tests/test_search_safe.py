"""Whatever is typed in the search is words and never part of a question to the database (RELIABILITY 25)."""

import contextlib
from collections.abc import Callable
from itertools import product

import pytest
from django.core.exceptions import EmptyResultSet
from django.test import Client
from django.urls import reverse

from wijkwerk.rules.finding import terms
from wijkwerk.testing_cast import Town
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals.desk.lists.found import asked_for
from wijkwerk.work.signals.models import SearchText, Signal
from wijkwerk.work.signals.tests.injections import INJECTIONS

LogIn = Callable[..., Client]
pytestmark = pytest.mark.django_db

SIGNS = [
    '"',
    "'",
    "*",
    "(",
    ")",
    "^",
    ":",
    "-",
    "+",
    "%",
    "_",
    "\\",
    ";",
    "--",
    "/*",
    "#",
    "`",
    "$$",
    "||",
    "&",
    "|",
    "!",
    "<->",
    "@@",
]
FTS5 = [
    'NEAR("school" "hard", 5)', "school AND", "OR school", "NOT school", "words : school", "{shown words} : school",
    "- shown : school", "^school", "school*", '"school" * *', '"school', "(school", "school)", "NEAR(", "school NEAR",
    "rank MATCH 'bm25(10)'", "signals_searchtext", "words_signals_searchtext MATCH 'school'", '""', '"" OR ""',
]  # fmt: skip
TSQUERY = [
    "school & !hard", "school:*A", "'school'", "''school''", "school <2> hard", "a:b:c", "\\'school", "school | ", "!!school",
    "'':*", "school::tsquery", "E'\\\\'",
]  # fmt: skip
SQL = [
    "' OR 1=1 --", "' OR '1'='1", '" OR "1"="1', "'; DROP TABLE signals_signal; --", "1); SELECT pg_sleep(5); --",
    "' UNION SELECT name, address FROM answers_asker --", "' AND SLEEP(5) --", "'||(SELECT 1)||'", "%' ESCAPE '!' --",
    "1 AND (SELECT 1 FROM PG_SLEEP(5))", "randomblob(1000000000)", "' AND 1=LIKE('A',UPPER(HEX(RANDOMBLOB(99999999)))) --",
    "admin'/*", "%27%20OR%201=1", "school' ORDER BY 99 --", "{{ 7*7 }}", "{% debug %}", "${7*7}", "../../etc/passwd",
    "school\u0000", "\ufeffschool", "\u202eloohcs", "\U0001f468\u200d\U0001f469", "\u0130stanbul", "ﷺ ﷺ", "½ ⅓ ①", "٣٤٥",
]  # fmt: skip
LONG = [
    "school " * 200,
    "a" * 5000,
    '"' * 3000,
    "(" * 2000,
    "é" * 1000,
    "* " * 1000,
    "1 " * 2000,
    "NEAR(" * 500,
]
MIXED = [f"{first}school{last}" for first, last in product(SIGNS[:12], SIGNS[:10])]
STRINGS = [*SIGNS, *FTS5, *TSQUERY, *SQL, *LONG, *MIXED, *INJECTIONS]
# Signs that no text of ours may hold are refused at the door.
REFUSED = (200, 400)


def test_there_are_two_hundred_strings() -> None:
    assert len(set(STRINGS)) >= 200


def test_no_string_breaks_the_search_or_finds_what_it_should_not(town: Town, log_in: LogIn) -> None:
    town.signal()
    client, secret = log_in("member"), town.signal(title="Geheim", theme="verkeer")
    for text in STRINGS:
        response = client.get(reverse("signals:search"), {"q": text})
        assert response.status_code in REFUSED, text
        assert secret.subject.code not in response.content.decode(), text
        response = client.get(reverse("signals:search"), {"q": "school", "na": text})
        assert response.status_code in REFUSED, text
        response = client.post(reverse("signals:search"), {"who": text})
        assert response.status_code in (*REFUSED, 422), text
        assert secret.subject.code not in response.content.decode(), text
    assert Signal.objects.count() == 2


def test_signs_around_a_word_change_nothing_of_what_is_found(town: Town, log_in: LogIn) -> None:
    signal, client = town.signal(), log_in("traffic")
    for text in MIXED:
        response = client.get(reverse("signals:search"), {"q": text})
        found = [each.row.code for each in response.context["rows"]]
        # An underscore or a number beside it would make another word; none of these signs does.
        assert found == [signal.subject.code], text


def test_only_letters_and_digits_of_a_string_reach_the_database(town: Town) -> None:
    statements = set()
    for text in STRINGS:
        wanted = terms(text[:200])
        if not wanted:
            continue
        sql, given = SearchText.objects.filter(words__holds=wanted).query.sql_with_params()
        statements.add(sql)
        words = str(given[-1]).replace("words", "").replace(" AND ", " ").replace(" OR ", " ")
        assert all(sign.isalnum() or sign in " {}():*&|'\"" for sign in words), text
    assert len(statements) == 1


def test_of_a_name_too_only_letters_and_digits_reach_the_database(town: Town) -> None:
    for text in STRINGS:
        rows = Asker.objects.filter(asked_for(text[:200]))
        with contextlib.suppress(EmptyResultSet):
            sql, given = rows.query.sql_with_params()
            assert "school" not in sql, text
            assert all(sign.isalnum() or sign in " %\U0010ffff" for word in given for sign in str(word)), text
        list(rows)


@pytest.mark.parametrize("name", ["volgorde", "sort", "order", "order_by", "o"])
def test_no_parameter_names_a_column(town: Town, log_in: LogIn, name: str) -> None:
    town.signal()
    plain = log_in("traffic").get(reverse("signals:search"), {"q": "school"})
    odd = log_in("traffic").get(reverse("signals:search"), {"q": "school", name: "text; DROP TABLE x"})
    assert [each.row.code for each in odd.context["rows"]] == [
        each.row.code for each in plain.context["rows"]
    ]
