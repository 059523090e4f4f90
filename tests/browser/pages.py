"""Every address of the URL conf: who looks at it in the browser, on which walk it is met, or why it is no page."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests.house.permission_cells import Things, things_of
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions, publishing
from wijkwerk.work.signals.models import Signal

PASSWORD = "vier losse woorden samen"

# Part of the cast: what it opens. The resident has no password, the neighbour has one, the partner has a second step with codes.
SEEN_BY = {
    "visitor": """
        account_login account_signup account_reset_password account_reset_password_done account_inactive
        account_reset_password_from_key account_reset_password_from_key_done
        socialaccount_login_cancelled socialaccount_login_error
        pages:about pages:accessibility pages:area pages:areas pages:data pages:home pages:privacy pages:promises
        pages:search signals:report signals:near signals:shown signals:join
        signals:trace signals:trace_close signals:trace_reopen""",
    "resident": "account_logout account_set_password mfa_activate_totp socialaccount_connections usersessions_list",
    "neighbour": "account_change_password account_email account_reauthenticate",
    "partner": """
        mfa_index mfa_add_webauthn mfa_deactivate_totp mfa_list_webauthn mfa_view_recovery_codes
        mfa_generate_recovery_codes mfa_reauthenticate""",
    "owner": """
        blueprints:roles people:absence signals:answer signals:close signals:desk signals:detail signals:enter
        signals:give signals:keep_promise signals:letters signals:list signals:make_care signals:note
        signals:promise_list signals:publish signals:publish_photo signals:renew_link signals:reopen
        signals:settle_condition signals:shift_promise signals:take signals:withdraw_promise""",
    "member": "signals:receive",
    "admin": """
        blueprints:bewaren blueprints:contact blueprints:history blueprints:kleuren blueprints:letter
        blueprints:letters blueprints:niet-voor blueprints:overview blueprints:soorten blueprints:teams
        blueprints:termijnen blueprints:themas blueprints:verdeling blueprints:version blueprints:woorden
        people:deactivate people:decide people:deputy people:end_role people:give_role people:invite
        people:organisations people:people people:person people:rename_organisation""",
}
# Met on a walk of its own, further down in the test: one gets there only by way of other pages.
WALKED = {
    "signals:report_where", "signals:report_who", "signals:report_done", "demo:people",
    "account_email_verification_sent", "mfa_authenticate",
    "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn",
}  # fmt: skip
NO_PAGE = {
    "account_confirm_login_code": "logging in by a code in a letter is off",
    "blueprints:document": "a file", "blueprints:restore": "only a button", "blueprints:settle_doubt": "only a button",
    "demo:login": "only a button", "healthz": "a word for machines", "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "data for a script", "openid_connect_callback": "only with a provider",
    "openid_connect_login": "only with a provider", "pages:answers_csv": "a file", "pages:areas_json": "data",
    "pages:backdrop_json": "data", "pages:promises_csv": "a file", "people:end_deputy": "only a button",
    "people:invite_again": "only a button", "robots": "text for machines", "security_txt": "text for machines",
    "signals:draft_photo": "a picture", "signals:letter_done": "only a button", "signals:photo": "a picture",
    "signals:shown_photo": "a picture", "signals:trace_photo": "a picture",
    "socialaccount_signup": "only with a provider",
}  # fmt: skip
STATUS = {"socialaccount_login_error": 401}
PAGES = [(part, name) for part, names in SEEN_BY.items() for name in names.split()]


def furnish(town: Town) -> Things:
    """Something on every page: answers of each kind, promises open, late and kept, letters, keys and codes."""
    things = things_of(town)
    _secure(town)
    by, team = town.people["traffic"], town.teams["verkeer"]
    for number, (kind, place) in enumerate(
        [("yes", "Lindebuurt"), ("no", "Lindebuurt"), ("yes", "Havenbuurt")]
    ):
        signal = town.signal(
            place=town.place(place), title=f"Een lange titel van melding {number} over het verkeer"
        )
        given: dict[str, Any] = {"reason": "Er is geen ruimte."} if kind == "no" else {}
        what = "" if kind == "no" else "Een drempel bij de school"
        new = NewAnswer(
            kind, team, text="Dit is ons antwoord.", what=what, due_until=TODAY if what else None, **given
        )
        actions.answer(signal=signal, new=new, by=by, roles=frozenset({"owner_team"}), now=NOW)
        words = publishing.PublicWords(f"Verkeer in de buurt {number}", "Lindelaan", "Zie de uitleg", what)
        publishing.show(signal=signal, words=words, by=by, now=NOW)
    town.signal(title="Nog nieuw", text="Zonder antwoord " + "en met een heel lang woord: " + "verkeers" * 12)
    return things


def _secure(town: Town) -> None:
    neighbour, partner = town.people["neighbour"], town.people["partner"]
    for user in (neighbour, partner):
        user.set_password(PASSWORD)
        user.save()
    EmailAddress.objects.create(user=partner, email=partner.email, verified=True, primary=True)
    kind = Authenticator.Type.TOTP
    Authenticator.objects.get_or_create(user=partner, type=kind, defaults={"data": {"secret": "x"}})
    RecoveryCodes.activate(partner)


def arguments(name: str, things: Things) -> list[Any]:
    """The arguments of an address in the furnished town."""
    if name in ("signals:trace_reopen", "signals:trace_close"):
        answered = Signal.objects.get(subject__answers__kind="no")
        return [link_token(Asker.objects.get(subject=answered.subject))]
    return list(things.arguments(name))
