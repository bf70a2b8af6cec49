"""Forms of kinds of premises and of what counts as small."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from checklists.models import ChecklistTemplate
from lib.form_layout import section
from lib.forms import RecordForm, offer
from lib.named_forms import NamedForm
from premises.models import CategoryThreshold, PremisesCategory


class KindForm(NamedForm):
    """A kind of premises: how often, and by which checklist, it is inspected."""

    sections = (
        section(_("Name"), ("name_zh", "name_en"), ("order", "nine_small")),
        section(_("Inspection"), ("interval_days", "checklist")),
        section(_("In use"), "active"),
    )

    class Meta:
        model = PremisesCategory
        fields = [
            "name_zh",
            "name_en",
            "order",
            "nine_small",
            "interval_days",
            "checklist",
            "active",
        ]

    def limit_choices(self) -> None:
        """Offer the checklists that are in use."""
        used = Q(active=True) | Q(pk=self.instance.checklist_id)
        offer(self, "checklist", ChecklistTemplate.objects.filter(used))


class ThresholdForm(RecordForm):
    """Up to which size premises of a kind count as small, and by which local rule."""

    class Meta:
        model = CategoryThreshold
        fields = [
            "category",
            "quantity",
            "at_most",
            "applies_zh",
            "applies_en",
            "source",
            "active",
        ]

    def limit_choices(self) -> None:
        """A stored threshold stays with its kind; a new one is in use."""
        if self.instance._state.adding:
            offer(self, "category", PremisesCategory.objects.filter(active=True))
            del self.fields["active"]
        else:
            del self.fields["category"]
