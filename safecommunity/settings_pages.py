"""/settings/: everything that an office sets by itself, on one page, and all of it as a file."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from accounts.models import User
from communities.permissions import SETTINGS_CHANGE, may, require
from communities.whole import require_for_all
from lib.forms import PlainForm, UploadField
from lib.http import SignedInRequest
from lib.office_settings import KEEPING, RefusedSettings, SettingsPage, settings_pages
from safecommunity import settings_file

FILE_PAGE = SettingsPage(
    key="settings.file",
    group=KEEPING,
    label=gettext_lazy("Settings as a file"),
    sentence=gettext_lazy(
        "Keep all settings, hand them to another portal, take them over from one."
    ),
    permission=SETTINGS_CHANGE,
    url_name="settings-file",
    icon="box-arrow-down",
)


class SettingsFileField(UploadField):
    """A file of settings; the cleaned value is its text."""

    limit = "UPLOAD_MAX_SETTINGS"

    def clean(self, data: Any, initial: Any = None) -> str:
        """Return the text. Raises ValidationError for a file that is too large or no text."""
        upload = super().clean(data, initial)
        if upload.size > self.largest:
            raise ValidationError(str(self.too_large))
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("The file is no text in UTF-8.")) from error


class SettingsFileForm(PlainForm):
    """The file of settings that somebody has sent."""

    file = SettingsFileField(
        label=gettext_lazy("File of settings"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


@dataclass
class Group:
    """A heading with the pages under it, each with how things stand."""

    title: str | Promise
    pages: list[tuple[SettingsPage, str | Promise]] = field(default_factory=list)


def settings_index(request: SignedInRequest) -> HttpResponse:
    """List the pages that the user may open."""
    require(request.user, SETTINGS_CHANGE)
    return render(request, "settings/index.html", {"groups": groups_for(request.user)})


def groups_for(user: User) -> list[Group]:
    """Return the pages that `user` may open, by heading."""
    groups: dict[str, Group] = {}
    for page in settings_pages:
        if may(user, page.permission):
            group = groups.setdefault(str(page.group), Group(page.group))
            group.pages.append((page, page.summary() if page.summary else ""))
    return list(groups.values())


def settings_file_page(request: SignedInRequest) -> HttpResponse:
    """Offer the file, and show what one that is sent would change."""
    require_for_all(request.user, SETTINGS_CHANGE)
    form = SettingsFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview(request, form.cleaned_data["file"])
    context = {"form": form, "parts": settings_file.parts_of(request.user)}
    return render(request, "settings/file.html", context)


@require_POST
def settings_apply(request: SignedInRequest) -> HttpResponse:
    """Take over the file that was looked at, if things still stand as they were shown."""
    require_for_all(request.user, SETTINGS_CHANGE)
    text = request.POST.get("text", "")
    # A browser sends line breaks of two bytes where the file had one.
    if len(text.encode(errors="replace")) > 2 * settings.UPLOAD_MAX_SETTINGS:
        return redirect("settings-file")
    if request.POST.get("state") != settings_file.state(request.user):
        messages.warning(request, _("The settings have changed meanwhile: look at it again."))
        return _preview(request, text)
    try:
        count = settings_file.take_over(request.user, text)
    except (settings_file.UnreadableFile, RefusedSettings):
        return _preview(request, text)
    words = ngettext("Taken over: %d change.", "Taken over: %d changes.", count)
    messages.success(request, words % count)
    return redirect("settings")


def settings_export(request: SignedInRequest) -> HttpResponse:
    """Send all settings as a file."""
    require_for_all(request.user, SETTINGS_CHANGE)
    content = settings_file.export(request.user)
    response = HttpResponse(content, content_type="application/json")
    name = _("settings %s") % f"{timezone.localdate():%Y%m%d}"
    header = content_disposition_header(True, f"{name}.json") or "attachment"
    response["Content-Disposition"] = header
    return response


def _preview(request: SignedInRequest, text: str) -> HttpResponse:
    context = {
        "preview": settings_file.preview(request.user, text),
        "text": text,
        "state": settings_file.state(request.user),
    }
    return render(request, "settings/preview.html", context)
