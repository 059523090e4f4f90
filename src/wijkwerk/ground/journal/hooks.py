"""Where the journal joins in: a clock that seals each day, and words for its own verb."""

from wijkwerk.ground.journal import destroying, sealing
from wijkwerk.ground.kit import hooks

WORDS = {destroying.VERB: "Pak van het logboek vernietigd"}


def words() -> dict[str, str]:
    """Dutch words for the verbs that this room writes in the journal."""
    return WORDS


hooks.add("worker.clocks", sealing.seal_daily)
hooks.add("journal.words", words)
