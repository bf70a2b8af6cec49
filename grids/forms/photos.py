"""A field for several photos, taken with the phone's camera or chosen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _, ngettext_lazy
from PIL import Image, UnidentifiedImageError

from lib import images  # noqa: F401 - registers HEIC with Pillow
from lib.forms import UploadField

MOST = 6


class PhotosInput(forms.FileInput):
    """The browser's file field; on a phone it opens the camera."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/*", "capture": "environment"})


class PhotosField(UploadField):
    """Up to MOST photos; the cleaned value is a list.

    Only what can be seen without decoding is checked here, so that the message stands at the field;
    the service decodes and writes them anew.
    """

    widget = PhotosInput
    limit = "UPLOAD_MAX_PHOTO"

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the uploads. Raises ValidationError for what is no photo."""
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST:
            text = ngettext_lazy("Send at most %d photo.", "Send at most %d photos.")
            raise ValidationError(text % MOST)
        for upload in uploads:
            super().clean(upload, initial)
            check_photo(upload)
        return uploads


def check_photo(upload: UploadedFile) -> None:
    """Raise ValidationError when `upload` does not begin like a photo."""
    try:
        with Image.open(upload, formats=("JPEG", "PNG", "WEBP", "HEIF")) as image:
            image.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        text = _("“%(name)s” is no photo: send a JPEG, PNG, WebP or HEIC file.")
        raise ValidationError(text, params={"name": upload.name}) from error
    except Image.DecompressionBombError as error:
        raise ValidationError(_("The photo has too many pixels.")) from error
    finally:
        upload.seek(0)
