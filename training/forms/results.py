"""The form of what became of an event: who came, photographs, sign-in sheet, summary; no more."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Attachment
from communities.services.attachments import Upload
from lib.form_layout import section
from lib.forms import RecordForm, UploadField
from lib.photo_field import PhotosField
from training.forms.audience import AudienceForm
from training.forms.events import GRID
from training.kinds import UNCOUNTED_KINDS
from training.models import Event


class ResultForm(RecordForm):
    """The result of an event that is over; the button `finish` writes it up."""

    photos = PhotosField(label=_("Photos of the event"), required=False)
    sheet = UploadField(
        label=_("Sign-in sheet"), required=False, help_text=_("A photo, PDF or Office file.")
    )
    without = forms.BooleanField(
        label=_("There is neither photo nor sign-in sheet"), required=False
    )

    sections = (
        section(_("Who came"), GRID, ("disabled_persons", "migrant_persons")),
        section(_("Photos and sign-in sheet"), ("photos", "sheet"), "without"),
        section(_("Result"), "summary", "follow_up"),
    )

    class Meta:
        model = Event
        fields = ["disabled_persons", "migrant_persons", "summary", "follow_up"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 4}),
            "follow_up": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, audience: AudienceForm, **kwargs: Any) -> None:
        self.audience = audience
        super().__init__(*args, **kwargs)

    @property
    def parts(self) -> tuple[AudienceForm]:
        """The grid, whose mistakes stand in the form's summary too."""
        return (self.audience,)

    @property
    def finishes(self) -> bool:
        """True when the event is to be written up with this."""
        return "finish" in self.data

    @property
    def files_given(self) -> list[Upload]:
        """The files that came with it; the form must be valid."""
        sheet = self.cleaned_data.get("sheet")
        return [*self.cleaned_data["photos"], *([sheet] if sheet else [])]

    def clean(self) -> dict[str, Any]:
        """Check the numbers; ask for what a write-up needs, each at its field."""
        super().clean()
        data = self.cleaned_data
        total = 0
        if self.audience.is_valid():
            total = sum(self.audience.counts().values())
            self._check_parts_of(total)
        elif not self.audience.clashes:
            self.add_error(None, _("Look at the numbers in the audience grid."))
        self.clashes = [*self.clashes, *self.audience.clashes]
        self.merged = [*self.merged, *self.audience.merged]
        if self.finishes and not self.errors:
            self._check_complete(total)
        return data

    def _check_parts_of(self, total: int) -> None:
        for name in ("disabled_persons", "migrant_persons"):
            if (self.cleaned_data.get(name) or 0) > total:
                message = _("More than the %(total)d persons counted above.")
                self.add_error(name, ValidationError(message, params={"total": total}))

    def _check_complete(self, total: int) -> None:
        if not total and self.instance.kind not in UNCOUNTED_KINDS:
            self.audience.add_error("total", _("Say how many came."))
            self.add_error(None, _("An event is written up when it says who came."))
        if not self.cleaned_data["summary"].strip():
            self.add_error("summary", _("An event is written up with a summary."))
        if not (self.files_given or self.cleaned_data["without"] or self._has_files()):
            message = _("Choose a photo or the sign-in sheet, or say below that there is none.")
            self.add_error("photos", message)

    def _has_files(self) -> bool:
        kind = ContentType.objects.get_for_model(Event)
        files = Attachment.objects.filter(target_type=kind, target_id=self.instance.pk)
        return files.exists()
