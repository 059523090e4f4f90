"""Where the room of people joins in: parts of the settings document, words of the history, work of the outbox."""

import uuid
from datetime import datetime

from wijkwerk.ground.kit import hooks
from wijkwerk.ground.kit.dutch_dates import local_day
from wijkwerk.ground.people import accounts, actions, mail, resetting
from wijkwerk.ground.people.models import Role, RoleKind
from wijkwerk.ground.people.queries import in_force
from wijkwerk.ground.people.sections import give_sections

WORDS = {
    "role_given": "Rol gegeven",
    "role_ended": "Rol beëindigd",
    "role_withdrawn": "Rol ingetrokken",
    "admin_asked": "Beheerder aangevraagd",
    "admin_confirmed": "Beheerder bevestigd",
    "admin_refused": "Beheerder niet bevestigd",
    "invited": "Uitgenodigd",
    "deactivated": "Account uitgezet",
    "deputy_set": "Vervanger gekozen",
    "deputy_ended": "Vervanging gestopt",
    "organisation_added": "Organisatie toegevoegd",
    "organisation_renamed": "Organisatie heeft een andere naam",
}


def words() -> dict[str, str]:
    """Dutch words for the verbs that this room writes in the journal."""
    return WORDS


def journal_approver(*, municipality: uuid.UUID, email: str, now: datetime) -> uuid.UUID | None:
    """The account of a records keeper of this municipality: only that role approves a destruction (D15)."""
    roles = Role.objects.filter(in_force(local_day(now)), municipality=municipality, kind=RoleKind.RECORDS)
    mine = roles.filter(user__email_key=email.strip().casefold(), user__is_active=True)
    return mine.values_list("user", flat=True).first()


hooks.add("settings.section", give_sections)
hooks.add("journal.approver", journal_approver)
hooks.add("journal.words", words)
hooks.add("worker.kinds", lambda: (mail.KIND, mail.send))
hooks.add("worker.kinds", lambda: (resetting.KIND, resetting.send))
hooks.add("worker.kinds", lambda: (accounts.INVITE, accounts.send_invitation))
hooks.add("worker.kinds", lambda: (actions.ROLE_OVER, actions.role_over))
hooks.add("worker.kinds", lambda: (actions.PERSON_AWAY, actions.person_away))
