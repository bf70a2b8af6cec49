"""What every form of an indicator does: what the portal computes need not be typed."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lib.forms import offer_words
from lib.indicators import IndicatorDefinition, indicators
from lib.sending import MakingForm


class RegistrySelect(forms.Select):
    """A list of indicators; each option carries what the portal knows of it, for indicator.js."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return an option with what is known."""
        option = super().create_option(name, value, *args, **kwargs)
        if (known := indicators.get(str(value))) is not None:
            option["attrs"]["data-known"] = json.dumps(known_of(known), ensure_ascii=False)
        return option


def known_of(known: IndicatorDefinition) -> dict[str, str]:
    """Return what the portal knows of an indicator, by the names of the fields."""
    return {
        "name": str(known.name),
        "unit": str(known.unit),
        "direction": known.direction.value,
        "definition": str(known.definition),
    }


def registry_field() -> forms.ChoiceField:
    """Return the field that says how values come about."""
    return forms.ChoiceField(
        label=_("values come from"),
        required=False,
        widget=RegistrySelect(attrs={"data-registry": ""}),
        help_text=_("Entered by hand with evidence, or computed by the portal."),
    )


class IndicatorFields(MakingForm):
    """Part of a form with the fields of an indicator."""

    cleaned_data: dict[str, Any]

    def offer_registered(self) -> None:
        """Offer the indicators that the portal computes; the way need not be typed for those."""
        known = [(one.key, one.name) for one in indicators]
        key = self.instance.registry_key
        if key and key not in indicators:
            known.append((key, key))
        offer_words(self, "registry_key", [("", _("Entered by hand")), *known])
        self.fields["direction"].required = False

    def clean(self) -> dict[str, Any]:
        """Take what is known from the registry; ask for the way of what is entered by hand."""
        super().clean()
        data = self.cleaned_data
        registered = indicators.get(data.get("registry_key") or "")
        if registered is not None:
            data |= {"direction": registered.direction.value, "unit": "", "is_share": False}
            data["definition"] = ""
        elif not data.get("direction"):
            self.add_error("direction", ValidationError(_("Say which way is better.")))
        return data
