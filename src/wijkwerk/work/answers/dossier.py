"""What the room of answers gives to the dossier of a subject: who asked, and what was answered and promised (D15)."""

from wijkwerk.ground.areas.models import Municipality
from wijkwerk.ground.subjects.dossiers import moment_words
from wijkwerk.ground.subjects.models import Subject
from wijkwerk.ground.subjects.records import Part, Piece
from wijkwerk.rules.deadlines import short_day_words
from wijkwerk.work.answers.models import Asker, DataRequest
from wijkwerk.work.answers.queries import Told, told
from wijkwerk.work.answers.tell import due_words


def askers_part(*, subject: Subject, municipality: Municipality) -> Part:
    """Who asked, and what they asked about their own data."""
    rows = Asker.objects.filter(municipality=municipality, subject=subject).order_by("asked_at", "pk")
    requests = DataRequest.objects.filter(municipality=municipality, asker__subject=subject).order_by(
        "asked_at"
    )
    return Part("Wie vroeg dit", 20, (*(_asker(row) for row in rows), *(_request(row) for row in requests)))


def _asker(row: Asker) -> Piece:
    facts = (
        ("Rol", row.get_role_display()),
        ("Bericht", row.get_contact_display()),
        ("Adres", " ".join(row.address.split())),
        ("Sinds", moment_words(row.asked_at)),
    )
    return Piece("Gewist" if row.erased_at else row.name or "Zonder naam", facts)


def _request(row: DataRequest) -> Piece:
    outcome = {None: "nog niet beantwoord", True: "gedaan", False: "geweigerd"}[row.granted]
    facts = (("Gevraagd", moment_words(row.asked_at)), ("Uitkomst", outcome), ("Uitleg", row.why))
    return Piece(f"AVG-verzoek: {row.get_wish_display()}", facts, row.text)


def answers_part(*, subject: Subject, municipality: Municipality) -> Part:
    """Every answer with its conditions, promise and shifts, the first first."""
    return Part("Antwoorden en beloften", 30, tuple(_told(each) for each in reversed(told(subject))))


def _told(each: Told) -> Piece:
    answer = each.answer
    facts = [
        ("Gegeven", moment_words(answer.given_at)),
        ("Door", f"{answer.given_by.name}, {answer.owner_team.name}"),
        ("Vervangen", moment_words(answer.superseded_at) if answer.superseded_at else ""),
        ("Reden", answer.reason or ""),
        ("Wat wel kan", answer.can_do),
        ("Wat wij doen", answer.what),
        ("Wanneer", due_words(answer.due_until, answer.precision)),
        ("Openbaar", answer.public_answer),
    ]
    for condition in each.conditions:
        said = (condition.what, condition.needed, condition.get_state_display(), condition.settled_why)
        facts.append(("Voorwaarde", ". ".join(part for part in said if part)))
    if each.promise:
        due = due_words(each.promise.due_until, each.promise.precision)
        said = (each.promise.what, each.promise.get_state_display(), due, each.promise.explanation)
        facts.append(("Belofte", ". ".join(part for part in said if part)))
    for shift in each.shifts:
        days = f"van {short_day_words(shift.old_due)} naar {short_day_words(shift.new_due)}"
        facts.append(("Andere datum", f"{days}: {shift.why}"))
    return Piece(answer.get_kind_display(), tuple(facts), answer.text)
