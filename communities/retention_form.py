"""The form of a retention period."""

from django.utils.translation import gettext_lazy as _

from communities.models import RetentionPeriod
from lib.forms import RecordForm


class RetentionForm(RecordForm):
    """For how many days something is kept, within its bounds."""

    class Meta:
        model = RetentionPeriod
        fields = ["days"]

    def limit_choices(self) -> None:
        """Say between which bounds it lies."""
        period = self.instance.period
        bounds = {"least": period.least, "most": period.most}
        self.fields["days"].help_text = _("%(least)d to %(most)d days.") % bounds
