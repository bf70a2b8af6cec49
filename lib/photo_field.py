"""A field for several photos, taken with the phone's camera or chosen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from lib.errors import BadUpload
from lib.forms import UploadField
from lib.images import CleanPhoto, clean_photo

MOST = 6


class PhotosInput(forms.FileInput):
    """The browser's file field; on a phone it opens the camera."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*", "capture": "environment"})


class PhotosField(UploadField):
    """Up to MOST photos; the cleaned value is a list of CleanPhoto.

    They are decoded here, so that what is wrong with one is said at the field and no transaction
    waits for a picture.
    """

    widget = PhotosInput
    limit = "UPLOAD_MAX_PHOTO"

    def clean(self, data: Any, initial: Any = None) -> list[CleanPhoto]:
        """Return the photos. Raises ValidationError for what is no photo."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST:
            text = ngettext_lazy("Send at most %d photo.", "Send at most %d photos.")
            raise ValidationError(text % MOST)
        return [self._photo(upload, initial) for upload in uploads]

    def _photo(self, upload: UploadedFile, initial: Any) -> CleanPhoto:
        super().clean(upload, initial)
        try:
            return clean_photo(upload)
        except BadUpload as error:
            text = _("“%(name)s”: %(problem)s")
            params = {"name": upload.name, "problem": str(error)}
            raise ValidationError(text, params=params) from error
