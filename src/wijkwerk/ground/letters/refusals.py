"""What a mail server meant that did not take a letter: never, or not now. Pure.

Sources: RFC 5321 (4.2.1 replies, 4.5.4.1 how long to try), RFC 3463 (codes of the reason), RFC 4954 (who may send).
"""

import re
from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

# The server asks who we are: our own doing, which somebody can mend, and no fault of the address.
NOT_KNOWN_HERE = frozenset({530, 534, 535, 538})
PATIENCE = timedelta(days=5)
SOONEST, LATEST = timedelta(seconds=15), timedelta(hours=1)
REASON = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
GIVEN_UP = "not taken at the last try"


def refusal(problem: Exception) -> str:
    """Why this letter will never be taken: codes only, for a server repeats the address. Empty when it may be tried again."""
    if isinstance(problem, ValueError):
        return "refused: no address or title that a mail can carry"
    answers = _answers(problem)
    if not answers or not all(_is_final(code) for code, _ in answers):
        return ""
    code, said = answers[0]
    reason = REASON.search(said)
    return f"refused {code} {reason[0] if reason else ''}".strip()


def _answers(problem: Exception) -> list[tuple[int, str]]:
    """Code and text of what the server said about the address or the letter; not about who sends it."""
    if isinstance(problem, SMTPRecipientsRefused):
        return [(code, _text(said)) for code, said in problem.recipients.values()]
    if isinstance(problem, SMTPDataError):
        return [(problem.smtp_code, _text(problem.smtp_error))]
    return []


def _text(said: bytes | str) -> str:
    return said.decode("ascii", "replace") if isinstance(said, bytes) else said


def _is_final(code: int) -> bool:
    return 500 <= code < 600 and code not in NOT_KNOWN_HERE


def next_try(*, made_at: datetime, now: datetime) -> datetime | None:
    """When to try again what waits since then, ever longer apart and at no cost; None when it has waited for days."""
    age = now - made_at
    return None if age >= PATIENCE else now + min(max(age, SOONEST), LATEST)
