"""Rows that are only ever added: steps, entries of progress and money, the audit trail."""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(models.Model):
    """A row that is neither changed nor removed once it is stored."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Changing a stored one is refused."""
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: history only grows."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise RuntimeError(f"{type(self).__name__} is append-only.")
