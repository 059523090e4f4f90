"""Small things that people in Merwoude say and that no story tells."""

from random import Random

from wijkwerk.faces.demo import stories
from wijkwerk.work.answers.askers import NewAsker
from wijkwerk.work.answers.models import Contact

GIVEN = (
    "Dit past het best bij jou: jij kent de buurt en de mensen.",
    "Hier zijn meer bewoners bij betrokken. Wil jij met ze praten?",
    "Er zit meer achter dan één melding. Kijk jij er eens naar?",
)
WAITS = (
    "De buren willen hier samen over praten. Wil jij dat oppakken?",
    "Dit speelt in jouw gebied op meer plekken tegelijk. Neem jij het over?",
)
KEPT = (
    "Het is klaar. Bedankt dat u het meldde.",
    "Gedaan, zoals afgesproken.",
    "Het is gedaan. Wij hebben daarna nog gekeken of het goed is.",
    "Het is klaar. Er ging een collega langs om te kijken.",
)
OUTCOMES = {
    ("budget", "met"): "Het geld is er.",
    ("decision", "met"): "Het besluit is genomen. Het is ja geworden.",
    ("legal", "met"): "De toestemming is er.",
    ("other", "met"): "Het is gelukt. Wij kunnen verder.",
    ("budget", "lapsed"): "Het geld is er niet gekomen.",
    ("decision", "lapsed"): "Het besluit is anders geworden dan wij hoopten.",
    ("legal", "lapsed"): "De toestemming is er niet gekomen.",
    ("other", "lapsed"): "Het is niet gelukt. De uitslag was niet goed.",
}
CARE_ANSWER = "Ja. Iemand van ons team belt u en komt langs. Samen zoeken wij hulp die past."
CARE_WHAT = "Bellen, langsgaan en samen hulp zoeken"


def pick(options: tuple[str, ...], rng: Random) -> str:
    """One of the ways to say it."""
    return rng.choice(options)


def neighbour(rng: Random) -> NewAsker:
    """Somebody who joins, with an invented address that cannot exist."""
    name = rng.choice(stories.first_names())
    plain = name.lower().translate(str.maketrans("ëéèüöïçışğ", "eeeuoicisg"))
    return NewAsker(Contact.EMAIL, name, f"{plain}.{rng.randint(10, 99)}@example.net")


def phone(rng: Random) -> str:
    """A telephone number that cannot be dialled."""
    return f"000 555 02 {rng.randint(0, 99):02d}"
