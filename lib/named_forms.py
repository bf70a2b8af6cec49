"""The form of an entry of a code list that an office keeps."""

from functools import cached_property
from typing import Any

from lib.forms import RecordForm

#: How the code of an entry begins that an office has added, and so many letters it has besides.
OWN = "own-"
LETTERS = 12


class NamedForm(RecordForm):
    """An entry of a code list. Nobody types a code: that of a new one comes from its sending.

    A new entry is in use; only a stored one can be retired.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields.pop("active", None)

    @cached_property
    def key(self) -> str:  # type: ignore[override]  # of a record it is a UUID
        """The code of the entry that this sending of the form makes, or of the one it changes."""
        key = super().key
        return key if isinstance(key, str) else f"{OWN}{key.hex[-LETTERS:]}"
