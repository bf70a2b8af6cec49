"""What is wrong with a cell or a row of a ledger."""

import dataclasses
from dataclasses import dataclass
from typing import Any

from lib.errors import BadUpload


class Unreadable(Exception):
    """A cell that means nothing: `code` is a key of `ledgers.wording.MESSAGES`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class OtherRegister(BadUpload):
    """A workbook of another register: `register` is its key."""

    def __init__(self, message: str, register: str) -> None:
        super().__init__(message)
        self.register = register


@dataclass(frozen=True)
class Problem:
    """What is to be said about a field of a row, or about the whole row (`field` is "").

    `code` is a key of `ledgers.wording.MESSAGES`, or the sentence itself where a room says it in
    its own words.
    """

    field: str
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


def by_rule(field: str, words: str) -> Problem:
    """Return that a rule of the register refuses a row, in the words for whoever sent it."""
    return Problem(field, "refused-by-rule", {"words": words})
