"""A field for several photos, taken with the phone's camera or chosen."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, ngettext_lazy

from lib.errors import BadUpload
from lib.forms import UploadField
from lib.images import CleanPhoto, clean_photo

MOST = 6


class PhotosInput(forms.FileInput):
    """A button with `words` over the browser's file field; on a phone it opens the camera."""

    allow_multiple_selected = True
    template_name = "includes/photos_input.html"
    words: str | Promise = _("Take or choose photos")

    def __init__(self) -> None:
        hidden = {"class": "visually-hidden", "accept": "image/*", "capture": "environment"}
        super().__init__(attrs=hidden)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the words of the button to the template."""
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.words
        return context


class PhotosField(UploadField):
    """Up to MOST photos; the cleaned value is a list of CleanPhoto.

    They are decoded here, so that what is wrong with one is said at the field and no transaction
    waits for a picture.
    """

    widget = PhotosInput
    limit = "UPLOAD_MAX_PHOTO"

    def __init__(self, *, words: str | Promise = "", **kwargs: Any) -> None:
        """Give the button `words` of its own, where it stands without the field's label."""
        super().__init__(**kwargs)
        if words and isinstance(self.widget, PhotosInput):
            self.widget.words = words

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
