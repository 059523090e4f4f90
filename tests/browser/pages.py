"""Every address of the URL conf: who looks at it in the browser, on which walk it is met, or why it is no page."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests.house.calendar_things import furnish_calendar
from tests.house.desk_plan_things import furnish_board
from tests.house.permission_cells import Things, things_of
from tests.house.plan_things import furnish_plans
from wijkwerk.ground.areas import settings as documents
from wijkwerk.rules.suggest import train
from wijkwerk.testing_cast import NOW, TODAY, Town
from wijkwerk.work.answers.actions import NewAnswer
from wijkwerk.work.answers.askers import link_token
from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import actions
from wijkwerk.work.signals.actions import asking, elsewhere, merging, publishing, urgent
from wijkwerk.work.signals.actions.marking import NewLook, look_broadly, mark_more
from wijkwerk.work.signals.models import Signal, ThemeModel

PASSWORD = "vier losse woorden samen"

# Part of the cast: what it opens. The resident has no password, the neighbour has one, the partner has a second step with codes.
SEEN_BY = {
    "visitor": """
        account_login account_signup account_reset_password account_reset_password_done account_inactive
        account_reset_password_from_key account_reset_password_from_key_done
        socialaccount_login_cancelled socialaccount_login_error
        pages:about pages:accessibility pages:area pages:areas pages:data pages:home pages:privacy pages:promises
        calendars:area_year blueprints:way
        pages:search plans:item plans:plan plans:plans plans:public_bundle plans:round plans:trace plans:version
        signals:report signals:near signals:shown signals:join
        signals:trace signals:trace_close signals:trace_data signals:trace_message signals:trace_reopen signals:trace_reply""",
    "resident": "account_logout account_set_password mfa_activate_totp socialaccount_connections usersessions_list",
    "neighbour": "account_change_password account_email account_reauthenticate",
    "partner": """
        mfa_index mfa_add_webauthn mfa_deactivate_totp mfa_list_webauthn mfa_view_recovery_codes
        mfa_generate_recovery_codes mfa_reauthenticate""",
    "owner": """
        plans:ask_department plans:note_match projects:finish_project projects:offer_project projects:start_project
        plans:list plans:begin_plan plans:work plans:board plans:write_part plans:change_plan plans:discuss
        plans:take_back plans:revise plans:adopt_plan plans:account_for plans:item_work plans:change_item
        plans:choose plans:unchoose plans:start plans:finish plans:drop plans:propose_again plans:link_signal
        plans:unlink_signal plans:serve plans:serve_no_more plans:put_in_plan
        plans:asked plans:bring_signal plans:judge_wish plans:next_step plans:open_round plans:place_wish
        plans:reconsider_wish plans:round_work
        calendars:year calendars:entry calendars:plan_entry calendars:change_entry calendars:make_certain
        calendars:move_entry calendars:finish_entry calendars:drop_entry
        calendars:duties calendars:give_duty calendars:end_duty calendars:copy_year
        plans:bundle signals:data_requests signals:data_settle
        signals:search signals:hand_over signals:area_document
        signals:ask signals:reply signals:resume signals:escalate signals:mark_more signals:look_broadly
        signals:classify signals:suggestion_about
        signals:alike signals:merge signals:split signals:unmerge
        signals:forward signals:mark_urgent signals:redirect signals:register signals:unforward signals:unmark_urgent
        blueprints:blueprint blueprints:ways
        blueprints:roles people:absence signals:answer signals:close signals:desk signals:detail signals:enter
        signals:give signals:keep_promise signals:attention signals:my_figures
        signals:team_figures signals:letters signals:list signals:pile signals:posted
        signals:send_again signals:make_care signals:note
        signals:promise_list signals:publish signals:publish_photo signals:renew_link signals:reopen
        signals:settle_condition signals:shift_promise signals:take signals:withdraw_promise
        signals:calendar signals:keys signals:list_map signals:saved""",
    "traffic": """
        plans:add_line plans:department plans:departments plans:end_line plans:import_lines plans:include
        plans:make_department_plan plans:match plans:negotiate plans:open_again plans:refuse
        projects:archive_note projects:log projects:project projects:projects projects:receive_project projects:reopen_note
        projects:send_back_project projects:take_up projects:write_note
        signals:bulk signals:bulk_done""",
    "member": "signals:receive",
    "keeper": "subjects:approve subjects:holds subjects:leave_out subjects:list subjects:records subjects:release",
    "admin": """
        blueprints:afwijkingen blueprints:fact blueprints:facts
        blueprints:begroting blueprints:logboek blueprints:rondes blueprints:soorten-plannen blueprints:wensen-redenen
        blueprints:bewaren blueprints:breed-kijken blueprints:contact blueprints:gebiedsmanager blueprints:history
        blueprints:jaarkalender blueprints:kapot
        blueprints:kleuren blueprints:ladder blueprints:letter blueprints:letters blueprints:niet-voor
        blueprints:officieel blueprints:overview blueprints:privacy blueprints:routing_trial blueprints:soorten blueprints:spoed
        blueprints:suggesties blueprints:teams blueprints:termijnen blueprints:themas blueprints:toegankelijkheid
        blueprints:verdeling
        blueprints:version blueprints:woorden blueprints:zegel
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
    "plans:propose_item": "only a button", "plans:move_item": "only a button",
    "plans:departments_csv": "a file", "plans:departments_xlsx": "a file",
    "calendars:area_ics": "a file", "calendars:year_csv": "a file", "calendars:year_ics": "a file",
    "calendars:year_pdf": "a file", "calendars:year_xlsx": "a file",
    "plans:bundle_file": "a file", "plans:public_bundle_file": "a file",
    "signals:dossier": "a file", "signals:trace_copy": "a file", "subjects:declaration": "a file",
    "subjects:propose": "only a button", "subjects:put_back": "only a button", "subjects:withdraw": "only a button",
    "signals:withdraw_handover": "only a button",
    "signals:see_messages": "only a button", "signals:see_urgent": "only a button",
    "account_confirm_login_code": "logging in by a code in a letter is off",
    "blueprints:document": "a file", "blueprints:restore": "only a button", "blueprints:settle_doubt": "only a button",
    "demo:login": "only a button", "healthz": "a word for machines", "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "data for a script", "openid_connect_callback": "only with a provider",
    "openid_connect_login": "only with a provider", "pages:answers_csv": "a file", "pages:areas_json": "data",
    "pages:backdrop_json": "data", "pages:promises_csv": "a file", "people:end_deputy": "only a button",
    "people:invite_again": "only a button", "robots": "text for machines", "security_txt": "text for machines",
    "signals:bulk_undo": "only a button", "signals:drop_saved": "only a button", "signals:list_csv": "a file",
    "signals:list_points": "data", "signals:draft_photo": "a picture", "signals:letter_done": "only a button",
    "signals:bounce_settled": "only a button", "signals:came_back": "only a button",
    "signals:pile_pdf": "a file", "signals:pile_posted": "only a button",
    "signals:print_post": "only a button", "signals:area_document_pdf": "a file", "signals:photo": "a picture",
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
    _wrote(things, town)
    _handed(town)
    _went_together(town)
    _went_elsewhere(town)
    _stated(town)
    furnish_calendar(town)
    furnish_plans(town, things.other)
    furnish_board(town, things.other["asked"]["plans:board"][0])
    town.signal(title="Nog nieuw", text="Zonder antwoord " + "en met een heel lang woord: " + "verkeers" * 12)
    return things


def _stated(town: Town) -> None:
    """An accessibility statement with all that one can fill in, and words as long as Dutch makes them."""
    raw = documents.current(town.municipality).raw
    long = "Toegankelijkheidsonderzoeksrapportage" * 2
    rows = [
        {"key": f"k{number}", "what": long, "why": long, "instead": long, "until": until}
        for number, until in enumerate(("2026-01-01", "2030-01-01", None))
    ]
    raw["accessibility"] |= {
        "status": "B", "stated_on": "2020-02-01", "checked_on": "2020-01-01", "checked_by": long, "text": f"{long}\n\n{long}",
        "url": "https://register.example/1", "report": "https://proef.example/1", "planned_on": "2027-01-01",
        "shortcomings": rows, "email": f"{long}@merwoude.example", "phone": "14 0299",
    }  # fmt: skip
    raw["privacy"] |= {"email": f"{long}@merwoude.example", "url": "https://merwoude.example/p", "text": long}
    documents.put(municipality=town.municipality, document=raw, by=None, now=NOW, why="Onderzocht")


def _wrote(things: Things, town: Town) -> None:
    """A question that waits for its reply, and a message that nobody has seen."""
    waiting = town.signal(title="Een lantaarn knippert")
    asking.ask(
        signal=waiting, question="Welke lantaarn is het?", by=town.people["traffic"],
        roles=frozenset({"owner_team"}), now=NOW,
    )  # fmt: skip
    asker = Asker.objects.get(subject=things.signal.subject)
    asking.message(signal=things.signal, text="Bel mij gerust.", asker=asker, by=None, now=NOW, via="web")


def _went_elsewhere(town: Town) -> None:
    """A formal matter with its legal term, one with another organisation, and one that cannot wait."""
    by: dict[str, Any] = {"by": town.people["traffic"], "roles": frozenset({"owner_team"}), "now": NOW}
    formal, gone = town.signal(title="Ik maak bezwaar"), town.signal(title="Een gat in de provinciale weg")
    elsewhere.forward(signal=formal, formal_kind="objection", why="Tegen een besluit.", **by)
    said = {"where": "De provincie", "contact": "Bel 038 000 00 00", "why": "Het is hun weg."}
    elsewhere.redirect(signal=gone, **said, **by)
    urgent.mark_urgent(signal=town.signal(title="Er hangt een tak los"), why="Boven het fietspad.", **by)


def _went_together(town: Town) -> None:
    """A signal that was merged into another, and one that was split."""
    by, roles = town.people["owner"], frozenset({"owner_team"})
    source, target, whole = (town.signal(title=title) for title in ("Te hard", "Hard rijden", "Van alles"))
    merging.merge(signal=source, into=target, by=by, roles=roles, now=NOW)
    parts = [merging.Part(title, "Zie de straat.", "verkeer", "report") for title in ("Een", "Twee")]
    merging.split(signal=whole, parts=parts, by=by, roles=roles, now=NOW)


def _secure(town: Town) -> None:
    neighbour, partner = town.people["neighbour"], town.people["partner"]
    for user in (neighbour, partner):
        user.set_password(PASSWORD)
        user.save()
    EmailAddress.objects.create(user=partner, email=partner.email, verified=True, primary=True)
    kind = Authenticator.Type.TOTP
    Authenticator.objects.get_or_create(user=partner, type=kind, defaults={"data": {"secret": "x"}})
    RecoveryCodes.activate(partner)


def _handed(town: Town) -> None:
    """What came back, what was looked at broadly, where more is going on, and what was learnt about themes."""
    by, roles = town.people["traffic"], frozenset({"owner_team"})
    signal = town.signal(title="De stoep is te smal voor een rolstoel")
    given = actions.give(
        signal=signal, to_team=town.teams["groen"], to_person=None, why="Van u?", by=by, roles=roles, now=NOW
    )
    actions.bounce(handover=given, why="Dit is geen groen.", by=town.people["owner"], now=NOW)
    mark_more(signal=signal, why="Dit is de derde keer.", by=by, roles=roles, now=NOW)
    look = NewLook(
        behind="Zij komt het huis niet meer uit.", others="De kerk", tried="Gebeld", can_self="Niets"
    )
    look_broadly(signal=signal, look=look, by=by, roles=roles, now=NOW)
    ThemeModel.objects.create(
        municipality=town.municipality, made_at=NOW, signals=400, threshold=0.9,
        measured={"right": 60, "suggested": 70, "of": 80, "wanted": 0.8, "per_theme": {"verkeer": [60, 70, 80]}},
        model=train([("verkeer", ["auto", "hard"])] * 9 + [("groen", ["boom"])] * 9).as_plain(),
    )  # fmt: skip


def arguments(name: str, things: Things) -> list[Any]:
    """The arguments of an address in the furnished town."""
    if name == "signals:escalate":
        return [Signal.objects.get(title="De stoep is te smal voor een rolstoel").subject.code]
    if name in ("signals:trace_reopen", "signals:trace_close"):
        answered = Signal.objects.get(subject__answers__kind="no")
        return [link_token(Asker.objects.get(subject=answered.subject))]
    formal = Signal.objects.filter(formal_kind="objection").first()
    if formal is not None and name in ("signals:register", "signals:unforward"):
        return [formal.subject.code]
    if name in ("signals:trace_reply", "signals:reply", "signals:resume"):
        waiting = Signal.objects.get(questions__state="open")
        token = link_token(Asker.objects.get(subject=waiting.subject))
        return [token if "trace" in name else waiting.subject.code]
    if name == "signals:unmerge":
        return [Signal.objects.get(state="merged").subject.code]
    return list(things.arguments(name))
