"""The way of working of Merwoude: a blueprint (`start`, unless one asks for another) with names, teams and routing of its own."""

from typing import Any

from wijkwerk.faces.blueprints import reading
from wijkwerk.faces.demo.cast import Cast, CastTeam
from wijkwerk.faces.demo.town import Town
from wijkwerk.ground.areas import paths
from wijkwerk.ground.people.models import TeamKind

PHONE = "000 555 01 00"
HOURS = "maandag t/m vrijdag, 8.30 – 17.00 uur"
DESK = (
    "Stadhuis, elke werkdag van 9.00 tot 17.00 uur",
    "Huiskamer De Ark in Lindenhout, dinsdag van 10.00 tot 12.00 uur",
    "Buurthuis De Loods in Haven, dinsdag van 13.00 tot 16.00 uur",
    "Dorpshuis Aaldijk, eerste donderdag van de maand van 19.00 tot 20.30 uur",
)
KINDS = {
    "intake": TeamKind.INTAKE,
    "area": TeamKind.AREA,
    "care": TeamKind.CARE,
    "line": TeamKind.DEPARTMENT,
}
OWN_KIND = {"wijkbeheer": TeamKind.MAINTENANCE, "sociaal": TeamKind.SOCIAL}
INVENTED = {"source": "Verzonnen voor Merwoude.", "doubt": ""}
CHANGED = ("contact", "teams", "routing", "ladder", "urgent", "retention")
# What is soon done is not kept for long: so there is something to destroy in a town of one year old.
SHORT = ("afval", "verlichting")
Json = dict[str, Any]


def team_key(key: str) -> str:
    """The key of a team of the cast as the settings document writes it."""
    return key.replace("-", "_")


def document(town: Town, cast: Cast, blueprint: str = reading.START) -> Json:
    """The settings document. Areas are named by their codes; what belongs to real streets and people stays out.

    Raises reading.Unreadable for a blueprint that there is not.
    """
    start = reading.load(blueprint)
    manager = start["words"]["area_manager"]
    codes = {area.name: area.code for area in town.areas if area.level == "wijk"}
    own = {
        "name": "merwoude" if blueprint == reading.START else start["name"],
        "contact": {"phone": PHONE, "hours": HOURS, "desk": list(DESK), "email": "meldpunt@example.org"},
        "teams": [_team(team, codes) for team in cast.teams],
        # What fits no row goes to the team for intake, which hands it to the team of the area.
        "routing": [
            {"theme": theme, "team": team_key(team.key)} for team in cast.teams for theme in team.themes
        ],
        "ladder": [
            {
                "key": "gebiedsmanager",
                "label": f"{manager['article'].capitalize()} {manager['one']}",
                "area_manager": True,
            },
            {"key": "college", "label": "Het college", "team": "bestuur"},
        ],
        "urgent": {**start["urgent"], "phone": PHONE, "email": "wacht@example.org"},
        "retention": {**start["retention"], "by_theme": _kept_one_year()},
        "not_for": [_own_phone(row, start["contact"]["phone"]) for row in start["not_for"]],
    }
    whole = {**start, **own}
    return {**whole, "notes": _notes(start["notes"], whole)}


def _team(team: CastTeam, codes: dict[str, str]) -> Json:
    return {
        "key": team_key(team.key),
        "name": team.name,
        "kind": OWN_KIND.get(team.key, KINDS[team.kind]).value,
        "areas": [codes[name] for name in team.areas],
        "email": team.email,
        "phone": team.phone,
    }


def _kept_one_year() -> Json:
    return {theme: {"rule": "verzonnen-1", "years": 1} for theme in SHORT}


def _own_phone(row: Json, example: str) -> Json:
    return {**row, "phone": PHONE} if row.get("phone") == example else dict(row)


def _notes(notes: Json, whole: Json) -> Json:
    """Without the doubts about what Merwoude filled in itself."""
    kept = {path: note for path, note in notes.items() if path.partition(".")[0] not in CHANGED}
    return {path: note for path, note in kept.items() if _stands(whole, path)} | dict.fromkeys(
        CHANGED, INVENTED
    )


def _stands(whole: Json, path: str) -> bool:
    try:
        paths.find(whole, path)
    except KeyError:
        return False
    return True
