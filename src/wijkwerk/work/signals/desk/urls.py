"""Addresses of the desk of staff; part of the room's `urls`, which names them `signals:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.signals.desk import attention_views, document_views, figures_views, post_views, work_views
from wijkwerk.work.signals.desk import data_views as data
from wijkwerk.work.signals.desk import entry_views as entry
from wijkwerk.work.signals.desk import letter_views as letters
from wijkwerk.work.signals.desk import views as desk
from wijkwerk.work.signals.desk.lists import (
    calendar_views,
    place_views,
    saved_views,
    search_views,
)
from wijkwerk.work.signals.desk.lists import list_views as lists
from wijkwerk.work.signals.desk.steps import asking_views as asking
from wijkwerk.work.signals.desk.steps import bulk_views, step_views
from wijkwerk.work.signals.desk.steps import classing_views as classing
from wijkwerk.work.signals.desk.steps import elsewhere_views as elsewhere
from wijkwerk.work.signals.desk.steps import handing_views as handing
from wijkwerk.work.signals.desk.steps import merging_views as merging
from wijkwerk.work.signals.desk.steps import promise_views as promises

_ONE = "bureau/melding/<str:code>/"

urlpatterns: list[URLPattern] = [
    path("bureau/", desk.desk, name="desk"),
    path("bureau/meldingen/", lists.desk_list, name="list"),
    path("bureau/meldingen/kaart/", place_views.list_map, name="list_map"),
    path("bureau/meldingen/punten.json", place_views.list_points, name="list_points"),
    path("bureau/meldingen/kalender/", calendar_views.term_calendar, name="calendar"),
    path("bureau/meldingen/meldingen.csv", lists.list_csv, name="list_csv"),
    path("bureau/toetsen/", lists.keys, name="keys"),
    path("bureau/lijsten/", saved_views.saved_lists, name="saved"),
    path("bureau/lijsten/<uuid:kept>/weg/", saved_views.drop_saved, name="drop_saved"),
    path("bureau/samen/", bulk_views.bulk_step, name="bulk"),
    path("bureau/samen/<uuid:key>/", bulk_views.bulk_done, name="bulk_done"),
    path("bureau/samen/<uuid:key>/terug/", bulk_views.bulk_undo, name="bulk_undo"),
    path("bureau/nieuw/", entry.enter, name="enter"),
    path("bureau/zoeken/", search_views.search, name="search"),
    path("bureau/mijn-werk/", work_views.hand_over, name="hand_over"),
    path("bureau/gebied/<str:code>/overdracht/", document_views.area_document, name="area_document"),
    path(
        "bureau/gebied/<str:code>/overdracht.pdf", document_views.area_document_pdf, name="area_document_pdf"
    ),
    path("bureau/avg/", data.data_list, name="data_requests"),
    path("bureau/brieven/", letters.letter_list, name="letters"),
    path("bureau/brieven/<uuid:letter>/gedaan/", letters.letter_done, name="letter_done"),
    path("bureau/cijfers/", figures_views.team_figures, name="team_figures"),
    path("bureau/cijfers/ik/", figures_views.my_figures, name="my_figures"),
    path("bureau/berichten/", attention_views.attention, name="attention"),
    path("bureau/brieven/stapel/", post_views.print_post, name="print_post"),
    path("bureau/brieven/stapel/<uuid:pile>/", post_views.pile, name="pile"),
    path("bureau/brieven/stapel/<uuid:pile>/brieven.pdf", post_views.pile_pdf, name="pile_pdf"),
    path("bureau/brieven/stapel/<uuid:pile>/verstuurd/", post_views.pile_posted, name="pile_posted"),
    path("bureau/brieven/terug/", post_views.posted, name="posted"),
    path("bureau/brieven/<uuid:letter>/kwam-terug/", post_views.came_back, name="came_back"),
    path("bureau/brieven/<uuid:letter>/geregeld/", post_views.bounce_settled, name="bounce_settled"),
    path("bureau/brieven/<uuid:letter>/opnieuw/", post_views.send_again, name="send_again"),
    path("bureau/beloften/", promises.promise_list, name="promise_list"),
    path("bureau/overdracht/<uuid:handover>/", handing.receive, name="receive"),
    path(_ONE, desk.detail, name="detail"),
    path(_ONE + "neem/", step_views.take, name="take"),
    path(_ONE + "geef/", handing.give, name="give"),
    path(_ONE + "terugnemen/", handing.withdraw_handover, name="withdraw_handover"),
    path(_ONE + "hogerop/", handing.escalate_signal, name="escalate"),
    path(_ONE + "meer/", classing.more, name="mark_more"),
    path(_ONE + "breed/", classing.broad_look, name="look_broadly"),
    path(_ONE + "indelen/", classing.classify_signal, name="classify"),
    path("bureau/hulp-bij-thema/", classing.suggestion_about, name="suggestion_about"),
    path(_ONE + "notitie/", step_views.note, name="note"),
    path(_ONE + "vraag/", asking.ask, name="ask"),
    path(_ONE + "antwoord-melder/", asking.reply, name="reply"),
    path(_ONE + "verder/", asking.resume, name="resume"),
    path(_ONE + "berichten-gelezen/", asking.see_messages, name="see_messages"),
    path(_ONE + "officieel/", elsewhere.forward, name="forward"),
    path(_ONE + "toch-niet-officieel/", elsewhere.unforward, name="unforward"),
    path(_ONE + "kenmerk/", elsewhere.register, name="register"),
    path(_ONE + "stuur-door/", elsewhere.redirect, name="redirect"),
    path(_ONE + "spoed/", elsewhere.mark_urgent, name="mark_urgent"),
    path(_ONE + "geen-spoed/", elsewhere.unmark_urgent, name="unmark_urgent"),
    path(_ONE + "gezien/", elsewhere.see_urgent, name="see_urgent"),
    path(_ONE + "antwoord/", step_views.answer, name="answer"),
    path(_ONE + "voorwaarde/<uuid:condition>/", promises.settle_condition, name="settle_condition"),
    path(_ONE + "belofte/<str:promise>/nagekomen/", promises.keep_promise, name="keep_promise"),
    path(_ONE + "belofte/<str:promise>/verzet/", promises.shift_promise, name="shift_promise"),
    path(_ONE + "belofte/<str:promise>/trek-in/", promises.withdraw_promise, name="withdraw_promise"),
    path(_ONE + "openbaar/", step_views.publish, name="publish"),
    path(_ONE + "foto/<uuid:photo>/openbaar/", step_views.publish_photo, name="publish_photo"),
    path(_ONE + "zorg/", step_views.make_care, name="make_care"),
    path(_ONE + "heropen/", step_views.reopen, name="reopen"),
    path(_ONE + "sluit/", step_views.close, name="close"),
    path(_ONE + "lijkt-op/", merging.alike, name="alike"),
    path(_ONE + "samenvoegen/", merging.merge, name="merge"),
    path(_ONE + "uit-elkaar/", merging.unmerge, name="unmerge"),
    path(_ONE + "splitsen/", merging.split, name="split"),
    path(_ONE + "dossier.zip", data.dossier, name="dossier"),
    path(_ONE + "avg/<uuid:key>/", data.data_settle, name="data_settle"),
    path(_ONE + "melder/<uuid:asker>/nieuwe-link/", step_views.renew_link, name="renew_link"),
]
