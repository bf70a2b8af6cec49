"""Rows of a model as a part of the file of settings: written, looked at, saved as by their page."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Area
from communities.services.saving import changes_of, save_record
from lib.errors import DomainError
from lib.office_settings import Problem, RefusedSettings
from lib.records import column_of
from lib.text import clean

#: More rows than any code list has; a longer list is no list of settings.
MOST_ROWS = 2000
#: What stands in the file for a column of each kind, and how it is called.
KINDS: list[tuple[type[models.Field], type, Callable[[], str]]] = [
    (models.BooleanField, bool, lambda: _("true or false")),
    (models.IntegerField, int, lambda: _("a whole number")),
    (models.JSONField, list, lambda: _("a list of words")),
]
#: Columns of days and times, read from and written as ISO 8601.
TIMES: list[tuple[type[models.Field], Callable[[str], Any], Callable[[], str]]] = [
    (models.DateField, dt.date.fromisoformat, lambda: _("a day as 2026-11-30")),
    (models.TimeField, dt.time.fromisoformat, lambda: _("a time as 22:00")),
]


class Elsewhere(Exception):
    """A row names an area that this portal does not have."""


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of `model`, found again by the columns `key`; `columns` are what is set of each.

    `code` begins the audit codes and `save` is the service, as of a Register. `rows()` are those
    that are written into the file, in the order in which they are set. `fixed(record)` names
    columns that a stored record keeps. A reference is the other row's key, an area's its code.
    """

    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[str, ...]
    code: str
    rows: Callable[[], Any]
    save: Callable[..., models.Model] = save_record
    fixed: Callable[[Any], tuple[str, ...]] = field(default=lambda _record: ())

    def dump(self) -> list[dict[str, Any]]:
        """Return the rows as JSON knows them."""
        names = (*self.key, *self.columns)
        return [{name: _told(row, self._field(name)) for name in names} for row in self.rows()]

    def check(self, data: Any, place: str) -> Iterator[Problem]:
        """Yield what is wrong with the form of the rows, and rows that are there twice."""
        if not isinstance(data, list):
            yield Problem(place, _("Here a list has to stand."))
            return
        if len(data) > MOST_ROWS:
            yield Problem(place, _("More than %d rows.") % MOST_ROWS)
            return
        seen: set[str] = set()
        for number, row in enumerate(data):
            problems = list(self._check_row(row, f"{place}[{number}]"))
            yield from problems
            if not problems:
                key = repr([row[name] for name in self.key])
                if key in seen:
                    yield Problem(f"{place}[{number}]", _("This row is in the file twice."))
                seen.add(key)

    def _check_row(self, row: Any, place: str) -> Iterator[Problem]:
        if not isinstance(row, dict):
            yield Problem(place, _("Here a row with named values has to stand."))
            return
        for name in row:
            if name not in self.key and name not in self.columns:
                yield Problem(f"{place}.{name[:40]}", _("Nothing is called so here."))
        for name in self.key:
            if name not in row:
                yield Problem(f"{place}.{name}", _("This is missing."))
        for name, value in row.items():
            known = name in self.key or name in self.columns
            if known and (words := _misfit(self._field(name), value)):
                yield Problem(f"{place}.{name}", words)

    def apply(self, actor: User, data: list[dict[str, Any]], place: str) -> list[Problem]:
        """Save what differs; return the rows that were left out."""
        refused: list[Problem] = []
        left_out: list[Problem] = []
        for number, row in enumerate(data):
            here = f"{place}[{number}]"
            try:
                with transaction.atomic():
                    self._save(actor, row)
            except Elsewhere as error:
                left_out.append(Problem(here, str(error)))
            except ValidationError as error:
                refused += _problems(error, here)
            except (DomainError, IntegrityError) as error:
                refused.append(Problem(here, str(error)))
        if refused:
            raise RefusedSettings(refused)
        return left_out

    def _save(self, actor: User, row: dict[str, Any]) -> None:
        values = {name: self._read(name, value) for name, value in row.items()}
        key = {name: values[name] for name in self.key}
        stored = self.model._default_manager.filter(**key).first()
        record: Any = stored or self.model(**key)
        kept = self.fixed(record) if stored else ()
        for name, value in values.items():
            if name not in self.key and name not in kept:
                setattr(record, name, value)
        if stored is None or changes_of(record):
            self.save(actor=actor, record=record, code=self.code)

    def _read(self, name: str, value: Any) -> Any:
        """Return a value of the file as the model has it."""
        column = self._field(name)
        for kind, read, _words in TIMES:
            if isinstance(column, kind):
                return None if value is None else read(value)
        if value is None or not isinstance(column, models.ForeignKey):
            return clean(value) if isinstance(value, str) else value
        other = column.related_model
        if issubclass(other, Area):
            area = Area.objects.valid_on().filter(code=value).first()
            if area is None:
                raise Elsewhere(_("There is no area with the code %s here: left out.") % value)
            return area
        try:
            return other._default_manager.get(pk=value)
        except ObjectDoesNotExist as error:
            text = _("There is no such entry here: %s") % value
            raise ValidationError({name: text}) from error

    def _field(self, name: str) -> Any:
        return column_of(self.model, name)


def _told(row: models.Model, column: models.Field) -> Any:
    """Return the value of a column as it stands in the file."""
    if isinstance(column, models.ForeignKey) and issubclass(column.related_model, Area):
        return getattr(getattr(row, column.name), "code", None)
    value = getattr(row, column.attname)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _misfit(column: models.Field, value: Any) -> str:
    """Say what should stand for a column, "" when `value` may."""
    if value is None:
        return "" if column.null else _("This cannot be empty.")
    for kind, wanted, words in KINDS:
        if isinstance(column, kind):
            fits = type(value) is wanted and _are_texts(value if wanted is list else [])
            return "" if fits else _("Here %s has to stand.") % words()
    if not _is_text(value):
        return _("Here %s has to stand.") % _("a text")
    for time, read, words in TIMES:
        if isinstance(column, time):
            try:
                read(value)
            except ValueError:
                return _("Here %s has to stand.") % words()
    return ""


def _is_text(value: Any) -> bool:
    """Tell whether a value is a text that a database can keep: no half of a surrogate pair."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _are_texts(values: Any) -> bool:
    return all(_is_text(one) for one in values)


def _problems(error: ValidationError, place: str) -> list[Problem]:
    """Return the errors of a record at their places."""
    if not hasattr(error, "error_dict"):
        return [Problem(place, text) for text in error.messages]
    return [
        Problem(place if name == "__all__" else f"{place}.{name}", text)
        for name, texts in error.message_dict.items()
        for text in texts
    ]
