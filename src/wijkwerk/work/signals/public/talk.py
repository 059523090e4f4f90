"""What stands on an asker's own page of our questions and of what they wrote: never the words of another asker (D4)."""

from typing import Any

from wijkwerk.work.answers.models import Asker
from wijkwerk.work.signals import conversation
from wijkwerk.work.signals.models import Question, Signal
from wijkwerk.work.signals.public.asking_forms import ReplyForm


def question_for(asker: Asker, signal: Signal) -> Question | None:
    """The question that waits for this asker; None for who joined."""
    return conversation.open_question(signal) if conversation.meant_for(asker) else None


def talk(asker: Asker, signal: Signal) -> dict[str, Any]:
    """For `trace.html`: the question that waits with its form, and what was asked and written before. One query.

    Of a signal about care only that a question waits: the words of it stand in our letter, not on a page that somebody at
    the same table may open (D8).
    """
    if signal.visibility == "care":
        asks = question_for(asker, signal) is not None
        return {"asks": asks, "question": None, "said": [], "reply_form": ReplyForm() if asks else None}
    said = conversation.of_asker(signal, asker)
    question = next((each for each in said if each.is_open), None)
    return {
        "asks": question is not None,
        "question": question,
        "said": [each for each in said if each is not question],
        "reply_form": ReplyForm() if question else None,
    }
