"""Who may reach which address, for reading and for doing: the whole matrix, made from the URL conf (RELIABILITY 11).

Letters are parts of the cast (`permission_cells.PARTS`); `all` = everybody, `in` = everybody who is logged in, `-` = nobody,
`x` = the address does not take this method. Who is not named gets 404, or the login page for the login library's own.
A new address without a row fails. The signal of the rows is owned by team Verkeer (T) and lies in the area of O; the
handover waits for M.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.house.permission_cells import EVERYBODY, PARTS, Things, all_names, ask, things_of
from wijkwerk.testing_cast import Town

ROWS = """
account_change_password                  in         in
account_confirm_login_code               in         in
account_email                            in         in
account_email_verification_sent          in         in
account_inactive                         all        x
account_login                            all        all
account_logout                           all        all
account_reauthenticate                   in         in
account_reset_password                   all        all
account_reset_password_done              all        x
account_reset_password_from_key          all        all
account_reset_password_from_key_done     all        x
account_set_password                     in         in
account_signup                           all        all
blueprints:bewaren                       B          B
blueprints:breed-kijken                  B          B
blueprints:contact                       B          B
blueprints:document                      B          x
blueprints:history                       B          x
blueprints:kapot                         B          B
blueprints:kleuren                       B          B
blueprints:ladder                        B          B
blueprints:letter                        B          B
blueprints:letters                       B          x
blueprints:niet-voor                     B          B
blueprints:officieel                     B          B
blueprints:overview                      B          x
blueprints:restore                       x          B
blueprints:roles                         POEMTICABK x
blueprints:routing_trial                 B          B
blueprints:settle_doubt                  x          -
blueprints:soorten                       B          B
blueprints:spoed                         B          B
blueprints:suggesties                    B          B
blueprints:teams                         B          B
blueprints:termijnen                     B          B
blueprints:themas                        B          B
blueprints:verdeling                     B          B
blueprints:version                       B          x
blueprints:woorden                       B          B
blueprints:zegel                         B          B
demo:login                               x          -
demo:people                              -          x
healthz                                  all        x
mfa_activate_totp                        in         in
mfa_add_webauthn                         in         in
mfa_authenticate                         in         in
mfa_deactivate_totp                      in         in
mfa_download_recovery_codes              -          -
mfa_edit_webauthn                        in         in
mfa_generate_recovery_codes              in         in
mfa_index                                in         x
mfa_list_webauthn                        in         x
mfa_login_webauthn                       in         in
mfa_reauthenticate                       in         in
mfa_reauthenticate_webauthn              in         in
mfa_remove_webauthn                      in         in
mfa_view_recovery_codes                  -          x
openid_connect_callback                  -          -
openid_connect_login                     -          -
pages:about                              all        x
pages:accessibility                      all        x
pages:answers_csv                        all        x
pages:area                               all        x
pages:areas                              all        x
pages:areas_json                         all        x
pages:backdrop_json                      all        x
pages:data                               all        x
pages:home                               all        x
pages:privacy                            all        x
pages:promises                           all        x
pages:promises_csv                       all        x
pages:search                             all        x
people:absence                           OEMTICABK   OEMTICABK
people:deactivate                        B          B
people:decide                            B          B
people:deputy                            B          B
people:end_deputy                        x          EB
people:end_role                          B          B
people:give_role                         B          B
people:invite                            B          B
people:invite_again                      x          B
people:organisations                     B          B
people:people                            B          x
people:person                            B          x
people:rename_organisation               B          B
robots                                   all        x
security_txt                             all        x
signals:alike                            OTI        x
signals:answer                           OT         OT
signals:ask                              OTI        OTI
signals:attention                        OEMTICA    OEMTICA
signals:bounce_settled                   x          OTI
signals:bulk                             OEMTIC     OEMTIC
signals:bulk_done                        T          x
signals:bulk_undo                        x          T
signals:calendar                         OEMTICA    x
signals:classify                         OTI        OTI
signals:close                            OT         OT
signals:desk                             OEMTICA    x
signals:detail                           OTIA       x
signals:draft_photo                      -          x
signals:drop_saved                       x          T
signals:enter                            OEMTIC     OEMTIC
signals:escalate                         OTI        OTI
signals:forward                          OTI        OTI
signals:give                             OTI        OTI
signals:join                             all        all
signals:keep_promise                     OT         OT
signals:keys                             OEMTICA    x
signals:letter_done                      x          OTI
signals:letters                          OEMTICA    x
signals:list                             OEMTICA    x
signals:list_csv                         OEMTICA    x
signals:list_map                         OEMTICA    x
signals:list_points                      OEMTICA    x
signals:look_broadly                     OTI        OTI
signals:make_care                        OTI        OTI
signals:mark_more                        OTI        OTI
signals:mark_urgent                      OTI        OTI
signals:merge                            OTI        OTI
signals:my_figures                       OEMTICA    x
signals:near                             all        x
signals:note                             OTI        OTI
signals:photo                            OTI        x
signals:pile                             OTI        x
signals:pile_pdf                         OTI        x
signals:pile_posted                      x          OTI
signals:print_post                       x          OEMTICA
signals:promise_list                     OEMTICA    x
signals:publish                          OT         OT
signals:publish_photo                    OT         OT
signals:receive                          M          M
signals:redirect                         OTI        OTI
signals:register                         OTI        OTI
signals:renew_link                       OTI        OTI
signals:reopen                           OTI        OTI
signals:reply                            OTI        OTI
signals:report                           all        all
signals:report_done                      all        x
signals:report_where                     all        all
signals:report_who                       all        all
signals:resume                           OTI        OTI
signals:saved                            OEMTICA    OEMTICA
signals:see_messages                     x          OTI
signals:see_urgent                       x          OTI
signals:send_again                       OTI        OTI
signals:area_document                    OI         x
signals:area_document_pdf                OI         x
signals:hand_over                        OEMTIC     OEMTIC
signals:search                           OEMTICA    OEMTIC
signals:settle_condition                 OT         OT
signals:shift_promise                    OT         OT
signals:shown                            all        x
signals:shown_photo                      all        x
signals:split                            OTI        OTI
signals:suggestion_about                 OEMTICA    x
signals:take                             OTI        OTI
signals:team_figures                     OEMTICA    x
signals:trace                            all        x
signals:trace_close                      all        all
signals:trace_message                    all        all
signals:trace_photo                      all        x
signals:trace_reopen                     all        all
signals:trace_reply                      all        all
signals:unforward                        OTI        OTI
signals:unmark_urgent                    OTI        OTI
signals:unmerge                          OTI        OTI
signals:withdraw_handover                x          OTI
signals:withdraw_promise                 OT         OT
signals:data_requests                    OEMTICA    x
signals:data_settle                      OTI        OTI
signals:dossier                          OTI        x
signals:trace_copy                       all        x
signals:trace_data                       all        all
subjects:approve                         K          K
subjects:declaration                     K          x
subjects:holds                           K          K
subjects:leave_out                       K          K
subjects:list                            K          x
subjects:propose                         x          K
subjects:put_back                        x          K
subjects:records                         K          x
subjects:release                         K          K
subjects:withdraw                        x          K
socialaccount_connections                in         in
socialaccount_login_cancelled            all        x
socialaccount_login_error                all        x
socialaccount_signup                     -          -
usersessions_list                        in         in
"""

CARE_ROWS = """
signals:data_settle                      C          C
signals:dossier                          C          x
signals:trace_copy                       -          x
signals:trace_data                       all        all
subjects:approve                         -          -
subjects:declaration                     -          x
subjects:leave_out                       -          -
subjects:list                            -          x
subjects:put_back                        x          -
subjects:release                         -          -
subjects:withdraw                        x          -
signals:bounce_settled                   x          C
signals:pile                             C          x
signals:pile_pdf                         C          x
signals:pile_posted                      x          C
signals:send_again                       C          C
signals:ask                              C          C
signals:reply                            C          C
signals:resume                           C          C
signals:see_messages                     x          C
signals:trace_message                    all        all
signals:trace_reply                      all        all
signals:alike                            -          x
signals:answer                           C          C
signals:classify                         C          C
signals:close                            C          C
signals:detail                           C          x
signals:escalate                         C          C
signals:forward                          C          C
signals:give                             C          C
signals:join                             -          -
signals:keep_promise                     C          C
signals:letter_done                      x          C
signals:look_broadly                     C          C
signals:make_care                        C          C
signals:mark_more                        C          C
signals:mark_urgent                      C          C
signals:note                             C          C
signals:photo                            C          x
signals:publish                          -          -
signals:publish_photo                    -          -
signals:receive                          C          C
signals:redirect                         C          C
signals:register                         C          C
signals:renew_link                       C          C
signals:reopen                           C          C
signals:see_urgent                       x          C
signals:settle_condition                 C          C
signals:shift_promise                    C          C
signals:shown                            -          x
signals:merge                            -          -
signals:shown_photo                      -          x
signals:split                            -          -
signals:unmerge                          -          -
signals:take                             C          C
signals:trace                            all        x
signals:trace_close                      -          -
signals:trace_photo                      -          x
signals:trace_reopen                     -          -
signals:withdraw_handover                x          C
signals:unforward                        C          C
signals:unmark_urgent                    C          C
signals:withdraw_promise                 C          C
"""

LogIn = Callable[..., Client]
Cells = dict[tuple[str, str], str]


def read(table: str) -> Cells:
    """(name, method) -> letters, `x`, `all` or `in`."""
    cells = {}
    for line in table.strip().splitlines():
        name, get, post = line.split()
        cells[name, "GET"], cells[name, "POST"] = get, post
    return cells


def expected(cell: str, letter: str) -> bool:
    words = {"all": EVERYBODY, "in": EVERYBODY.replace("V", ""), "-": "", "x": ""}
    return letter in words.get(cell, cell)


CELLS, CARE_CELLS = read(ROWS), read(CARE_ROWS)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted({name for name, _ in CELLS}) == all_names()


def test_there_are_more_than_a_thousand_cells() -> None:
    assert (len(CELLS) + len(CARE_CELLS)) * len(PARTS) >= 1000


def right(cell: str, letter: str) -> tuple[str, ...]:
    """What a cell allows as an answer. Who is not logged in may be sent to the login page instead of refused."""
    if cell == "x":
        return ("405", "404", "login")
    return ("yes",) if expected(cell, letter) else ("404", "405", "login")


def wrong(cells: Cells, things: Things, client: Client, letter: str) -> list[str]:
    """Each cell that is not as stated, in words."""
    found = []
    for (name, method), cell in cells.items():
        said = ask(client, method, things, name)
        if said not in right(cell, letter):
            found.append(f"{method} {name}: {PARTS[letter]} got {said}, stated is {cell}")
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("letter", PARTS)
def test_each_part_of_the_cast_reaches_what_is_stated_and_nothing_else(
    town: Town, log_in: LogIn, letter: str
) -> None:
    things = things_of(town)
    client = Client() if letter == "V" else log_in(PARTS[letter])
    assert wrong(CELLS, things, client, letter) == []


@pytest.mark.django_db
@pytest.mark.parametrize("letter", PARTS)
def test_care_is_reached_by_the_care_line_only(town: Town, log_in: LogIn, letter: str) -> None:
    things = things_of(town, care=True)
    client = Client() if letter == "V" else log_in(PARTS[letter])
    assert wrong(CARE_CELLS, things, client, letter) == []
