"""The form of a role: what it allows, room by room."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Role
from communities.role_table import by_room
from lib.form_layout import Section, section
from lib.forms import offer
from lib.named_forms import NamedForm


class RoleForm(NamedForm):
    """A role. What a built-in one is called, and that it is in use, stays."""

    class Meta:
        model = Role
        fields = ["name_zh", "name_en", "order", "copied_from", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        begun = kwargs.get("initial") or {}
        self._begins_with = Role.objects.filter(pk=begun.get("copied_from") or "").first()
        super().__init__(*args, **kwargs)

    @property
    def sections(self) -> Sequence[Section]:  # type: ignore[override]  # rooms are registered
        """The name, then the rooms."""
        named = section(_("Name"), ("name_zh", "name_en"), ("order", "active"), "copied_from")
        return [named, *(section(one.label, _field(one.key)) for one in by_room())]

    def limit_choices(self) -> None:
        """Ask for each room what the role allows there; show what it, or its original, allows."""
        adding = self.instance._state.adding
        if adding:
            self.fields["copied_from"].widget = forms.HiddenInput()
            offer(self, "copied_from", Role.objects.all())
        else:
            del self.fields["copied_from"]
        if self.instance.built_in:
            for name in ("name_zh", "name_en", "order", "active"):
                del self.fields[name]
        shown = self._begins_with if adding else self.instance
        held = set(shown.permissions) if shown else set()
        for room in by_room():
            self.fields[_field(room.key)] = forms.MultipleChoiceField(
                label=str(room.label),
                required=False,
                choices=[(one.key, one.label) for one in room.permissions],
                widget=forms.CheckboxSelectMultiple,
            )
            codes = [one.key for one in room.permissions if one.key in held]
            self.initial[_field(room.key)] = codes
        if not adding:
            self.carry_revision(self.instance.pk, self.instance.revision)

    def clean(self) -> dict[str, Any]:
        """Gather what the rooms allow."""
        super().clean()
        rooms = [self.cleaned_data.get(_field(one.key), []) for one in by_room()]
        self.instance.permissions = [code for codes in rooms for code in codes]
        return self.cleaned_data


def _field(room: str) -> str:
    return f"may_{room}"
