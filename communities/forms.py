"""Forms of this app: they turn strings into domain types and do not act."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from accounts.models import User
from communities.boundaries import BoundaryField
from communities.boundary_preview import worsened
from communities.models import (
    Area,
    AreaKind,
    BoundaryDraft,
    HolidayNotice,
    ListView,
    Membership,
    Organisation,
    Role,
)
from communities.permissions import (
    AREA_CHANGE,
    ORGANISATION_CHANGE,
    USER_MANAGE,
)
from lib.errors import BadUpload
from lib.form_layout import section
from lib.forms import (
    ActionForm,
    CleanText,
    DateInput,
    PlainForm,
    RecordForm,
    TableField,
    UploadField,
    offer,
    offer_words,
)
from lib.images import CleanPhoto, clean_photo
from lib.merging import Merging


def say_former_names(form: RecordForm) -> None:
    """Say below the name which ones the record bore before: it is still found by them."""
    if former := form.instance.former_names:
        text = gettext("Former names: %s. They still lead here.")
        form.fields["name"].help_text = text % "、".join(former)


class AsksAboutBoundary(RecordForm):
    """Part of a form with a boundary: what it makes worse is asked about once, before it is kept.

    The map says it while one draws, but a page is sent sooner, or without the map.
    """

    confirmed = forms.BooleanField(
        label=_("The boundary was checked: it is right"), required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        """Have what is odd confirmed."""
        super().clean()
        data, area = self.cleaned_data, self.instance
        boundary = data.get("boundary")
        if area._state.adding or self.errors or data.get("confirmed") or not boundary:
            return data
        if boundary != area.boundary and (said := worsened(area, boundary, self.user)):
            self.fields["confirmed"].widget = forms.CheckboxInput()
            self.add_error("confirmed", ValidationError(said))
        return data


class BoundaryForm(AsksAboutBoundary):
    """The boundary of an area alone, drawn on the map or as text."""

    class Meta:
        model = Area
        fields = ["boundary"]
        widgets = {"boundary": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"boundary": BoundaryField}

    def limit_choices(self) -> None:
        """Ask nobody about what is stored already."""
        field = self.fields["boundary"]
        if isinstance(field, BoundaryField):
            field.stored = self.instance.boundary

    def clean(self) -> dict[str, Any]:
        """Show a boundary that was put right."""
        super().clean()
        field = self.fields["boundary"]
        if isinstance(field, BoundaryField) and field.proposal:
            self.data = self.data.copy()
            self.data[self.add_prefix("boundary")] = field.proposal
        return self.cleaned_data


class AreaForm(AsksAboutBoundary):
    """An area; a new one names the area it lies in."""

    repeats = ("parent", "kind", "valid_from")

    parent = forms.ModelChoiceField(label=_("Lies in"), queryset=Area.objects.none())

    sections = (
        section(_("Name and place"), "parent", ("name", "kind", "code")),
        section(_("Size"), ("households", "surface")),
        section(_("Position on the map"), ("latitude", "longitude"), "boundary", "confirmed"),
        section(_("Validity"), "valid_from"),
    )

    class Meta:
        model = Area
        fields = [
            "name",
            "kind",
            "code",
            "households",
            "surface",
            "latitude",
            "longitude",
            "boundary",
            "valid_from",
        ]
        widgets = {
            "valid_from": DateInput(),
            "boundary": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"boundary": BoundaryField}

    @property
    def _boundary(self) -> BoundaryField:
        field = self.fields["boundary"]
        if not isinstance(field, BoundaryField):
            raise TypeError("The form of an area draws its boundary.")
        return field

    def limit_choices(self) -> None:
        """Offer as parents the areas that the user may change; the very first area has none."""
        if self.instance._state.adding and not Area.objects.exists():
            del self.fields["parent"]
            kinds = (AreaKind.CITY, AreaKind.DISTRICT, AreaKind.STREET)
            offer_words(self, "kind", [(kind.value, kind.label) for kind in kinds])
            self.fields["kind"].initial = AreaKind.STREET
        elif self.instance._state.adding:
            areas = Area.objects.where_allowed(self.user, AREA_CHANGE).valid_on().order_by("path")
            offer(self, "parent", areas)
            self.order_fields(["parent"])
        else:
            del self.fields["parent"]
        self._boundary.stored = self.instance.boundary
        say_former_names(self)

    def clean(self) -> dict[str, Any]:
        """Check that the level fits below the parent; show a boundary that was put right."""
        super().clean()
        data = self.cleaned_data
        if proposal := self._boundary.proposal:
            self.data = self.data.copy()
            self.data[self.add_prefix("boundary")] = proposal
        parent, kind = data.get("parent"), data.get("kind")
        if parent and kind and not parent.may_hold(kind):
            message = _("An area of this level cannot lie directly in “%(parent)s”.")
            self.add_error("kind", ValidationError(message, params={"parent": parent}))
        return data

    def domain_fields(self) -> dict[str, Any]:
        """Return the area's own fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class CalendarForm(RecordForm):
    """The holidays of a year, as the notice has them."""

    class Meta:
        model = HolidayNotice
        fields = ["year", "text", "source"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10})}
        help_texts = {
            "text": _(
                "Paste the lines of the State Council's notice, one holiday a line, for example: "
                "“元旦：1月1日至3日放假，共3天。1月4日上班。”"
            ),
            "source": _("Title and number of the notice, or where it was found."),
        }


class OrganisationForm(RecordForm):
    """An organisation."""

    repeats = ("area", "sector")

    sections = (
        section(_("Name and place"), ("name", "sector"), ("area", "address")),
        section(_("Contact"), ("contact_name", "contact_phone")),
        section(_("Register"), "active"),
    )

    class Meta:
        model = Organisation
        fields = [
            "area",
            "name",
            "sector",
            "contact_name",
            "contact_phone",
            "address",
            "active",
        ]

    def limit_choices(self) -> None:
        """Offer areas in which the user may change organisations."""
        own = self.instance.area_id
        offer(self, "area", Area.objects.to_choose(self.user, ORGANISATION_CHANGE, own))
        say_former_names(self)


class AreaCloseForm(PlainForm):
    """From which day on an area is closed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("Closed from"),
        widget=DateInput(),
        help_text=_("The first day on which the area is no longer there; it may lie ahead."),
    )

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].initial = area.revision
        self.fields["day"].initial = timezone.localdate()


class PopulationImportForm(PlainForm):
    """A workbook of population for areas in sight."""

    year = forms.IntegerField(label=_("Year of the figures"), min_value=1950, max_value=2100)
    source = forms.CharField(label=_("Source"), max_length=100, required=False)
    workbook = TableField(
        label=_("Workbook"),
        help_text=_(
            "One row an area: a column “code” and columns m_0-4, f_0-4 … m_85+, f_85+; "
            "or one row a cell: code, sex, age, persons. Chinese headings are understood."
        ),
    )


class BoundaryFileField(UploadField):
    """A file of boundaries; one beyond the limit is refused before anything of it is read."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the upload after a look at its size."""
        upload = super().clean(data, initial)
        if upload and upload.size > self.largest:
            raise ValidationError(str(self.too_large))
        return upload


class BoundaryImportForm(RecordForm):
    """A GeoJSON file of boundaries for areas in sight."""

    class Meta:
        model = BoundaryDraft
        fields: list[str] = []

    file = BoundaryFileField(
        label=_("GeoJSON file"),
        help_text=_(
            "A FeatureCollection; each area is found by its code (code, adcode, 区划代码), else by "
            "its name (name, 名称), and the name of the area it lies in (parent, 上级) where two "
            "have the same."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )


class PictureField(UploadField):
    """One picture; the cleaned value is a CleanPhoto."""

    limit = "UPLOAD_MAX_PHOTO"

    def clean(self, data: Any, initial: Any = None) -> CleanPhoto:
        """Return the picture, written anew. Raises ValidationError for what is none."""
        try:
            return clean_photo(super().clean(data, initial))
        except BadUpload as error:
            raise ValidationError(str(error)) from error


class EmblemForm(PlainForm):
    """The emblem of a street."""

    picture = PictureField(
        label=_("Picture"),
        help_text=_("On white ground, best square; it is shown at the size of a thumb."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )


class MembershipForm(PlainForm):
    """A role in an area that the administrator manages."""

    area = forms.ModelChoiceField(label=_("Area"), queryset=Area.objects.none())
    role = forms.ModelChoiceField(label=_("Role"), queryset=Role.objects.filter(active=True))
    organisation = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("The department or hospital for which the person works here."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        areas = Area.objects.where_allowed(user, USER_MANAGE).valid_on().order_by("path")
        offer(self, "area", areas)
        offer(self, "organisation", Organisation.objects.visible_to(user))


class AccountForm(MembershipForm):
    """A new account with its first membership; the first password is made by the portal."""

    full_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=150, validators=[User.username_validator]
    )
    job_title = forms.CharField(label=_("Post"), max_length=60, required=False)

    field_order = ["full_name", "username", "job_title", "area", "role", "organisation"]

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        return free_username(self.cleaned_data["username"])


class AccountChangeForm(CleanText, Merging, forms.ModelForm):
    """What an administrator may change of an account. Its revision is a digest of what it shows."""

    class Meta:
        model = User
        fields = ["full_name", "username", "job_title", "phone", "email"]
        labels = {"username": _("Sign-in name")}
        widgets = {"phone": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry_revision(self.instance.pk, self._digest_of_all())

    def clean_username(self) -> str:
        """Refuse a name that is taken, in whatever case."""
        return free_username(self.cleaned_data["username"], self.instance)

    def clean(self) -> dict[str, Any]:
        """Bring together what was typed and what somebody else saved meanwhile."""
        super().clean()
        self.merge()
        return self.cleaned_data

    def _digest_of_all(self) -> str:
        values = [str(self.initial.get(name) or "") for name in self.Meta.fields]
        return hashlib.sha256("\n".join(values).encode()).hexdigest()[:20]


def free_username(name: str, of: User | None = None) -> str:
    """Return `name` unless another account has it. Raises ValidationError."""
    others = User.objects.filter(username__iexact=name)
    if (others.exclude(pk=of.pk) if of else others).exists():
        raise ValidationError(_("This sign-in name is taken."))
    return name


class PostField(forms.ModelChoiceField):
    """Where and as what somebody works."""

    def label_from_instance(self, obj: Membership) -> str:
        """Return area and role in words."""
        return f"{obj.area} · {obj.role}"


class ListViewForm(PlainForm):
    """The name of a saved view, and with whom it is shared."""

    name = forms.CharField(label=_("Name of the view"), max_length=60)
    post = PostField(
        Membership.objects.none(),
        label=_("Shared with"),
        required=False,
        empty_label=_("nobody: for me alone"),
        help_text=_("All who work there or below it. Search words are not shared."),
    )
    role = forms.BooleanField(label=_("Only those who have this role"), required=False)

    def __init__(self, *args: Any, user: User, view: ListView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = user.memberships.active_on().select_related("area", "role")
        offer(self, "post", posts.order_by("area__path"))
        self.fields["name"].initial = view.name
        shared = posts.filter(area=view.area_id)
        self.fields["post"].initial = shared.first() if view.area_id else None
        self.fields["role"].initial = view.role_id is not None


class RoleFactorsForm(PlainForm):
    """The roles that demand a second factor."""

    roles = forms.ModelMultipleChoiceField(
        label=_("Roles that demand a second factor"),
        queryset=Role.objects.filter(active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is asked for from the next sign-in on: an app on the phone or a passkey."),
    )


class RemovalForm(ActionForm):
    """Why a record is deleted."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class AttachmentForm(PlainForm):
    """A file for a record."""

    file = UploadField(label=_("File"))
    caption = forms.CharField(label=_("Caption"), max_length=200, required=False)
