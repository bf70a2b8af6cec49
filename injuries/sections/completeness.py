"""How complete the data are: which sites sent nothing, how many cards came late."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from documents import Callout, Cell, Column, Section, Table
from documents.context import ReportContext
from injuries.models import InjuryRecord, ReportingSite
from injuries.models.records import LATE_AFTER
from injuries.statistics import counted, listed
from lib.bilingual import bilingual
from lib.records import column_of
from lib.small_cells import HIDDEN, Protected, protect


def completeness(context: ReportContext) -> Section | None:
    """Cards by reporting site, silent sites, late cards, gaps in the cards."""
    area, period = context.area, context.period
    sites = list(ReportingSite.objects.active().reporting_on(area))
    rows = counted(area, period)
    if not sites and not rows.exists():
        return None
    by_site = _by_site(rows)
    blocks: list[Any] = []
    silent = [site for site in sites if site.pk not in by_site]
    if silent:
        text = _("Nothing came from: %(names)s. Their injuries are missing in this report.")
        names = bilingual(
            "%(names)s",
            names=lambda lang: ("、" if lang != "en" else ", ").join(str(site) for site in silent),
        )
        blocks.append(Callout("warning", bilingual(text, names=names)))
    shown = [*sites, None] if None in by_site else sites
    cards, late_cards = (_column(shown, by_site, place) for place in (0, 1))
    lines = [_line(context, site, cards, late_cards, by_site) for site in shown]
    totals = (
        bilingual(_("Total")),
        _cell(cards.total, listed(area, period)),
        _cell(late_cards.total, listed(area, period, state="late")),
        None,
    )
    note = _(
        "Late: reported more than %(days)s days after the event. %(hidden)s stands for numbers "
        "below 5, and for those from which they could be worked out."
    )
    blocks.append(
        Table(
            _columns(),
            tuple(lines),
            caption=bilingual(_("Cards by reporting site")),
            note=bilingual(note, days=str(LATE_AFTER.days), hidden=HIDDEN),
            totals=totals,
        )
    )
    blocks += _gaps(context, rows.count())
    return Section("data.completeness", bilingual(_("Completeness of the data")), tuple(blocks))


def _columns() -> tuple[Column, ...]:
    return (
        Column(bilingual(_("Reporting site"))),
        Column(bilingual(_("Cards")), "integer"),
        Column(bilingual(_("Late cards")), "integer"),
        Column(bilingual(_("Last event")), "date"),
    )


def _by_site(rows: Any) -> dict[Any, tuple[int, int, Any]]:
    late = Q(pk__in=rows.late().order_by().values("pk"))
    counts = (
        rows.order_by()
        .values_list("reporting_site")
        .annotate(n=Count("pk"), late=Count("pk", filter=late), last=Max("event_date"))
    )
    return {site: (n, late, last) for site, n, late, last in counts}


def _column(
    sites: Sequence[ReportingSite | None], by_site: dict[Any, tuple[int, int, Any]], place: int
) -> Protected[ReportingSite | None]:
    """Cards of each site (place 0) or its late cards (1), as they may be published."""
    nothing = (0, 0, None)
    return protect({s: by_site.get(s.pk if s else None, nothing)[place] for s in sites})


def _line(
    context: ReportContext,
    site: ReportingSite | None,
    cards: Protected[ReportingSite | None],
    late_cards: Protected[ReportingSite | None],
    by_site: dict[Any, tuple[int, int, Any]],
) -> tuple[Any, ...]:
    number = cards.cells[site]
    filters = {"site": site.pk} if site else {}
    address = listed(context.area, context.period, **filters) if site else ""
    late_address = listed(context.area, context.period, state="late", **filters) if site else ""
    return (
        site.name if site else bilingual(_("Entered without a reporting site")),
        _cell(number, address),
        _cell(late_cards.cells[site], late_address),
        by_site[site.pk if site else None][2] if number else None,
    )


def _cell(number: int | None, href: str) -> Cell:
    return Cell(HIDDEN) if number is None else Cell(number, href if number else "")


def _gaps(context: ReportContext, total: int) -> Iterable[Callout]:
    """Say which of the main codes are missing on more than one card in ten."""
    rows = counted(context.area, context.period)
    fields = ("cause", "place", "intent", "nature", "outcome")
    empty = rows.aggregate(**{name: Count("pk", filter=Q(**{name: ""})) for name in fields})
    worst = [name for name in fields if total and empty[name] / total > 0.1]
    if worst:
        labels = [column_of(InjuryRecord, name).verbose_name for name in worst]
        names = bilingual(
            "%(names)s",
            names=lambda language: (
                "、".join(str(label) for label in labels)
                if language != "en"
                else ", ".join(map(str, labels))
            ),
        )
        text = _("On more than one card in ten nothing is filled in for: %(names)s.")
        yield Callout("warning", bilingual(text, names=names))
