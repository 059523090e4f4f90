"""Texts of letters that came after the first documents: a document without them has these (D12).

Places between braces are filled in, see `sections.ALLOWED`.
"""

from collections.abc import Mapping
from typing import Final

TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "promise_dropped": (
        "Dit gaat toch niet door: {title}",
        """\
Beste {resident},

Uw wens stond in een plan. Wij zeiden ja. Dat gaat toch niet door. Dat spijt ons.

Wat wij zouden doen: {what}
De reden: {why}

Wij kijken opnieuw naar uw melding. U krijgt een nieuw antwoord.
Dat antwoord komt uiterlijk op {answer_by}.

Op uw eigen pagina ziet u wat er gebeurt:
{trace_link}

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "question": (
        "Wij hebben een vraag: {title}",
        """\
Beste {resident},

Wij kunnen nog geen antwoord geven op uw melding. Wij willen eerst iets van u weten.

Onze vraag: {question}

Geef antwoord op uw eigen pagina:
{trace_link}

U kunt ons ook bellen. Of antwoord gewoon op deze brief, als u die per e-mail kreeg.

Wij wachten tot en met {reply_by}. Zo lang staat de tijd voor ons antwoord stil.

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "question_reminder": (
        "Nog even onze vraag: {title}",
        """\
Beste {resident},

Wij stelden u een vraag over uw melding. Wij kregen nog geen antwoord.

Onze vraag: {question}

Geef antwoord op uw eigen pagina:
{trace_link}

U kunt ons ook bellen. Of antwoord gewoon op deze brief, als u die per e-mail kreeg.

Wij wachten tot en met {reply_by}. Horen wij dan nog niets? Dan sluiten wij de melding.

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "question_expired": (
        "Wij sluiten uw melding: {title}",
        """\
Beste {resident},

Wij stelden u een vraag over uw melding. Wij kregen geen antwoord. Zonder dat antwoord kunnen wij niet verder.

Onze vraag was: {question}

Daarom sluiten wij de melding nu.

Wilt u toch verder? Open de melding opnieuw op uw eigen pagina:
{trace_link}

Dat kan tot en met {reopen_until}.

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "redirected": (
        "Uw melding is nu bij: {where}",
        """\
Beste {resident},

Uw melding hoort niet bij ons. Wij hebben haar doorgestuurd.

Wie uw melding nu heeft: {where}
Hoe u hen bereikt: {contact}

Waarom: {why}

Wat u schreef en wat wij deden, blijft staan op uw eigen pagina:
{trace_link}

Loopt het daar vast? Bel ons. Dan kijken wij met u mee.

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "forwarded": (
        "Uw bericht krijgt een eigen weg: {title}",
        """\
Beste {resident},

Uw bericht is voor de wet een {formal}. Daarvoor zijn vaste regels. Daarom krijgt u hier geen ja of nee.

Wij hebben uw bericht doorgestuurd naar: {where}
Hoe u hen bereikt: {contact}

De dag waarop wij uw bericht kregen, telt: {received}.
U krijgt antwoord uiterlijk op {legal_by}.

Op uw eigen pagina ziet u waar het is:
{trace_link}

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "merged": (
        "Uw melding gaat samen met een andere: {title}",
        """\
Beste {resident},

Iemand anders meldde hetzelfde. Wij hebben de meldingen samengevoegd. Zo krijgt u allebei hetzelfde antwoord.

De code is nu: {code}
Uw eigen code was: {old_code}

U krijgt antwoord uiterlijk op {answer_by}.

U hoeft deze vraag niet meer te beantwoorden: {question}

Wat u zelf schreef, blijft van u. De andere melder ziet dat niet.

Op uw eigen pagina ziet u wat er gebeurt:
{trace_link}

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "split": (
        "Uw melding wordt gesplitst: {title}",
        """\
Beste {resident},

In uw melding staan dingen die bij verschillende mensen horen. Daarom hebben wij haar gesplitst.

Dit deel gaat over: {title}
De code van dit deel: {code}

U krijgt antwoord over dit deel uiterlijk op {answer_by}.

Op de pagina van dit deel ziet u wat er gebeurt:
{trace_link}

Over de andere delen krijgt u een eigen bericht.

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
{team}, gemeente {municipality}
""",
    ),
    "data_asked": (
        "Uw vraag over uw gegevens: {code}",
        """\
Beste {resident},

U vroeg ons om {wish}. Wij hebben uw vraag gekregen.

U krijgt antwoord uiterlijk op {legal_by}.

Vroeg u dit niet zelf? Bel ons dan meteen op {phone}. Iemand anders heeft dan misschien uw link.

Op uw eigen pagina ziet u hoe het staat:
{trace_link}

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
gemeente {municipality}
""",
    ),
    "data_done": (
        "Wij doen wat u vroeg over uw gegevens: {code}",
        """\
Beste {resident},

U vroeg ons om {wish}. Dat doen wij.

Goed om te weten: {why}

Vroeg u ons om te wissen? Dan werkt deze link straks niet meer:
{trace_link}

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
gemeente {municipality}
""",
    ),
    "data_refused": (
        "Over uw vraag om uw gegevens: {code}",
        """\
Beste {resident},

U vroeg ons om {wish}. Dat kunnen wij niet doen.

De reden: {why}

Bent u het er niet mee eens? Bel ons op {phone}.
U kunt ook binnen zes weken bezwaar maken bij de gemeente.
En u kunt een klacht indienen bij de Autoriteit Persoonsgegevens.

Uw eigen pagina blijft werken:
{trace_link}

Vragen? Bel {phone} en noem uw code: {code}.

Met vriendelijke groet,
gemeente {municipality}
""",
    ),
}
