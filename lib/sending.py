"""What a form asks for is done once, and what goes wrong is said in the form.

The key of a new record is made from the key that its form was drawn with and from what was sent:
the same form sent again, or twenty times at once, names the same record, and the first one is
found. The same form with other content (after the browser's Back button) names another.
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.forms import BaseForm, FileField
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from lib.canonical import canonical_bytes
from lib.errors import BadUpload, DomainError, NotAllowed
from lib.ids import derived_id

Made = TypeVar("Made")
Row = TypeVar("Row", bound=models.Model)
#: What a form sends beside its content: who drew it, and what may differ when it is sent again.
BESIDE = {
    "csrfmiddlewaretoken",
    "record_key",
    "key",
    "revision",
    "drawn",
    "confirmed",
    "another",
    "draft",
    "submitted",
}


def key_of_sending(
    drawn: UUID,
    user: models.Model,
    data: QueryDict,
    files: MultiValueDict,
    beside: Iterable[str] = (),
) -> UUID:
    """Return the key of the record that this sending of a form makes.

    `beside` are fields that may differ when the same thing is sent again.
    """
    beside = BESIDE | set(beside)
    content = {name: data.getlist(name) for name in data if name not in beside}
    digests = {name: [_digest(one) for one in files.getlist(name)] for name in files}
    return derived_id(drawn, canonical_bytes([str(user.pk), content, digests]))


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


class SentForm(BaseForm):
    """Base of the parts of forms that read what a browser sent; a form not sent has empty data."""

    data: QueryDict
    files: MultiValueDict


class MakingForm(SentForm):
    """Part of a form of `user` that makes, or changes, the record `instance`.

    `user` is accounts.User, which the library does not know; `instance` is of each form's model.
    """

    user: Any
    instance: Any

    @cached_property
    def key(self) -> UUID:
        """The key of the record that this sending of the form makes, or of the one it changes."""
        try:
            drawn = UUID(self.data.get(self.add_prefix("record_key"), ""))
        except ValueError:
            return self.instance.pk
        return key_of_sending(drawn, self.user, self.data, self.files)


def carry_out(form: BaseForm, action: Callable[[], Made]) -> Made | None:
    """Do `action`; put a broken rule into `form` as an error and return None."""
    try:
        return action()
    except NotAllowed:
        raise
    except DomainError as error:
        form.add_error(_place_of(form, error), str(error))
    except ValidationError as error:
        say(form, error)
    return None


def _place_of(form: BaseForm, error: DomainError) -> str | None:
    """Return the field at which an error stands: that of a file for a bad file."""
    if not isinstance(error, BadUpload):
        return None
    return next((name for name, one in form.fields.items() if isinstance(one, FileField)), None)


def say(form: BaseForm, error: ValidationError) -> None:
    """Put the errors of a record into its form, each at its field if the form has that."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


def send_once(
    form: MakingForm, rows: models.QuerySet[Row], action: Callable[[], Row | None]
) -> Row | None:
    """Return the record of `rows` that the form makes, or that an earlier sending of it made.

    None when the form must be drawn again, with its errors. `rows` are those that the user may be
    led to. Asked first, validated later: to the form itself, its own earlier sending is another
    record of the same name.
    """
    earlier = rows.filter(pk=form.key)
    if (found := earlier.first()) is not None:
        return found
    if not form.is_valid():
        return earlier.first()  # it may have been made since it was asked for
    for last in (False, False, True):
        try:
            made = _make(form, action)
        except IntegrityError:  # somebody was faster: the same form, or another of the same name
            if (found := earlier.first()) is not None:
                return found
            form.full_clean()
            if not form.is_valid():
                return None
            if last:
                raise  # not even with the next number of its kind
        else:
            return earlier.first() if made is None else made
    return None


def _make(form: MakingForm, action: Callable[[], Row | None]) -> Row | None:
    form.instance.pk = form.key
    form.instance._state.adding = True  # it was not kept, if an attempt failed before
    with transaction.atomic():
        made = carry_out(form, action)
    form.instance._state.adding = made is None
    return made
