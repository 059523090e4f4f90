"""The municipality that is served now, for texts that are written once and read in many towns."""

from contextvars import ContextVar

from wijkwerk.ground.areas.models import Municipality

# Set for as long as a request is answered, the sending of a long file included; None elsewhere (commands, the worker).
here: ContextVar[Municipality | None] = ContextVar("here", default=None)


def leave(**_: object) -> None:
    """The answer has left: nothing is served now."""
    here.set(None)
