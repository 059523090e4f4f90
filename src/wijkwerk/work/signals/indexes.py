"""Indexes of words over the signals' tables."""

from wijkwerk.ground.kit.word_index import WordIndex, register

register(WordIndex("signals_searchtext", ("shown", "words")))
