"""What this room puts into the registries of the library."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import register_codes
from communities.permissions import POPULATION_IMPORT
from communities.population_shapes import HEADINGS
from ledgers import permissions as codes
from ledgers.declaration import OtherWay, other_ways, registers
from ledgers.registers.accounts import ACCOUNTS
from ledgers.registers.areas import AREAS
from ledgers.registers.organisations import ORGANISATIONS
from ledgers.waiting import TASK_LISTS
from lib.navigation import MenuEntry, menu
from lib.permissions import permissions
from lib.waiting import task_lists

GROUP = _("Administration")


def register() -> None:
    """Fill the registries."""
    permissions.register(*codes.PERMISSIONS)
    menu.register(
        MenuEntry(
            key="ledgers",
            label=_("Bring registers in"),
            url_name="ledgers:home",
            icon="table",
            permission=codes.LEDGER_RUN,
            group=GROUP,
        )
    )
    registers.register(AREAS, ORGANISATIONS, ACCOUNTS)
    other_ways.register(
        OtherWay(
            key="population",
            label=_("Population"),
            permission=POPULATION_IMPORT,
            icon="people",
            begin="communities:population-import",
            help=_("Residents by area, age and sex, as yearbooks and census volumes have them."),
            headings=HEADINGS,
        )
    )
    task_lists.register(*TASK_LISTS)
    register_codes(AUDIT_WORDS)


AUDIT_WORDS = {
    "ledgers.batch.received": _("workbook received"),
    "ledgers.batch.read": _("workbook read"),
    "ledgers.batch.sheet": _("sheet chosen"),
    "ledgers.batch.mapped": _("columns confirmed"),
    "ledgers.batch.asked": _("unknown words met"),
    "ledgers.batch.explained": _("words explained"),
    "ledgers.batch.checked": _("rows checked"),
    "ledgers.batch.commit": _("commit ordered"),
    "ledgers.batch.committed": _("rows committed"),
    "ledgers.batch.corrected": _("corrected rows received"),
    "ledgers.batch.retried": _("work tried again"),
    "ledgers.batch.carried": _("carried to the register that it belongs to"),
    "ledgers.batch.undo": _("undoing ordered"),
    "ledgers.batch.undone": _("batch undone"),
    "ledgers.batch.reopened": _("batch taken up again"),
    "ledgers.batch.discarded": _("batch discarded"),
    "ledgers.batch.purged": _("workbook removed after its time"),
}
