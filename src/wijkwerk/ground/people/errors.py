"""What the actions of this room refuse."""


class Refused(Exception):
    """An action that may not be done now. The message is Dutch and fit for the screen; `field` is where it belongs."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
