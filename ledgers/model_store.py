"""The store of a register whose rows are rows of one model: most are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field as dataclass_field
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from communities.area_names import with_former
from communities.querysets import AreaScopedQuerySet
from ledgers.declaration import CONFLICT, Addition, Change, Order, Stored, Undone, Values
from ledgers.problems import Problem
from ledgers.standing import stood_on, take_out
from lib import bulk
from lib.records import Record
from lib.text import bare


@dataclass(frozen=True, kw_only=True)
class ModelStore:
    """Looks rows of `model` up by `keys`, writes them and takes them out, each chunk at once.

    `columns` names the column of a field that is called otherwise: {"area": "area_id"}. Of each set
    of `keys` the first that a row fills and that finds a record decides; texts are compared `bare`,
    without spaces, marks and old forms. `loose` are sets of fields by which a record is only
    possibly meant: such a row is doubtful. `permission` is held in the area of a record to find it;
    `code` begins its audit codes. `fixed` are values of every new record.
    """

    model: type[Record]
    permission: str
    code: str
    keys: tuple[tuple[str, ...], ...]
    loose: tuple[tuple[str, ...], ...] = ()
    columns: Mapping[str, str] = dataclass_field(default_factory=dict)
    fields: tuple[str, ...] = ()
    fixed: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def column(self, key: str) -> str:
        """Return the column of a field."""
        return self.columns.get(key, key)

    def rows(self, order: Order) -> models.QuerySet[Any]:
        """Return the records that the sender may change."""
        rows = self.model._default_manager.all()
        if not isinstance(rows, AreaScopedQuerySet):
            raise TypeError(f"{self.model._meta.label} lies in no area.")
        return rows.where_allowed(order.actor, self.permission).order_by()

    # --- looking up -------------------------------------------------------------------------------
    def find(self, order: Order, rows: Sequence[Values]) -> Sequence[Sequence[Stored]]:
        """Return, for each row, the records that it may mean; a query a column."""
        found: list[list[Stored]] = [[] for _row in rows]
        read: dict[str, tuple[set[Any], list[Record]]] = {}
        for names, sure in [
            *((one, True) for one in self.keys),
            *((one, False) for one in self.loose),
        ]:
            asked = [
                place for place, row in enumerate(rows) if not found[place] and _has(row, names)
            ]
            if not asked:
                continue
            there = self._by(order, names, [rows[place] for place in asked], read)
            for place in asked:
                same = there.get(self._sign(names, rows[place]), ())
                found[place] = [
                    self._stored(one, sure)
                    for one in same
                    if not _denies(self, names, rows[place], one)
                ]
        return found

    def _by(
        self,
        order: Order,
        names: tuple[str, ...],
        rows: Sequence[Values],
        read: dict[str, tuple[set[Any], list[Record]]],
    ) -> Mapping[tuple[Any, ...], list[Record]]:
        """Return the records that have what one of `rows` has in the fields `names`.

        `read` are the records that were read for this chunk, by the column that was asked for.
        """
        first = self.column(names[0])
        wanted = {row[names[0]] for row in rows}
        if first not in read or not wanted <= read[first][0]:
            read[first] = wanted, list(self.rows(order).filter(**{f"{first}__in": wanted}))
        found: dict[tuple[Any, ...], list[Record]] = {}
        for record in read[first][1]:
            values = {name: getattr(record, self.column(name)) for name in names}
            found.setdefault(self._sign(names, values), []).append(record)
        return found

    def _sign(self, names: tuple[str, ...], values: Values) -> tuple[Any, ...]:
        return tuple(bare(one) if isinstance(one := values[name], str) else one for name in names)

    def _stored(self, record: Record, sure: bool) -> Stored:
        values = {key: getattr(record, self.column(key)) for key in self.fields}
        return Stored(
            key=record.pk,
            revision=record.revision,
            title=str(record),
            values=values,
            sure=sure,
        )

    # --- writing ----------------------------------------------------------------------------------
    def add(self, order: Order, rows: Sequence[Addition]) -> Mapping[int, Problem]:
        """Make records by COPY, with an entry of each in the trail."""
        now = timezone.now()
        written = [self._columns_of(row) for row in rows]
        bulk.insert_values(
            self.model,
            written,
            created_by_id=order.actor.pk,
            created_at=now,
            updated_at=now,
        )
        made = [self.model(**columns) for columns in written]
        audit.keep(
            audit.entry(actor=order.actor, code=f"{self.code}.added", target=one) for one in made
        )
        return {}

    def _columns_of(self, row: Addition) -> dict[str, Any]:
        values = {self.column(key): value for key, value in row.values.items()}
        return {"id": row.key, **self.fixed, **values}

    def change(self, order: Order, rows: Sequence[Change]) -> Mapping[int, Problem]:
        """Change records that are still as they were looked at."""
        by_key = {row.key: row for row in rows}
        there = self._held(order, by_key)
        refused = {
            row.number: Problem("", CONFLICT)
            for row in rows
            if row.key not in there or there[row.key].revision != row.revision
        }
        changing = [there[row.key] for row in rows if row.number not in refused]
        self._save(order, changing, {key: row.values for key, row in by_key.items()}, "changed")
        return refused

    def _held(self, order: Order, keys: Iterable[UUID]) -> dict[UUID, Record]:
        rows = self.rows(order).filter(pk__in=list(keys)).select_for_update()
        return {record.pk: record for record in rows}

    def _save(
        self, order: Order, records: list[Record], values: Mapping[UUID, Values], what: str
    ) -> None:
        """Write other values into records, with what changed in the trail."""
        columns, entries = {"revision", "updated_at"}, []
        for record in records:
            before = audit.snapshot(record)
            for key, value in values[record.pk].items():
                setattr(record, self.column(key), self._or_empty(key, value))
                columns.add(self.column(key))
            record.revision += 1
            record.updated_at = timezone.now()
            changes = audit.difference(record, before)
            if "name" in changes and hasattr(record, "former_names"):
                record.former_names = with_former(record.former_names, *changes["name"])
                columns.add("former_names")
            entries.append(
                audit.entry(
                    actor=order.actor, code=f"{self.code}.{what}", target=record, changes=changes
                )
            )
        names = [self.model._meta.get_field(_name(self.model, one)).name for one in columns]
        self.model._base_manager.bulk_update(records, names, batch_size=200)
        audit.keep(entries)

    def _or_empty(self, key: str, value: Any) -> Any:
        """Return the value, or what the column has when nothing is known."""
        if value is not None:
            return value
        field = self.model._meta.get_field(_name(self.model, self.column(key)))
        return None if getattr(field, "null", False) else ""

    # --- undoing ----------------------------------------------------------------------------------
    def undo(self, order: Order, rows: Sequence[Undone]) -> Mapping[UUID, str]:
        """Take out or put back what nobody has touched since; name what has to stay."""
        by_key = {row.key: row for row in rows}
        there = self._held(order, by_key)
        stayed: dict[UUID, str] = {}
        for key, record in there.items():
            if record.revision != by_key[key].revision:
                stayed[key] = _("%s: changed by hand since") % record
        new = [key for key, row in by_key.items() if row.before is None and key in there]
        for key in stood_on(self.model, [key for key in new if key not in stayed]):
            stayed[key] = _("%s: something stands on it by now") % there[key]
        gone = [there[key] for key in new if key not in stayed]
        take_out(order.actor, gone)
        back = {
            key: row.before
            for key, row in by_key.items()
            if row.before is not None and key in there
        }
        changed = [there[key] for key in back if key not in stayed]
        self._save(order, changed, {key: values or {} for key, values in back.items()}, "changed")
        return stayed


def _name(model: type[models.Model], column: str) -> str:
    """Return the name of the field that has a column: area_id is area."""
    return next(one.name for one in model._meta.concrete_fields if one.attname == column)


def _has(row: Values, names: Iterable[str]) -> bool:
    return all(row.get(name) not in (None, "") for name in names)


def _denies(store: ModelStore, names: tuple[str, ...], row: Values, record: Record) -> bool:
    """Tell whether a surer key says that the row is another record: it has another number."""
    for key in store.keys:
        if key == names:
            return False
        said = [(row.get(name), getattr(record, store.column(name))) for name in key]
        if all(mine not in (None, "") and other not in (None, "") for mine, other in said):
            return True
    return False
