"""The sheets of the settings screens, in the order of the overview."""

from wijkwerk.faces.blueprints.sheets.base import MOST_ROWS, Sheet, SingleSheet
from wijkwerk.faces.blueprints.sheets.deviations import DeviationsSheet
from wijkwerk.faces.blueprints.sheets.facts import FactSheet
from wijkwerk.faces.blueprints.sheets.law import (
    AccessibilitySheet,
    FormalSheet,
    PrivacySheet,
    RetentionSheet,
    SecuritySheet,
)
from wijkwerk.faces.blueprints.sheets.planning import CalendarSheet
from wijkwerk.faces.blueprints.sheets.plans import (
    AskingSheet,
    BudgetSheet,
    CriteriaSheet,
    LogSheet,
    PlanKindsSheet,
)
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
    AreaManagersSheet,
    BroadSheet,
    HandlingSheet,
    LadderSheet,
    RoutingSheet,
    SuggestingSheet,
    TeamsSheet,
    TermsSheet,
    UrgentSheet,
)

__all__ = ["MOST_ROWS", "NOUNS", "SHEETS", "FactSheet", "LetterSheet", "RoutingSheet", "Sheet", "SingleSheet"]

SHEETS: dict[str, type[Sheet]] = {
    sheet.slug: sheet
    for sheet in (
        WordsSheet,
        ThemesSheet,
        KindsSheet,
        RoutingSheet,
        HandlingSheet,
        AreaManagersSheet,
        LadderSheet,
        TermsSheet,
        TeamsSheet,
        UrgentSheet,
        BroadSheet,
        SuggestingSheet,
        NotForSheet,
        FormalSheet,
        PlanKindsSheet,
        CriteriaSheet,
        AskingSheet,
        BudgetSheet,
        CalendarSheet,
        LogSheet,
        DeviationsSheet,
        ContactSheet,
        LookSheet,
        AccessibilitySheet,
        PrivacySheet,
        RetentionSheet,
        SecuritySheet,
    )
}
