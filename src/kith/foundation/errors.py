"""Errors that a person can read: what happened, what was kept, what to do next."""


class DomainError(Exception):
    """A rule said no. `message` is shown as it is; `field` names the form field it belongs to, if any."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """The one who asked may not do this."""


class ChangedMeanwhile(DomainError):
    """Somebody else changed the same thing first."""
