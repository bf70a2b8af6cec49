"""Forms of the guided set-up: the street, and sheets of its communities and first accounts."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from accounts.models import User
from communities.area_names import spoken
from communities.forms import free_username
from communities.models import Area, AreaKind, Role
from communities.permissions import ACCOUNT_IMPORT
from communities.services.starting import (
    DISTRICT_DIGITS,
    STEP_DIGITS,
    STREET_DIGITS,
    NewCommunity,
)
from lib.forms import PlainForm, offer
from lib.sheet_fields import FigureField
from lib.sheets import Offered, Row, Sheet, choices_of, sheet_of
from lib.text import half_width

#: The statistical form of a code has twelve digits, those of the levels below are zeros.
STATISTICAL_DIGITS = 12
MOST_GRIDS = 99
#: Letters of a name that its column holds.
LONGEST_NAME = 60
SEPARATORS = re.compile(r"[、，,;；\s]+")


class StreetForm(PlainForm):
    """Name and code of the street, and of the district in which it lies."""

    name = forms.CharField(label=gettext_lazy("Name of the street"), max_length=60)
    code = forms.CharField(
        label=gettext_lazy("Division code of the street"),
        max_length=20,
        help_text=gettext_lazy(
            "Nine digits: the six of the district and three more. The twelve of the statistical "
            "code are taken too. It stands in the code list of the statistics bureau."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    district = forms.CharField(label=gettext_lazy("District or county"), max_length=60)

    def clean_code(self) -> str:
        """Return the nine digits. Raises ValidationError for anything else."""
        code = half_width(self.cleaned_data["code"]).replace(" ", "")
        if len(code) == STATISTICAL_DIGITS and code.endswith("000"):
            code = code[:STREET_DIGITS]
        if not (code.isascii() and code.isdigit() and len(code) == STREET_DIGITS):
            raise ValidationError(
                _("Give the nine digits of the street, or twelve that end in 000.")
            )
        if code.endswith("000"):
            raise ValidationError(
                _("This is the code of a district; the street has three digits more.")
            )
        if Area.objects.filter(code=code).exists():
            raise ValidationError(_("Another area has this code."))
        other = Area.objects.filter(code=code[:DISTRICT_DIGITS]).exclude(kind=AreaKind.DISTRICT)
        if other.exists():
            raise ValidationError(_("The first six digits are not those of a district here."))
        return code


class CommunityRow(Row):
    """A community, with the number of its grids or their names."""

    parent_field = "parent"
    parent: Area
    households = FigureField(
        label=gettext_lazy("households"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=0,
    )
    grids = forms.CharField(
        label=gettext_lazy("grids (number or names)"), required=False, max_length=2000
    )

    class Meta:
        model = Area
        fields = ["name", "code", "households"]

    def __init__(self, *args: Any, instance: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance or Area(kind=AreaKind.COMMUNITY), **kwargs)
        self.fields["code"].required = False
        self.fields["code"].widget.attrs["placeholder"] = _("the next one")

    def clean_code(self) -> str:
        """Return the community's code, which begins with that of its street."""
        code = half_width(self.cleaned_data["code"] or "").replace(" ", "")
        length = len(self.parent.code) + STEP_DIGITS
        if code and not (
            code.startswith(self.parent.code) and code.isdigit() and len(code) == length
        ):
            text = _("The code has %(length)d digits and begins with %(street)s.")
            raise ValidationError(text, params={"length": length, "street": self.parent.code})
        return code

    def clean_grids(self) -> list[str]:
        """Return the names of the grids; a number names them by their place."""
        typed = half_width(self.cleaned_data["grids"] or "").removesuffix("个")
        if not typed.isdecimal():
            names = [one for one in SEPARATORS.split(typed) if one]
            if any(len(one) > LONGEST_NAME for one in names):
                raise ValidationError(_("The name of a grid is too long."))
        else:
            stem = spoken(self.cleaned_data.get("name") or "").removesuffix("社区")
            count = int(typed)
            if count > MOST_GRIDS:
                raise ValidationError(_("At most %d grids are named by their number.") % MOST_GRIDS)
            names = [f"{stem}第{number}网格" for number in range(1, count + 1)]
        if len(set(names)) < len(names):
            raise ValidationError(_("A name stands here twice."))
        return names


class CommunitySheet(Sheet):
    """The communities of a street, one a row."""

    title = gettext_lazy("Communities and their grids")
    hint = gettext_lazy(
        "One row a community. A number in the last column makes so many numbered grids; names are "
        "parted by 、."
    )
    columns = ("name", "code", "households", "grids")
    wide = ("name", "grids")

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name under which its rows are sent."""
        return "communities"

    def clean(self) -> None:
        """Refuse a name twice, and an empty sheet."""
        there = Area.objects.get_children(Area.objects.get(pk=self.parent.pk)).valid_on()
        seen = {spoken(name) for name in there.values_list("name", flat=True)}
        _refuse_twice(self, "name", seen, spoken, _("There is a community of this name already."))
        _refuse_empty(self)

    def communities(self) -> list[NewCommunity]:
        """Return what was typed, with keys by which a sheet sent twice is known."""
        self.give_keys()
        return [NewCommunity(row.instance, row.cleaned_data["grids"]) for row in self.kept()]


class AccountRow(Row):
    """A person with a role in an area. Without a sign-in name the mobile number is it."""

    parent_field = "parent"
    phone = forms.CharField(label=gettext_lazy("mobile number"), required=False, max_length=30)
    role = forms.ModelChoiceField(label=gettext_lazy("role"), queryset=Role.objects.none())
    area = forms.ModelChoiceField(label=gettext_lazy("works in"), queryset=Area.objects.none())

    class Meta:
        model = User
        fields = ["full_name", "username", "phone", "job_title"]
        labels = {
            "full_name": pgettext_lazy("person", "Name"),
            "username": gettext_lazy("Sign-in name"),
        }

    def __init__(
        self,
        *args: Any,
        offered: dict[str, tuple[Any, Offered]],
        instance: Any = None,
        **kwargs: Any,
    ) -> None:
        self.offered = offered
        super().__init__(*args, instance=instance or User(), **kwargs)
        self.fields["username"].required = False
        self.fields["username"].widget.attrs["placeholder"] = _("the mobile number")

    def limit_choices(self) -> None:
        """Offer the roles and areas that were read once for the sheet."""
        for name, (rows, offered) in self.offered.items():
            if offered:
                self.offer_once(name, rows, offered)
            else:
                offer(self, name, rows)

    def clean(self) -> dict[str, Any]:
        """Let the mobile number be the sign-in name where none is given."""
        super().clean()
        data = self.cleaned_data
        name = data.get("username") or half_width(data.get("phone") or "").replace(" ", "")
        if not name:
            self.add_error("username", _("Give a sign-in name or a mobile number."))
            return data
        try:
            User.username_validator(name)
            data["username"] = free_username(name)
        except ValidationError as error:
            self.add_error("username", error)
        return data


class AccountSheet(Sheet):
    """First accounts, one person a row."""

    title = gettext_lazy("First accounts")
    hint = gettext_lazy("Each person gets a link by which to choose a password.")
    columns = ("full_name", "role", "area", "phone", "username", "job_title")

    @classmethod
    def get_default_prefix(cls) -> str:
        """Return the name under which its rows are sent."""
        return "accounts"

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Read roles and areas once for all rows."""
        if not hasattr(self, "offered"):
            areas = (
                Area.objects.where_allowed(self.user, ACCOUNT_IMPORT).valid_on().order_by("path")
            )
            roles = Role.objects.filter(active=True)
            self.offered = {
                "area": (areas, choices_of(areas, "–")),
                "role": (roles, [("", "–"), *((one.pk, str(one)) for one in roles)]),
            }
        return super().get_form_kwargs(index) | {"offered": self.offered}

    def clean(self) -> None:
        """Refuse a sign-in name twice, and an empty sheet."""
        _refuse_twice(self, "username", set(), str.lower, _("This sign-in name is taken."))
        _refuse_empty(self)

    def people(self) -> list[tuple[User, Area, Role]]:
        """Return what was typed, with keys by which a sheet sent twice is known."""
        self.give_keys()
        return [
            (row.instance, row.cleaned_data["area"], row.cleaned_data["role"])
            for row in self.kept()
        ]


def keys_sent(sheet: Sheet) -> list[UUID]:
    """Return the keys of the rows in a sheet that was sent: what an earlier sending of it made."""
    return [row.key_in(sheet.key) for row in sheet.rows if row.has_changed()]


def _refuse_twice(sheet: Sheet, name: str, seen: set[str], form: Any, text: str) -> None:
    for row in sheet.rows:
        value = form(row.cleaned_data.get(name) or "") if row.typed and row.is_valid() else ""
        if value and value in seen:
            row.add_error(name, text)
        seen.add(value)


def _refuse_empty(sheet: Sheet) -> None:
    if not any(row.typed for row in sheet.rows):
        raise ValidationError(_("Nothing is typed yet."))


COMMUNITY_SHEET = sheet_of(Area, CommunityRow, CommunitySheet, 5)
ACCOUNT_SHEET = sheet_of(User, AccountRow, AccountSheet, 5)
