"""Errors that say what to do.

* DomainError            a rule of the work was broken; the message is translated and shown
  - NotAllowed           the action is not the actor's to do (HTTP 403)
  - WrongState           the record is not in a state from which this can be done
  - Outdated             somebody else changed the record meanwhile
  - BadUpload            a file cannot be taken
"""

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule of the work was broken. `message` is translated; `code` is stable, for tests."""

    code = "domain-error"

    def __init__(self, message: str | Promise, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """The action is not the actor's to do; the record itself is in sight."""

    code = "not-allowed"


class WrongState(DomainError):
    """The record is not in a state from which this can be done."""

    code = "wrong-state"


class Outdated(DomainError):
    """Somebody else changed the record since it was read."""

    code = "outdated"


class BadUpload(DomainError):
    """A file cannot be taken: too large, of another kind, damaged."""

    code = "bad-upload"
