"""The one way to draw a list: filter, search, sort, page, export exactly what is filtered, and do
something to ticked rows (`lib.list_actions`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import JSONField, Model, Prefetch, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _, gettext_lazy
from django_filters import FilterSet

from lib.crumbs import trail_of
from lib.crypto import EncryptedTextField
from lib.errors import DomainError
from lib.exports import (
    ExportRequest,
    Title,
    csv_response,
    postpone,
    scope_of,
    tell_listeners,
    xlsx_response,
)
from lib.htmx import wants_part
from lib.http import SignedInRequest
from lib.list_actions import ListAction, answer_action, offered_to
from lib.list_filters import VIEWING, Narrowing, asked, narrowed
from lib.list_views import COLUMNS, ViewTools, answer_views, begun, chosen_keys, views_at
from lib.numerals import format_number
from lib.paging import END, Page, ordered, page_of, with_key
from lib.pickers import give_pickers
from lib.table import Column, Table, body, reverse

#: Counting a million rows costs more than reading a page of them: a list counts so far.
COUNT_LIMIT = 10_000
EXPORT_LIMIT = 1_000_000  # a sheet of a workbook has 1,048,576 rows
#: A larger export is made in the background.
JOB_LIMIT = 10_000
PER_PAGE = 50
#: Rows of an export that are held at a time, and whose related records are read together: Django
#: asks SQLite for each of them by an OR, of which it takes at most a thousand.
AT_ONCE = 900
#: Longest word by which exports.js knows its file again.
TOKEN_LENGTH = 24
#: So many digits in a search are somebody's number.
PERSONAL_DIGITS = 7


@dataclass(frozen=True)
class Listing:
    """What a list page is made of.

    `queryset` is already in sight of the user. `can_export` False hides the export and answers 403.
    `prepare` adds to the filtered rows of an export what only its columns read. `summary` says in a
    sentence what the filtered rows add up to, for lists whose number is a sum and not the count.
    `preset` is what the list is narrowed to while nobody has said anything, e.g. to what is open.
    `actions` are what can be done to ticked rows; a user to whom none is offered has no ticks.
    """

    name: str | Promise
    queryset: QuerySet
    filterset: type[FilterSet]
    table: Table
    template: str
    can_export: bool = True
    empty_template: str = "includes/empty.html"
    context: dict[str, Any] = field(default_factory=dict)
    prepare: Callable[[QuerySet], QuerySet] | None = None
    summary: Callable[[FilterSet], str] | None = None
    actions: tuple[ListAction, ...] = ()
    preset: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Heading:
    """The head of a column: `query` sorts by it, `direction` says how it is sorted now."""

    column: Column
    query: str
    direction: str


class Drawn:
    """A table with one page of its rows, as the template draws it."""

    def __init__(
        self, request: SignedInRequest, table: Table, rows: QuerySet, *, ticks: bool = False
    ) -> None:
        self._request = request
        self.ticks = ticks
        self._pictures = table.pictures
        self.columns = table.columns
        self.all_rows = rows
        self._fields = with_key(table.sorting(request.GET.getlist("sort")))
        where = {name: request.GET.get(name, "") for name in ("page", "after", "before")}
        self.page: Page = page_of(light(rows, table.columns), self._fields, PER_PAGE, where)

    @property
    def rows(self) -> list[Any]:
        """The records of the page."""
        return self.page.rows

    @cached_property
    def body(self) -> SafeString:
        """The rows as HTML."""
        pictures = self._pictures(self.rows) if self._pictures else None
        return body(self.columns, self.rows, ticks=self.ticks, pictures=pictures)

    @property
    def has_pictures(self) -> bool:
        """True when rows may have a picture."""
        return self._pictures is not None

    @cached_property
    def count(self) -> int:
        """Number of rows of all pages, at most COUNT_LIMIT + 1."""
        if self.page.number == 1 and not self.page.has_next:
            return len(self.rows)
        return self.all_rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()

    @property
    def capped(self) -> bool:
        """True when there are more rows than were counted."""
        return self.count > COUNT_LIMIT

    @property
    def pages(self) -> int | None:
        """Number of pages; None when the rows were not all counted."""
        return None if self.capped else max(1, -(-self.count // PER_PAGE))

    @property
    def number(self) -> int | None:
        """The page's number, where it is known."""
        if self.page.number is None and not self.page.has_next:
            return self.pages
        return self.page.number

    @property
    def headings(self) -> list[Heading]:
        """The heads of the columns."""
        return [self._heading(column) for column in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.order:
            return Heading(column, "", "")
        fields = with_key(column.order)
        up = self._fields == fields
        down = self._fields == with_key([reverse(one) for one in column.order])
        query = self._query(sort=f"-{column.name}" if up else column.name)
        return Heading(column, query, "ascending" if up else "descending" if down else "")

    @property
    def first_query(self) -> str:
        """The first page."""
        return self._query(keep_sort=True)

    @property
    def previous_query(self) -> str:
        """The page before."""
        number = (self.number or 0) - 1
        if number == 1:
            return self.first_query
        return self._turn(number, before=str(self.rows[0].pk))

    @property
    def next_query(self) -> str:
        """The page behind."""
        return self._turn((self.number or -1) + 1, after=str(self.rows[-1].pk))

    @property
    def last_query(self) -> str:
        """The last page."""
        return self._turn(self.pages or 0) if self.pages else self._turn(0, before=END)

    def _turn(self, number: int, **where: str) -> str:
        known = {"page": str(number)} if number > 0 else {}
        return self._query(keep_sort=True, **known, **where)

    def _query(self, *, keep_sort: bool = False, **values: str) -> str:
        query = self._request.GET.copy()
        for name in VIEWING:
            if name != COLUMNS and (name != "sort" or not keep_sort):
                query.pop(name, None)
        for name, value in values.items():
            query[name] = value
        return f"?{query.urlencode()}"


def light(rows: QuerySet, columns: Iterable[Column]) -> QuerySet:
    """Leave out encrypted and JSON fields that no column reads: opening one takes longer than a
    row. Those of related records (the boundary of an area) no list reads.
    """
    read = {name for column in columns for name in column.reads}
    own = [name for name in _heavy(rows.model) if name not in read]
    related = _heavy_related(rows.model, rows.query.select_related)
    return rows.defer(*own, *related) if own or related else rows


def _heavy(model: type[Model]) -> list[str]:
    kinds = EncryptedTextField | JSONField
    return [one.name for one in model._meta.concrete_fields if isinstance(one, kinds)]


def _heavy_related(model: type[Model], related: dict[str, Any] | bool) -> list[str]:
    """Return the heavy fields of the records that are read along."""
    found: list[str] = []
    for name, further in related.items() if isinstance(related, dict) else ():
        other = _target(model, name)
        names = [*_heavy(other), *_heavy_related(other, further)]
        found += [f"{name}__{one}" for one in names]
    return found


def list_page(request: SignedInRequest, listing: Listing) -> HttpResponseBase:
    """Answer a list: the page, its table alone (htmx), an export (`?export=csv|xlsx`), or what is
    done to ticked rows (POST).
    """
    full = listing.table
    if request.method == "POST":
        if (answer := answer_views(request, full, str(listing.name))) is not None:
            return answer
        return answer_action(request, with_columns(request, listing))
    views = views_at(request)
    if not isinstance(request, ExportRequest) and (first := begun(request, views)) is not None:
        return first
    listing = replace(listing, table=full.chosen(chosen_keys(request, views)))
    data = asked(request, listing.filterset, listing.preset)
    filterset = listing.filterset(data, queryset=listing.queryset, request=request)
    give_pickers(filterset.form.fields)
    if kind := request.GET.get("export"):
        rows = narrowed(filterset)
        chips = Narrowing(request, filterset, data, listing.preset).chips
        words = [chip.words for chip in chips]
        if data.get("q"):  # what was searched for may be a person's name: that there was a search
            words.append(_("search words"))
        return _export(request, listing, rows, kind, words)
    actions = offered_to(request.user, listing.actions)
    rows = _prepared(listing, full, narrowed(filterset))
    context = {
        "filterset": filterset,
        "table": Drawn(request, listing.table, rows, ticks=bool(actions)),
        "actions": actions,
        "any_rows": listing.queryset.exists,
        "listing": listing,
        "narrowing": Narrowing(request, filterset, data, listing.preset),
        "exportable": listing.can_export,
        "views": (tools := ViewTools(request, views, full, listing.table)),
        "query": _query_of_export(request, tools),
        "summary": listing.summary(filterset) if listing.summary else "",
        "trail": trail_of(request),
        **listing.context,
    }
    template = "includes/list_rows.html" if wants_part(request) else listing.template
    response = render(request, template, context)
    response.headers["Vary"] = "HX-Request"
    if wants_part(request) and _is_personal(request.GET.get("q", "")):
        # htmx would write the address into the browser's history.
        response.headers["HX-Push-Url"] = f"{request.path}?{_query_without(request, 'q')}"
    return response


def with_columns(request: SignedInRequest, listing: Listing) -> Listing:
    """Return `listing` with the columns that the user sees in it."""
    keys = chosen_keys(request, views_at(request))
    return replace(listing, table=listing.table.chosen(keys))


def _prepared(listing: Listing, full: Table, rows: QuerySet) -> QuerySet:
    """Read along what columns need that stand in the export alone, where one was chosen."""
    if listing.prepare is None or not any(one in full.more for one in listing.table.columns):
        return rows
    return listing.prepare(rows)


def _query_of_export(request: SignedInRequest, tools: ViewTools) -> str:
    """Return the address of the rows in their order, with the columns that the page shows now."""
    query = request.GET.copy()
    for name in VIEWING:
        if name != "sort":
            query.pop(name, None)
    if tools.is_chosen:
        query[COLUMNS] = ",".join(one.key for one in tools.choices if one.shown)
    return query.urlencode()


def _is_personal(words: str) -> bool:
    """Tell whether words look like an identity number or a telephone."""
    return sum(letter.isdigit() for letter in words) >= PERSONAL_DIGITS


def _export(
    request: SignedInRequest,
    listing: Listing,
    rows: QuerySet,
    kind: str,
    narrowed: list[str] | None = None,
) -> HttpResponseBase:
    """Answer an export. `narrowed` says what the rows are narrowed to; None: they were ticked."""
    if not listing.can_export:
        raise PermissionDenied
    count = rows.order_by().values("pk")[: EXPORT_LIMIT + 1].count()
    if count > EXPORT_LIMIT:
        raise DomainError(
            _("More than %(limit)d rows: narrow the filter, for example by date.")
            % {"limit": EXPORT_LIMIT}
        )
    kind, name = "xlsx" if kind == "xlsx" else "csv", str(listing.name)
    title = Title(name, _lines_of_title(request, narrowed, count))
    if isinstance(request, ExportRequest):
        tell_listeners(request, name, count)
        found = _rows_of_export(request, listing, rows)
        return request.write(kind, listing.table.exported, found, title)
    if count > JOB_LIMIT and (later := postpone(request, name, kind)):
        return later
    tell_listeners(request, name, count)
    found, file = _rows_of_export(request, listing, rows), slugify(name, allow_unicode=True)
    if kind == "csv":
        return _begun(request, csv_response(file, listing.table.exported, found))
    return _begun(request, xlsx_response(file, listing.table.exported, found, title))


def _lines_of_title(
    request: SignedInRequest, narrowed: list[str] | None, count: int
) -> tuple[str, ...]:
    """Return what stands below an export's name: area, filters (None: ticked rows), origin."""
    said = _("ticked rows") if narrowed is None else "；".join(narrowed) or _("all")
    lines = [
        _("Area of the reader: %s") % scope_of(request.user),
        _("Filter: %s") % said,
        _("Exported by %(who)s on %(when)s, %(count)s rows")
        % {
            "who": request.user,
            "when": date_format(timezone.localtime(), "SHORT_DATETIME_FORMAT"),
            "count": format_number(count),
        },
    ]
    return tuple(lines)


def _begun(request: SignedInRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Tell exports.js by a cookie that the file it waits for has been made."""
    token = request.GET.get("download", "")
    if token.isascii() and token.isalnum() and len(token) <= TOKEN_LENGTH:
        response.set_cookie("download", token, max_age=60, samesite="Lax")
    return response


def _export_ticked(request: SignedInRequest, listing: Listing, rows: QuerySet) -> HttpResponseBase:
    """Send the ticked rows as a workbook."""
    return _export(request, listing, rows, "xlsx")


#: The ticked rows as a workbook, for lists that can be exported.
EXPORT_TICKED = ListAction(
    key="export",
    label=gettext_lazy("Export to Excel"),
    icon="file-earmark-spreadsheet",
    offered=lambda user: True,
    respond=_export_ticked,
)


def _rows_of_export(request: SignedInRequest, listing: Listing, rows: QuerySet) -> Iterable[Any]:
    """Return the rows of all pages in the order of the page, some hundred held at a time."""
    prepared = listing.prepare(rows) if listing.prepare else rows
    fields = with_key(listing.table.sorting(request.GET.getlist("sort")))
    found = ordered(_shared(light(prepared, listing.table.exported)), fields)
    return found.iterator(chunk_size=AT_ONCE)


def _shared(rows: QuerySet) -> QuerySet:
    """Read related records once for some thousand rows, instead of making them anew for each row.

    A street's cards lie in a few dozen areas: joined, each card would bring its own.
    """
    paths = _paths(rows.query.select_related)
    if not paths:
        return rows
    shared = [Prefetch(path, _light_target(rows.model, path)) for path in paths]
    return rows.select_related(None).prefetch_related(*shared)


def _paths(related: Any, before: str = "") -> list[str]:
    """Return the lookups of `select_related`, the outer ones first."""
    found = []
    for name, further in related.items() if isinstance(related, dict) else ():
        found += [f"{before}{name}", *_paths(further, f"{before}{name}{LOOKUP_SEP}")]
    return found


def _target(model: type[Model], name: str) -> type[Model]:
    """Return the model to which a relation leads; TypeError for one that leads to several."""
    other = model._meta.get_field(name).related_model
    if not isinstance(other, type):
        raise TypeError(f"{model._meta.label}.{name} leads to no one model.")
    return other


def _light_target(model: type[Model], path: str) -> QuerySet:
    """Return the records to which `path` leads, without what no list reads of them."""
    for name in path.split(LOOKUP_SEP):
        model = _target(model, name)
    return model._base_manager.defer(*_heavy(model))


def _query_without(request: SignedInRequest, *names: str) -> str:
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    return query.urlencode()
