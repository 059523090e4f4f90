"""What the areas add to the house: parts of the settings document, words for the history, settings of the journal."""

from wijkwerk.ground.areas import journal, statements
from wijkwerk.ground.areas.sections import give_sections
from wijkwerk.ground.kit import hooks

WORDS = {"settings_changed": "Instellingen gewijzigd"}


def words() -> dict[str, str]:
    """Dutch words for the verbs that this room writes in the journal."""
    return WORDS


hooks.add("settings.section", give_sections)
hooks.add("settings.section", statements.give_sections)
hooks.add("journal.words", words)
hooks.add("journal.years", journal.years)
hooks.add("journal.sealed", journal.send_head)
