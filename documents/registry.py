"""Report sections: upper apps register builders, ``build`` makes a document of them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.document import Document, Meta, Section
from lib.bilingual import Words, bilingual, words
from lib.registry import Registry

logger = logging.getLogger(__name__)

Builder = Callable[[Any], Section | None]
Progress = Callable[[int, int, Words], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionKind:
    """A registered section: ``builder(context)`` gives it, or None when there is nothing."""

    key: str
    title: Words | Promise
    builder: Builder


#: Filled by the rooms in their ``AppConfig.ready``, in the order in which a report has them.
sections: Registry[SectionKind] = Registry("report sections")


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """What to build: title, meta, and the sections wanted, in order."""

    title: Words
    meta: Meta
    section_keys: Sequence[str]


def build(
    spec: DocumentSpec,
    context: Any,
    *,
    registry: Registry[SectionKind] = sections,
    on_progress: Progress = lambda done, total, title: None,
    isolate: Callable[[], AbstractContextManager[Any]] = nullcontext,
    fatal: tuple[type[BaseException], ...] = (),
) -> Document:
    """The document, every section built in turn.

    A builder that raises loses its own section only: it is logged with its traceback and shown as
    failed. Each runs inside ``isolate()`` (give ``transaction.atomic``, or one failed query spoils
    the rest on PostgreSQL). Exceptions named in ``fatal`` stop the whole (a task's time limit).
    ``on_progress(done, total, title)`` is called before each section and once at the end.
    An unknown key is a failed section too, so that a report from an older template still comes.
    """
    built: list[Section] = []
    total = len(spec.section_keys)
    for done, key in enumerate(spec.section_keys):
        kind = registry.get(key)
        on_progress(done, total, words(kind.title) if kind else key)
        built.append(_build_section(kind, key, context, isolate, fatal))
    on_progress(total, total, "")
    return Document(spec.title, spec.meta, tuple(built))


def _build_section(
    kind: SectionKind | None,
    key: str,
    context: Any,
    isolate: Callable[[], AbstractContextManager[Any]],
    fatal: tuple[type[BaseException], ...],
) -> Section:
    if kind is None:
        logger.error("report section %s is not registered", key)
        message = bilingual(_("This section is not known to this version of the portal."))
        return Section(key, key, state="failed", message=message)
    title = words(kind.title)
    try:
        with isolate():
            section = kind.builder(context)
    except fatal:
        raise
    except Exception:  # the task boundary: one failing section must not lose the others
        logger.exception("report section %s failed", key)
        message = bilingual(
            _("This section could not be computed. The other sections are complete.")
        )
        return Section(key, title, state="failed", message=message)
    if section is None or not section.blocks:
        own_message = section.message if section else ""
        message = bilingual(_("Nothing was recorded in this period."))
        return Section(key, title, state="empty", message=own_message or message)
    return section
