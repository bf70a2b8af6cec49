"""Edit forms that stood open while somebody else saved.

A form is drawn with the revision of its record and a digest of each value (hidden fields). When it
comes back and the record has moved on, each field is looked at alone: what only the others changed
is taken over, what only this user changed is kept, and what both changed is a clash: both values
are shown in the form and one of them is chosen. Nothing that was typed is lost.

The digests are keyed, so that a value that is not on the screen cannot be guessed from them.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from lib.sending import SentForm

#: Fields that say something about the form itself.
OWN_FIELDS = {"record_key", "revision", "drawn", "confirmed", "read_hash"}
YOURS, THEIRS = "yours", "theirs"


@dataclass(frozen=True)
class Clash:
    """A field that two people changed; `choice` is the name under which one of both is chosen."""

    name: str
    label: str | Promise
    theirs: str
    yours: str
    choice: str
    digest: str

    @property
    def options(self) -> list[tuple[str, str, str]]:
        """The values to choose from: (what is sent, whose it is, in words)."""
        return [
            (f"{THEIRS}:{self.digest}", gettext("Saved meanwhile"), self.theirs),
            (f"{YOURS}:{self.digest}", gettext("Typed here"), self.yours),
        ]


class Merging(SentForm):
    """Part of a form that changes something stored. Call `carry_revision` when the fields stand."""

    merges = False
    clashes: Sequence[Clash] = ()
    merged: Sequence[str | Promise] = ()

    def carry_revision(self, key: object, revision: int | str) -> None:
        """Have the form carry what it is drawn from: a stored thing's key and revision."""
        self.merges = True
        self._key, self._revision = str(key), str(revision)
        for name, initial in (("revision", self._revision), ("drawn", self._drawn)):
            self.fields[name] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=initial
            )

    def stored_value(self, name: str) -> Any:
        """Return what is stored for a field now. Hook: a form that does not show it all."""
        return self.get_initial_for_field(self.fields[name], name)

    def kept_as_is(self, name: str) -> bool:
        """Tell whether what was sent for a field means "as stored". Hook, as `stored_value`."""
        return False

    def in_words(self, name: str, value: Any) -> str:
        """Return a value as a reader sees it. Hook: a form that masks."""
        return shown(self.fields[name], value)

    def merge(self) -> None:
        """Bring together what was sent and what was saved since the form was drawn.

        To be called by `clean`, before values are checked against each other.
        """
        if not self.merges or self.data.get(self.add_prefix("revision")) == self._revision:
            return
        if (drawn := _read(self.data.get(self.add_prefix("drawn")))) is None:
            return
        self.clashes = self.merged = ()
        self.data = self.data.copy()
        for name in self._merged_names():
            if name in self.cleaned_data and not self.kept_as_is(name):
                self._merge_field(name, drawn)
        self.data[self.add_prefix("drawn")] = json.dumps(drawn)
        if self.clashes:
            self.add_error(None, _("Somebody else changed this meanwhile. Choose what is to stay."))

    def _merge_field(self, name: str, drawn: dict[str, str]) -> None:
        """Decide one field; `drawn` is brought up to date unless the field clashes."""
        stored, typed = self.stored_value(name), self.cleaned_data[name]
        theirs, yours = self._digest(name, stored), self._digest(name, typed)
        base = drawn.get(name, self._digest(name, None))
        choice = self.add_prefix(f"keep-{name}")
        chosen = self.data.get(choice)
        if theirs in (base, yours) or chosen == f"{YOURS}:{theirs}":
            pass
        elif yours == base or chosen == f"{THEIRS}:{theirs}":
            self._take(name, stored)
        else:
            words = (self.in_words(name, stored), self.in_words(name, typed))
            label = self.fields[name].label or self[name].label
            self.clashes = [*self.clashes, Clash(name, label, *words, choice, theirs)]
            return
        drawn[name] = theirs

    def _take(self, name: str, stored: Any) -> None:
        """Put the stored value of a field where the typed one stood."""
        field = self.fields[name]
        self.cleaned_data[name] = _cleaned(field, stored)
        self.data.setlist(self.add_prefix(name), _posted(field, stored))
        self.merged = [*self.merged, field.label or self[name].label]

    def _merged_names(self) -> Iterable[str]:
        return [
            name
            for name, field in self.fields.items()
            if name not in OWN_FIELDS and not isinstance(field, forms.FileField)
        ]

    def _drawn(self) -> str:
        """Return the digests of the values with which the form is drawn; empty ones left out."""
        values = {name: self.stored_value(name) for name in self._merged_names()}
        return json.dumps(
            {
                name: self._digest(name, value)
                for name, value in values.items()
                if _spelled(self.fields[name], value)
            }
        )

    def _digest(self, name: str, value: Any) -> str:
        text = "\x1f".join([self._key, name, *_spelled(self.fields[name], value)])
        return salted_hmac("lib.merging", text).hexdigest()[:16]


def shown(field: forms.Field, value: Any) -> str:
    """Return a value of `field` in words: the label of a choice, a date as it is written here."""
    if isinstance(field, forms.ModelChoiceField):
        rows = _all_rows(field).filter(pk__in=_posted(field, value))
        return "、".join(str(row) for row in rows) or "—"
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in _flat(field.choices)}
        return "、".join(labels.get(one, one) for one in _posted(field, value)) or "—"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dt.date | dt.time | Decimal | float):
        return str(localize(field.prepare_value(value)))
    return "—" if value in (None, "") else str(field.prepare_value(value))


def _flat(choices: Any) -> Iterable[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def _read(text: str | None) -> dict[str, str] | None:
    """Return the digests that came back, None when the form was not drawn with any."""
    try:
        drawn = json.loads(text or "")
    except ValueError:
        return None
    return drawn if isinstance(drawn, dict) else None


def _cleaned(field: forms.Field, stored: Any) -> Any:
    """Return a stored value as `cleaned_data` has it, even one that this user cannot choose."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return list(stored or [])
    if isinstance(field, forms.ModelChoiceField):
        return _all_rows(field).filter(pk=_key(stored)).first()
    return stored


def _all_rows(field: forms.ModelChoiceField) -> models.QuerySet[Any]:
    """Return what a field chooses among, and what this user cannot choose besides."""
    if field.queryset is None:
        raise TypeError("The field has no rows to choose among.")
    return field.queryset.model._base_manager.all()


def _posted(field: forms.Field, value: Any) -> list[str]:
    """Return a value of `field`, stored or cleaned, as a browser sends it."""
    value = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple | set | models.QuerySet):
        return [str(_key(one)) for one in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return [str(value)]
    text = field.widget.format_value(_key(value))
    return [str(one) for one in text] if isinstance(text, list) else [str(text)]


def _spelled(field: forms.Field, value: Any) -> list[str]:
    """Return one spelling of equal values: 1.50 and 1.5, either line end, any order of choices."""
    if isinstance(value, Decimal | float):
        return [format(Decimal(str(value)).normalize(), "f")]
    texts = [text.replace("\r\n", "\n").strip() for text in _posted(field, value)]
    return sorted(text for text in texts if text)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
