"""Addresses for who writes plans and cares for what stands in them; part of the room's `urls`, which names them `plans:…`."""

from django.urls import URLPattern, path

from wijkwerk.work.plans.desk import (
    adopt_views,
    board_views,
    item_views,
    link_views,
    list_views,
    plan_views,
)

_ALL = "bureau/plannen/"
_PLAN = _ALL + "plan/<str:code>/"
_ITEM = _ALL + "punt/<str:code>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, list_views.plan_list, name="list"),
    path(_ALL + "nieuw/", plan_views.begin_plan, name="begin_plan"),
    path(_ALL + "melding/<str:code>/", link_views.put_in_plan, name="put_in_plan"),
    path(_ITEM, item_views.item_work, name="item_work"),
    path(_ITEM + "vul-aan/", item_views.change_item, name="change_item"),
    path(_ITEM + "kies/", item_views.choose, name="choose"),
    path(_ITEM + "toch-niet/", item_views.unchoose, name="unchoose"),
    path(_ITEM + "begin/", item_views.start, name="start"),
    path(_ITEM + "klaar/", item_views.finish, name="finish"),
    path(_ITEM + "laat-vallen/", item_views.drop, name="drop"),
    path(_ITEM + "opnieuw/", item_views.propose_again, name="propose_again"),
    path(_ITEM + "plaats/", board_views.move_item, name="move_item"),
    path(_ITEM + "melding-erbij/", link_views.link_signal, name="link_signal"),
    path(_ITEM + "melding-eraf/<str:signal>/", link_views.unlink_signal, name="unlink_signal"),
    path(_ITEM + "draagt-bij/", link_views.serve, name="serve"),
    path(_ITEM + "draagt-niet-bij/<str:other>/", link_views.serve_no_more, name="serve_no_more"),
    path(_PLAN, plan_views.work, name="work"),
    path(_PLAN + "bord/", board_views.board_page, name="board"),
    path(_PLAN + "bord/nieuw/", board_views.propose_item, name="propose_item"),
    path(_PLAN + "deel/<str:key>/", plan_views.write_part, name="write_part"),
    path(_PLAN + "naam/", plan_views.change_plan, name="change_plan"),
    path(_PLAN + "laat-zien/", plan_views.discuss, name="discuss"),
    path(_PLAN + "terug/", plan_views.take_back, name="take_back"),
    path(_PLAN + "nieuwe-versie/", plan_views.revise, name="revise"),
    path(_PLAN + "vastgesteld/", adopt_views.adopt_plan, name="adopt_plan"),
    path(_PLAN + "sluit-af/", adopt_views.account_for, name="account_for"),
]
