"""Filter of the list of batches."""

import django_filters as df
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from ledgers.declaration import registers
from ledgers.models import Batch, WorkbookQuerySet
from ledgers.workflow import Stage

OPEN = "open"


def _registers() -> list[tuple[str, object]]:
    return [(ledger.key, ledger.label) for ledger in registers]


class BatchFilter(df.FilterSet):
    """Batches."""

    register = df.ChoiceFilter(label=pgettext_lazy("ledger", "Register"), choices=_registers)
    stage = df.ChoiceFilter(
        label=_("State"),
        method="in_stage",
        choices=[(OPEN, _("to go on with")), *Stage.choices],
    )
    waiting = df.ChoiceFilter(
        label=_("Waiting for me"), method="only_waiting", choices=[("on", _("yes"))]
    )

    class Meta:
        model = Batch
        fields: list[str] = []

    def in_stage(self, qs: WorkbookQuerySet, name: str, value: str) -> WorkbookQuerySet:
        """Keep one stage, or all with which somebody has to go on or a worker is busy."""
        return qs.unfinished() if value == OPEN else qs.filter(stage=value)

    def only_waiting(self, qs: WorkbookQuerySet, name: str, value: str) -> WorkbookQuerySet:
        """Keep batches with which the user has to go on."""
        return qs.waiting_for(self.request.user)
