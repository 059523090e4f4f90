"""What the room of answers needs to know of the thing that was asked, whatever room it lives in."""

from dataclasses import dataclass

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.subjects.models import Subject


@dataclass(frozen=True)
class Asked:
    """A signal now, an initiative later. `title` and `place` are words for in a letter to who asked it.

    `public_title` and `public_place` are for who joined: nothing that the reporter wrote (D4).
    """

    subject: Subject
    municipality: Municipality
    title: str
    place: str = ""
    public_title: str = ""
    public_place: str = ""
    area_path: str = ""
    care: bool = False
    origin: str = "web"
