"""Forms: one layout, a hidden key against double submits, fields bound to the user's sight."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lib.errors import BadUpload, Outdated
from lib.form_layout import LaidOut
from lib.form_words import give_words
from lib.ids import new_id
from lib.merging import Merging
from lib.pickers import give_pickers
from lib.records import Record
from lib.sending import MakingForm, SentForm
from lib.storage import DiskFull
from lib.text import clean
from lib.unique import other_alike
from lib.uploads import RefusedUpload
from lib.workbooks import check_upload
from lib.workflow import require_read

THE_OTHER = _('It is there already: <a href="{}">{}</a>')


def offer(form: forms.BaseForm, name: str, rows: models.QuerySet[Any]) -> None:
    """Let a field of `form` choose among `rows`."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} chooses among words, not among rows")
    field.queryset = rows


def offer_words(
    form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, str | Promise]]
) -> None:
    """Let a field of `form` choose among `choices`: what is sent, and its words."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} has no choices")
    field.choices = list(choices)


class CleanText(LaidOut, SentForm):
    """Part of a form: texts are stored in one form (`lib.text`), it says what is missing, and
    what is chosen among many can be searched (`lib.pickers`).
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_words(self.fields)
        give_pickers(self.fields)
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and not _keeps_letters(field):
                # This field's own way to read, not that of its class.
                vars(field)["to_python"] = partial(_from_clean_text, field.to_python)


def _keeps_letters(field: forms.CharField) -> bool:
    """Tell whether each letter counts as it was typed: passwords, JSON."""
    return isinstance(field.widget, forms.PasswordInput) or isinstance(field, forms.JSONField)


def _from_clean_text(to_python: Callable[[Any], Any], value: Any) -> Any:
    return to_python(clean(value) if isinstance(value, str) else value)


class PlainForm(CleanText, forms.Form):
    """A form drawn by `{% crispy form %}` inside the page's own form tag."""


class ActionForm(PlainForm):
    """A form of an action on `record`; it brings back the revision that its page was drawn from."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.fields["revision"].initial = record.revision

    def clean(self) -> dict[str, Any]:
        """Refuse what was decided on an old page, and say what has changed since."""
        super().clean()
        data = self.cleaned_data
        try:
            require_read(self.record, data.get("revision", self.record.revision))
        except Outdated as error:
            self.add_error(None, str(error))
            # Told now: if it is sent once more, this is what was looked at.
            self.data = self.data.copy()
            self.data["revision"] = str(self.record.revision)
        return data


class RecordForm(CleanText, Merging, MakingForm, forms.ModelForm):
    """A form for a Record of `user`.

    A new record's key is made when the form is drawn and comes back hidden (`lib.sending`). The
    form of a stored record carries what it was drawn from (`lib.merging`).
    """

    record_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    #: What the next record mostly has in common with this one, where many are entered in a row:
    #: the page then offers to save and add another. It goes through the address: no personal data.
    repeats: tuple[str, ...] = ()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if self.instance._state.adding:
            self.fields["record_key"].initial = new_id
        else:
            del self.fields["record_key"]
            self.carry_revision(self.instance.pk, self.instance.revision)
        self.limit_choices()

    @property
    def asks_for_another(self) -> bool:
        """True when the page offers to save and add another."""
        return bool(self.repeats) and self.instance._state.adding

    def together(self) -> dict[str, Any]:
        """Hook: what the service that saves the record is given besides, e.g. several of a kind."""
        return {}

    def limit_choices(self) -> None:
        """Hook: narrow the choices of fields to what the user may use."""

    def clean(self) -> dict[str, Any]:
        """Bring together what was typed and what was saved meanwhile."""
        super().clean()
        self.merge()
        return self.cleaned_data

    def _update_errors(self, errors: ValidationError) -> None:
        """Say with an error about something unique where the other one is."""
        super()._update_errors(errors)  # type: ignore[misc]  # left out of the stubs
        if (other := other_alike(self.instance, self.user)) is not None:
            self.add_error(None, format_html(str(THE_OTHER), other.get_absolute_url(), other))


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DateTimeInput(forms.DateTimeInput):
    """The browser's own date and time field."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **kwargs)


class UploadField(forms.FileField):
    """A file. Its input says how large it may be, so that portal.js refuses a larger one before
    it has crossed the network; the server refuses it all the same.

    `limit` is the name of the setting that has the largest size in bytes.
    """

    limit = "UPLOAD_MAX_WORKBOOK"

    @property
    def largest(self) -> int:
        """The largest size in bytes."""
        return getattr(settings, self.limit)

    @property
    def too_large(self) -> Promise:
        """What is said about a larger one."""
        return format_lazy(
            _("A file of more than {limit} MB is not taken: choose a smaller one."),
            limit=self.largest // 1024 // 1024,
        )

    def to_python(self, data: Any) -> Any:
        """Return the upload. Raises ValidationError when there was no room for it."""
        if isinstance(data, RefusedUpload):
            refusal = DiskFull()
            raise ValidationError(str(refusal), code=refusal.code)
        return super().to_python(data)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Give the limit to the input."""
        told = {"data-largest": self.largest, "data-too-large": self.too_large}
        return super().widget_attrs(widget) | told


class WorkbookField(UploadField):
    """A workbook (xlsx, xls, ods, csv); what cannot be one is refused at the field."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the upload after a look at its name and size."""
        upload = super().clean(data, initial)
        if upload:
            try:
                check_upload(upload, self.largest)
            except BadUpload as error:
                raise ValidationError(str(error), code=error.code) from error
        return upload


class TableField(WorkbookField):
    """A workbook that is read while its sender waits for the page, so it has to be a small one."""

    limit = "UPLOAD_MAX_TABLE"
