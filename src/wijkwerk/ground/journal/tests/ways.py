"""Ways to tamper with a sealed journal. Each does one thing; no guard stands in the way (RELIABILITY 21)."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from wijkwerk.ground.journal.actions import digest_of
from wijkwerk.ground.journal.models import Detail, Seal
from wijkwerk.ground.journal.tests.tampering import Hand

WAYS: list[Callable[[Hand], None]] = []
PAPER: set[str] = set()  # ways that leave a chain that fits itself: only a head kept elsewhere tells


def way(function: Callable[[Hand], None]) -> Callable[[Hand], None]:
    WAYS.append(function)
    return function


def paper(function: Callable[[Hand], None]) -> Callable[[Hand], None]:
    PAPER.add(function.__name__)
    return way(function)


def _flip(hexes: str) -> str:
    return ("0" if hexes[0] != "0" else "1") + hexes[1:]


# --- each column of a line ------------------------------------------------------------------------------


@way
def line_gets_another_id(hand: Hand) -> None:
    hand.line_set("id", uuid.uuid4())


@way
def line_goes_to_another_municipality(hand: Hand) -> None:
    hand.line_set("municipality", uuid.uuid4())


@way
def line_is_about_something_else(hand: Hand) -> None:
    hand.line_set("subject", uuid.uuid4(), hand.bare)


@way
def line_is_about_nothing(hand: Hand) -> None:
    hand.line_set("subject", None, hand.bare)


@way
def somebody_else_did_it(hand: Hand) -> None:
    hand.line_set("actor", uuid.uuid4())


@way
def nobody_did_it(hand: Hand) -> None:
    hand.line_set("actor", None)


@way
def something_else_was_done(hand: Hand) -> None:
    hand.line_set("verb", "withdrawn")


@way
def a_blank_behind_the_verb(hand: Hand) -> None:
    hand.line_set("verb", hand.line.verb + " ")


@way
def a_microsecond_later(hand: Hand) -> None:
    hand.line_set("at", hand.line.at + timedelta(microseconds=1))


@way
def a_day_earlier(hand: Hand) -> None:
    hand.line_set("at", hand.line.at - timedelta(days=1))


@way
def from_somewhere_else(hand: Hand) -> None:
    hand.line_set("origin", "clock")


@way
def with_another_result(hand: Hand) -> None:
    hand.line_set("result", "")


@way
def with_another_digest(hand: Hand) -> None:
    hand.line_set("digest", _flip(hand.line.digest))


@way
def as_if_there_never_was_a_text(hand: Hand) -> None:
    hand.sql("DELETE FROM {detail} WHERE line_id = %s", hand.line.pk)
    hand.line_set("digest", "")


# --- lines taken away and put in ------------------------------------------------------------------------


@way
def line_is_gone(hand: Hand) -> None:
    hand.drop_line(hand.line, seal=False)


@way
def line_and_seal_are_gone(hand: Hand) -> None:
    hand.drop_line(hand.line, seal=True)


@way
def line_is_gone_and_the_gap_closed(hand: Hand) -> None:
    hand.drop_line(hand.line, seal=True)
    hand.renumber()


@way
def last_line_of_a_batch_is_cut_off(hand: Hand) -> None:
    hand.drop_line(hand.at(hand.batch.lines), seal=True)
    hand.batch_set("lines", hand.batch.lines - 1)


@way
def all_lines_of_a_batch_are_gone(hand: Hand) -> None:
    hand.drop_batch(hand.batch, row=False)


@way
def a_line_of_long_ago_without_a_seal(hand: Hand) -> None:
    hand.put_line(like=hand.line)


@way
def a_line_with_a_seal_at_the_end(hand: Hand) -> None:
    hand.put_seal(hand.put_line(like=hand.line), hand.batch, hand.batch.lines + 1)


@way
def a_line_with_a_seal_that_is_counted(hand: Hand) -> None:
    hand.put_seal(hand.put_line(like=hand.line), hand.batch, hand.batch.lines + 1)
    hand.batch_set("lines", hand.batch.lines + 1)


@way
def a_line_in_the_place_of_another(hand: Hand) -> None:
    place, made = Seal.objects.get(pk=hand.line.pk).place, hand.put_line(like=hand.line)
    hand.drop_line(hand.line, seal=True)
    hand.put_seal(made, hand.batch, place)


@way
def a_line_of_today_in_an_old_batch(hand: Hand) -> None:
    made = hand.put_line(like=hand.at(hand.last.lines, hand.last))
    hand.put_seal(made, hand.batch, 0)


# --- moved ----------------------------------------------------------------------------------------------


@way
def two_lines_exchange_what_was_done(hand: Hand) -> None:
    hand.line_set("verb", hand.bare.verb)
    hand.line_set("verb", hand.line.verb, hand.bare)


@way
def two_lines_exchange_their_moments(hand: Hand) -> None:
    hand.line_set("at", hand.other.at)
    hand.line_set("at", hand.line.at, hand.other)


@way
def two_lines_exchange_their_places(hand: Hand) -> None:
    mine, others = (Seal.objects.get(pk=line.pk).place for line in (hand.line, hand.other))
    hand.seal_set("place", 9999)
    hand.seal_set("place", mine, hand.other)
    hand.seal_set("place", others)


@way
def a_seal_goes_to_the_end(hand: Hand) -> None:
    hand.seal_set("place", hand.batch.lines + 1)


@way
def a_seal_goes_to_the_next_batch(hand: Hand) -> None:
    hand.sql(
        "UPDATE {seal} SET batch_id = %s, place = %s WHERE line = %s",
        hand.next.pk, hand.next.lines + 1, hand.line.pk,
    )  # fmt: skip


@way
def two_batches_exchange_a_line(hand: Hand) -> None:
    there = Seal.objects.get(batch=hand.next, place=5)
    here = Seal.objects.get(pk=hand.line.pk)
    for seal in (here, there):
        hand.sql("DELETE FROM {seal} WHERE line = %s", seal.pk)
    hand.put_seal(there.pk, hand.batch, here.place)
    hand.put_seal(here.pk, hand.next, there.place)


@way
def a_seal_is_gone(hand: Hand) -> None:
    hand.sql("DELETE FROM {seal} WHERE line = %s", hand.line.pk)


@way
def a_seal_of_a_line_that_never_was(hand: Hand) -> None:
    hand.seal_set("line", uuid.uuid4())


@way
def a_seal_of_another_municipality(hand: Hand) -> None:
    hand.seal_set("municipality", uuid.uuid4())


# --- each column of a batch, and whole batches ----------------------------------------------------------


@way
def batch_gets_another_id(hand: Hand) -> None:
    made = uuid.uuid4()
    hand.batch_set("id", made)
    hand.sql("UPDATE {seal} SET batch_id = %s WHERE batch_id = %s", made, hand.batch.pk)


@way
def batch_goes_to_another_municipality(hand: Hand) -> None:
    hand.batch_set("municipality", uuid.uuid4())


@way
def batch_gets_another_number(hand: Hand) -> None:
    hand.batch_set("number", 99)


@way
def batch_gets_another_day(hand: Hand) -> None:
    hand.batch_set("day", hand.batch.day - timedelta(days=1))


@way
def batch_gets_another_count(hand: Hand) -> None:
    hand.batch_set("lines", hand.batch.lines + 1)


@way
def batch_follows_something_else(hand: Hand) -> None:
    hand.batch_set("previous", _flip(hand.batch.previous))


@way
def batch_gets_another_content(hand: Hand) -> None:
    hand.batch_set("content", _flip(hand.batch.content))


@way
def batch_gets_another_head(hand: Hand) -> None:
    hand.batch_set("head", _flip(hand.batch.head))


@way
def last_batch_gets_another_head(hand: Hand) -> None:
    hand.batch_set("head", _flip(hand.last.head), hand.last)


@way
def batch_may_go_sooner(hand: Hand) -> None:
    hand.batch_set("destroy_after", hand.batch.day)


@way
def batch_may_never_go(hand: Hand) -> None:
    hand.batch_set("destroy_after", None)


@way
def batch_is_gone(hand: Hand) -> None:
    hand.drop_batch(hand.batch)


@way
def first_batch_is_gone(hand: Hand) -> None:
    hand.drop_batch(hand.first)


@way
def two_batches_exchange_their_numbers(hand: Hand) -> None:
    hand.batch_set("number", 9999)
    hand.batch_set("number", hand.batch.number, hand.next)
    hand.batch_set("number", hand.next.number)


@way
def a_batch_that_never_was(hand: Hand) -> None:
    hand.sql(
        "INSERT INTO {batch} (id, municipality, number, day, lines, previous, content, head) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
        uuid.uuid4(), hand.town, hand.last.number + 1, hand.last.day, 1, hand.last.head, "1" * 64, "2" * 64,
    )  # fmt: skip


@paper
def the_end_of_the_chain_is_cut_off(hand: Hand) -> None:
    hand.drop_batch(hand.last)


@paper
def a_line_is_changed_and_all_heads_made_to_fit(hand: Hand) -> None:
    hand.line_set("verb", "withdrawn")
    hand.recompute()


# --- texts ----------------------------------------------------------------------------------------------


@way
def another_text(hand: Hand) -> None:
    hand.detail_set("text", {"why": "Er was niets aan de hand."})


@way
def a_text_with_one_more_fact(hand: Hand) -> None:
    text = Detail.objects.get(pk=hand.line.pk).text
    hand.detail_set("text", {**text, "team": "verkeer"})


@way
def another_salt(hand: Hand) -> None:
    hand.detail_set("salt", "0" * 32)


@way
def the_salt_of_another_line(hand: Hand) -> None:
    hand.detail_set("salt", Detail.objects.get(pk=hand.other.pk).salt)


@way
def two_lines_exchange_text_and_salt(hand: Hand) -> None:
    mine, others = (Detail.objects.get(pk=line.pk) for line in (hand.line, hand.other))
    for line, detail in ((hand.line, others), (hand.other, mine)):
        hand.detail_set("text", detail.text, line)
        hand.detail_set("salt", detail.salt, line)


@way
def another_text_with_a_digest_that_fits(hand: Hand) -> None:
    text = {"why": "Er was niets aan de hand."}
    hand.detail_set("text", text)
    hand.line_set("digest", digest_of(text, Detail.objects.get(pk=hand.line.pk).salt))


@way
def a_text_that_erasure_would_not_find(hand: Hand) -> None:
    hand.detail_set("subject", uuid.uuid4())


@way
def a_text_in_another_municipality(hand: Hand) -> None:
    hand.detail_set("municipality", uuid.uuid4())


@way
def a_text_goes_to_a_line_that_had_none(hand: Hand) -> None:
    hand.detail_set("line_id", hand.bare.pk)


# --- destruction ----------------------------------------------------------------------------------------


@way
def destroyed_before_its_term(hand: Hand) -> None:
    hand.drop_batch(hand.batch, row=False)
    hand.put_destruction(hand.line.at + timedelta(days=1))


@way
def destroyed_with_a_moment_to_come(hand: Hand) -> None:
    hand.drop_batch(hand.batch, row=False)
    hand.put_destruction(hand.line.at + timedelta(days=3660))


@way
def destroyed_with_a_term_made_shorter(hand: Hand) -> None:
    hand.batch_set("destroy_after", hand.batch.day)
    hand.drop_batch(hand.batch, row=False)
    hand.put_destruction(hand.line.at + timedelta(days=2))
