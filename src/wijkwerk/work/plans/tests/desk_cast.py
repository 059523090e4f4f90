"""What tests of the writers' pages begin with: addresses, a form filled in, and who may what."""

from typing import Any

from django.test import Client
from django.urls import reverse

from wijkwerk.testing_cast import Town
from wijkwerk.work.plans.models import Plan, PlanItem

STAFF = ("owner", "elsewhere", "member", "traffic", "intake", "carer", "alderman")
OUTSIDE = ("resident", "partner", "admin", "keeper")
EVERYBODY = (*STAFF, *OUTSIDE, "group", "visitor")


def url(name: str, *things: Any) -> str:
    """The address of a page of plans about these things; a plan or item by its code."""
    codes = [each.subject.code if isinstance(each, Plan | PlanItem) else each for each in things]
    return reverse(f"plans:{name}", args=codes)


def reached(client: Client, method: str, address: str, data: Any = None) -> bool:
    """Whether this person reaches the page at all; what it says then is another matter."""
    response = client.get(address) if method == "get" else client.post(address, data or {})
    if response.status_code == 302:
        return "/login/" not in response["Location"]
    return response.status_code not in (403, 404, 405)


def page_of(client: Client, name: str, *things: Any) -> str:
    """The text of a page that opens."""
    response = client.get(url(name, *things))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def said(response: Any) -> str:
    """What a page answered, also when it was refused."""
    return str(response.content.decode())


LINE = {
    "title": "Een bankje op het plein",
    "words": "gehoord op het plein",
    "origin": "resident",
    "kind": "task",
}


def full_form(item: PlanItem, town: Town, **given: Any) -> dict[str, Any]:
    """The form of an item as a browser sends it, with the values that it has now, less what is given."""
    values: dict[str, Any] = {
        "title": item.title,
        "text": item.text,
        "area_path": item.area_path,
        "team": item.owner_team_id,
        "person": "",
        "money": "",
        "money_from": "",
        "due": f"{item.due_until:%d-%m-%Y}" if item.due_until else "",
        "indicator": "",
        "target": "",
        "why": "",
    }
    return values | given
