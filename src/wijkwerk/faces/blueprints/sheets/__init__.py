"""The sheets of the settings screens, in the order of the overview."""

from wijkwerk.faces.blueprints.sheets.base import MOST_ROWS, Sheet, SingleSheet
from wijkwerk.faces.blueprints.sheets.law import FormalSheet, RetentionSheet, SecuritySheet
from wijkwerk.faces.blueprints.sheets.shown import (
    NOUNS,
    ContactSheet,
    KindsSheet,
    LetterSheet,
    LookSheet,
    NotForSheet,
    ThemesSheet,
    WordsSheet,
)
from wijkwerk.faces.blueprints.sheets.work import (
    BroadSheet,
    HandlingSheet,
    LadderSheet,
    RoutingSheet,
    SuggestingSheet,
    TeamsSheet,
    TermsSheet,
    UrgentSheet,
)

__all__ = ["MOST_ROWS", "NOUNS", "SHEETS", "LetterSheet", "RoutingSheet", "Sheet", "SingleSheet"]

SHEETS: dict[str, type[Sheet]] = {
    sheet.slug: sheet
    for sheet in (
        WordsSheet,
        ThemesSheet,
        KindsSheet,
        RoutingSheet,
        HandlingSheet,
        LadderSheet,
        TermsSheet,
        TeamsSheet,
        UrgentSheet,
        BroadSheet,
        SuggestingSheet,
        NotForSheet,
        FormalSheet,
        ContactSheet,
        LookSheet,
        RetentionSheet,
        SecuritySheet,
    )
}
