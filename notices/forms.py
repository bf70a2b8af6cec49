"""Forms of this room."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from communities.models import Area
from lib.form_layout import section
from lib.forms import CleanText, RecordForm, offer
from lib.notice_kinds import notice_kinds
from notices.filters import kind_choices
from notices.models import Channel, ChannelKind, Preference
from notices.outside.post import NotSent, checked, is_local
from notices.outside.robots import HOSTS


class TimeInput(forms.TimeInput):
    """A time of day, as browsers ask for it."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ChannelForm(RecordForm):
    """A channel. What is secret is written and never shown again: left empty it stays."""

    new_address = forms.CharField(
        label=gettext_lazy("Address of the robot or webhook"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "As the group shows it, with its key. It is kept encrypted and not shown again; left "
            "empty it stays as it is."
        ),
    )
    new_secret = forms.CharField(
        label=gettext_lazy("Secret for signing"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Of DingTalk and Feishu, if the robot is set to “signature”; a webhook gets the "
            "signature as X-SafeCommunity-Signature. A robot that filters by keyword takes "
            "安全社区."
        ),
    )

    sections = (
        section(gettext_lazy("Where it leads"), ("name", "kind"), "new_address", "new_secret"),
        section(gettext_lazy("What goes there"), "area", "active"),
        section(gettext_lazy("When it goes"), ("quiet_from", "quiet_to"), "digest"),
    )

    class Meta:
        model = Channel
        fields = ["name", "kind", "area", "digest", "quiet_from", "quiet_to", "active"]
        widgets = {"quiet_from": TimeInput(), "quiet_to": TimeInput()}

    def limit_choices(self) -> None:
        """Offer the areas that are in force; a channel stays of its kind."""
        offer(self, "area", Area.objects.valid_on().order_by("path"))
        if not self.instance._state.adding:
            self.fields["kind"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Take what is secret, if it was written, and look at the address."""
        super().clean()
        if address := self.cleaned_data.get("new_address"):
            self._look_at(address)
            self.instance.address = address
        if secret := self.cleaned_data.get("new_secret"):
            self.instance.secret = secret
        self._want_address()
        return self.cleaned_data

    def _look_at(self, address: str) -> None:
        """Refuse an address that is not called, or is not one of the robot's service."""
        try:
            host = checked(address).hostname or ""
        except NotSent as error:
            self.add_error("new_address", str(error))
            return
        kind = self.cleaned_data.get("kind")
        hosts = HOSTS.get(ChannelKind(kind)) if kind else None
        if hosts and host not in hosts and not is_local(host):
            words = _("The address of this robot begins with https://%s/.") % hosts[0]
            self.add_error("new_address", words)

    def _want_address(self) -> None:
        kind = self.cleaned_data.get("kind")
        missing = kind and kind != ChannelKind.MAIL and not self.instance.address
        if missing and "new_address" not in self.errors:
            self.add_error("new_address", _("Give the address that the group shows."))


class PreferenceForm(CleanText, forms.ModelForm):
    """What a person wants of the mails."""

    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Also by mail"),
        choices=kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Everything stands in the inbox in any case."),
    )

    sections = (
        section(gettext_lazy("Which notices"), "wanted"),
        section(gettext_lazy("When and how"), "digest", ("quiet_from", "quiet_to"), "language"),
    )

    class Meta:
        model = Preference
        fields = ["digest", "quiet_from", "quiet_to", "language"]
        widgets = {"quiet_from": TimeInput(), "quiet_to": TimeInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unwanted = self.instance.unwanted
        self.initial["wanted"] = [one.key for one in notice_kinds if one.key not in unwanted]

    def clean(self) -> dict[str, Any]:
        """Keep what is not wanted: a kind that comes later is."""
        data = super().clean() or self.cleaned_data
        if (data.get("quiet_from") is None) != (data.get("quiet_to") is None):
            raise ValidationError({"quiet_to": _("Give both times, or none.")})
        wanted = data.get("wanted", [])
        self.instance.unwanted = [kind.key for kind in notice_kinds if kind.key not in wanted]
        return data
