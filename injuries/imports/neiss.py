"""A named profile: records of the US National Electronic Injury Surveillance System (NEISS).

NEISS of the US Consumer Product Safety Commission is public domain. It has other lists than the
Chinese card; `docs/data-neiss.md` in this project gives every decision with its reason. In short:
what follows from NEISS without a guess is mapped; what it does not record stays empty or “not
clear”. The day of treatment is the only day. Cells may carry texts ("FRACTURE") or the numeric
codes of the raw files (57), alone or in front of the text ("57 - FRACTURE").
"""

import re
from collections.abc import Sequence
from typing import Any

from communities.models import Area, Sex
from injuries.checks import Problem, errors_of, warnings_of
from injuries.codes import (
    Activity,
    AgeUnit,
    Alcohol,
    BodySite,
    BodySystem,
    Cause,
    Intent,
    Nature,
    Outcome,
    Place,
)
from injuries.imports.cells import CellProblem, read_age, read_moment
from injuries.imports.rows import RowResult
from ledgers.machine.columns import normal_heading
from lib.sheet_cells import is_empty, shown, text_of
from lib.workbooks import Cell

KEY = "neiss"
#: Our name of a column → the headings of the published files, normalised.
HEADINGS = {
    "case": ("cpsccasenumber", "caseid"),
    "date": ("treatmentdate", "trmtdate"),
    "age": ("age",),
    "sex": ("sex",),
    "body_part": ("bodypart",),
    "diagnosis": ("diagnosis", "diag"),
    "other_diagnosis": ("otherdiagnosis", "diagother"),
    "body_part_2": ("bodypart2",),
    "diagnosis_2": ("diagnosis2", "diag2"),
    "other_diagnosis_2": ("otherdiagnosis2", "diag2other"),
    "drug": ("drug",),
    "fire": ("fireinvolvement", "fmv"),
    "disposition": ("disposition", "disp"),
    "location": ("location",),
    "product_1": ("product1", "prod1", "prodcode"),
    "product_2": ("product2", "prod2"),
    "product_3": ("product3", "prod3"),
    "alcohol": ("alcohol",),
    "narrative": ("narrative", "narrative1"),
    "stratum": ("stratum",),
    "psu": ("psu",),
    "weight": ("weight",),
}
NEEDED = ("date", "age", "sex", "body_part", "diagnosis", "disposition", "location")
PRODUCTS = ("product_1", "product_2", "product_3")
SURVEY = ("stratum", "psu", "weight")
KEPT_AS_EXTRA = ("diagnosis_2", "other_diagnosis_2", "drug", "fire", *PRODUCTS, *SURVEY)

SEX = {"0": "UNKNOWN", "1": "MALE", "2": "FEMALE", "3": "GENDER DIVERSE & INTERSEX"}
SEXES = {
    "MALE": Sex.MALE,
    "FEMALE": Sex.FEMALE,
    "UNKNOWN": Sex.UNKNOWN,
    "NOT STATED": Sex.UNKNOWN,
    "NON-BINARY/OTHER": Sex.UNKNOWN,
    "GENDER DIVERSE & INTERSEX": Sex.UNKNOWN,
}

#: Codes of the body part with their texts (NEISS format BDYPT).
BODY_PARTS = {
    "0": "INTERNAL",
    "30": "SHOULDER",
    "31": "UPPER TRUNK",
    "32": "ELBOW",
    "33": "LOWER ARM",
    "34": "WRIST",
    "35": "KNEE",
    "36": "LOWER LEG",
    "37": "ANKLE",
    "38": "PUBIC REGION",
    "75": "HEAD",
    "76": "FACE",
    "77": "EYEBALL",
    "78": "UPPER TRUNK(OLD)",
    "79": "LOWER TRUNK",
    "80": "UPPER ARM",
    "81": "UPPER LEG",
    "82": "HAND",
    "83": "FOOT",
    "84": "25-50% OF BODY",
    "85": "ALL PARTS BODY",
    "86": "OTHER(OLD)",
    "87": "NOT STATED/UNK",
    "88": "MOUTH",
    "89": "NECK",
    "90": "LOWER ARM(OLD)",
    "91": "LOWER LEG(OLD)",
    "92": "FINGER",
    "93": "TOE",
    "94": "EAR",
}
SITES = {
    BodySite.HEAD: "HEAD|FACE|EYEBALL|MOUTH|EAR",
    BodySite.UPPER_LIMB: "SHOULDER|UPPER ARM|ELBOW|LOWER ARM|LOWER ARM(OLD)|WRIST|HAND|FINGER",
    BodySite.LOWER_LIMB: "UPPER LEG|KNEE|LOWER LEG|LOWER LEG(OLD)|ANKLE|FOOT|TOE",
    BodySite.TRUNK: "UPPER TRUNK|UPPER TRUNK(OLD)|LOWER TRUNK|PUBIC REGION",
    BodySite.MULTIPLE: "25-50% OF BODY",
    BodySite.WHOLE_BODY: "ALL PARTS BODY",
    # The card has no group for the neck.
    BodySite.OTHER: "NECK|INTERNAL|OTHER(OLD)",
    BodySite.UNCLEAR: "NOT STATED/UNK",
}
SITE_OF = {part: site for site, parts in SITES.items() for part in parts.split("|")}

#: Codes of the diagnosis with their texts (NEISS format DIAG).
DIAGNOSES = {
    "41": "INGESTION",
    "42": "ASPIRATION",
    "46": "BURN, ELECTRICAL",
    "47": "BURN, NOT SPEC.",
    "48": "BURN, SCALD",
    "49": "BURN, CHEMICAL",
    "50": "AMPUTATION",
    "51": "BURNS, THERMAL",
    "52": "CONCUSSION",
    "53": "CONTUSIONS, ABR.",
    "54": "CRUSHING",
    "55": "DISLOCATION",
    "56": "FOREIGN BODY",
    "57": "FRACTURE",
    "58": "HEMATOMA",
    "59": "LACERATION",
    "60": "DENTAL INJURY",
    "61": "NERVE DAMAGE",
    "62": "INTERNAL INJURY",
    "63": "PUNCTURE",
    "64": "STRAIN, SPRAIN",
    "65": "ANOXIA",
    "66": "HEMORRHAGE",
    "67": "ELECTRIC SHOCK",
    "68": "POISONING",
    "69": "SUBMERSION",
    "70": "OTHER",
    "71": "OTHER",
    "72": "AVULSION",
    "73": "RADIATION",
    "74": "DERMA/CONJUNCT",
}
BURNS = ("BURN, ELECTRICAL", "BURN, NOT SPEC.", "BURN, SCALD", "BURN, CHEMICAL", "BURNS, THERMAL")
NATURES = {
    Nature.FRACTURE: ("FRACTURE",),
    Nature.SPRAIN: ("STRAIN, SPRAIN",),
    Nature.OPEN_WOUND: ("LACERATION", "PUNCTURE", "AVULSION", "AMPUTATION"),
    Nature.BRUISE: ("CONTUSIONS, ABR.", "HEMATOMA"),
    Nature.BURN: BURNS,
    Nature.BRAIN: ("CONCUSSION",),
    Nature.ORGAN: ("INTERNAL INJURY",),
}
NATURE_OF = {text: nature for nature, texts in NATURES.items() for text in texts}
CAUSES = {
    Cause.POISONING: ("POISONING",),
    Cause.DROWNING: ("SUBMERSION",),
    Cause.SUFFOCATION: ("ANOXIA",),
    Cause.BURN: BURNS,
}
CAUSE_OF = {text: cause for cause, texts in CAUSES.items() for text in texts}
SYSTEM_OF = {
    "INGESTION": BodySystem.DIGESTIVE,
    "ASPIRATION": BodySystem.RESPIRATORY,
    "SUBMERSION": BodySystem.RESPIRATORY,
}

LOCATIONS = {
    "0": "UNK",
    "1": "HOME",
    "2": "FARM",
    "3": "APART.",
    "4": "STREET",
    "5": "PUBLIC",
    "6": "MOBILE",
    "7": "INDST.",
    "8": "SCHOOL",
    "9": "SPORTS",
}
PLACE_OF = {
    "UNK": Place.UNCLEAR,
    "HOME": Place.HOME,
    "APART.": Place.HOME,
    "MOBILE": Place.HOME,
    "FARM": Place.FARM,
    "STREET": Place.ROAD,
    "INDST.": Place.INDUSTRY,
    "SCHOOL": Place.SCHOOL_PUBLIC,
    "SPORTS": Place.SPORTS,
    # Could be a residential place, a shop or a public building: not told apart.
    "PUBLIC": Place.OTHER,
}

DISPOSITIONS = {
    "0": "NO INJURY",
    "1": "TREATED/EXAMINED AND RELEASED",
    "2": "TREATED AND TRANSFERRED",
    "4": "TREATED AND ADMITTED/HOSPITALIZED",
    "5": "HELD FOR OBSERVATION",
    "6": "LEFT WITHOUT BEING SEEN",
    "8": "FATALITY INCL. DOA, DIED IN ER",
    "9": "UNKNOWN, NOT STATED",
}
OUTCOME_OF = {
    "TREATED/EXAMINED AND RELEASED": Outcome.RELEASED,
    "TREATED AND TRANSFERRED": Outcome.TRANSFERRED,
    "TREATED AND ADMITTED/HOSPITALIZED": Outcome.ADMITTED,
    "HELD FOR OBSERVATION": Outcome.OBSERVED,
    "FATALITY INCL. DOA, DIED IN ER": Outcome.DEATH,
    "NO INJURY": Outcome.OTHER,
    "LEFT WITHOUT BEING SEEN": Outcome.OTHER,
    "UNKNOWN, NOT STATED": Outcome.OTHER,
}

CODED = re.compile(r"(\d{1,2})(?:\.0+)?(?:\s*-\s*\D.*)?", re.DOTALL)
#: 201 to 223 in the raw files are months, 0 is unknown.
FIRST_MONTHS, LAST_MONTHS = 201, 223


def columns_of(headings: Sequence[str]) -> dict[str, int]:
    """Return our name of each NEISS column → its number, for those that `headings` has."""
    place = {normal_heading(text): number for number, text in reversed([*enumerate(headings)])}
    return {
        name: place[known]
        for name, spellings in HEADINGS.items()
        for known in reversed(spellings)
        if known in place
    }


def matches(headings: Sequence[str]) -> bool:
    """Tell whether these are the headings of a NEISS file."""
    return set(NEEDED) <= columns_of(headings).keys()


#: Which column a field of the record comes from, for findings at their cells.
COLUMN_OF_FIELD = {
    "visited_on": "date",
    "occurred_on": "date",
    "age_value": "age",
    "sex": "sex",
    "body_site": "body_part",
    "nature": "diagnosis",
    "cause": "diagnosis",
    "outcome": "disposition",
    "place": "location",
    "alcohol": "alcohol",
}


class NeissReader:
    """Reads rows of a NEISS file; see the module's text."""

    def __init__(self, headings: Sequence[str], *, default_area: Area, today: Any) -> None:
        self.columns = columns_of(headings)
        self.default_area = default_area
        self.today = today

    def column_of(self, field_name: str) -> int | None:
        """Return the column that fills a field of the record."""
        return self.columns.get(COLUMN_OF_FIELD.get(field_name, field_name))

    def read(self, cells: Sequence[Cell]) -> RowResult:
        """Read one row; nothing in `cells` makes it raise."""
        row = _Row(self.columns, cells)
        result = RowResult(errors=row.errors)
        values = result.values
        values["area_id"] = self.default_area.pk
        values["card_number"] = row.text("case")[:40]
        values["sex"] = SEXES.get(row.listed("sex", SEX, SEXES), Sex.UNKNOWN).value
        self._read_day(row, values)
        self._read_age(row, values)
        self._read_event(row, values)
        self._read_injury(row, values)
        known = {problem.field for problem in result.errors}
        result.errors += [p for p in errors_of(values, self.today) if p.field not in known]
        result.warnings += warnings_of(values, self.today)
        return result

    def _read_day(self, row: "_Row", values: dict[str, Any]) -> None:
        cell = row.cell("date")
        if not is_empty(cell):
            try:
                values["visited_on"] = _us_day(cell)
            except CellProblem as problem:
                row.errors.append(Problem("visited_on", problem.code, problem.params))

    def _read_age(self, row: "_Row", values: dict[str, Any]) -> None:
        cell = row.cell("age")
        text = text_of(cell).removesuffix(".0")
        if text in {"", "0"}:
            return
        if text.isdigit() and FIRST_MONTHS <= int(text) <= LAST_MONTHS:
            values |= {"age_value": int(text) - 200, "age_unit": AgeUnit.MONTHS.value}
            return
        try:
            values["age_value"], values["age_unit"] = read_age(cell)
        except CellProblem as problem:
            row.errors.append(Problem("age_value", problem.code, problem.params))

    def _read_event(self, row: "_Row", values: dict[str, Any]) -> None:
        """NEISS is about consumer products, essentially unintentional: assumed, and said so."""
        place = row.listed("location", LOCATIONS, PLACE_OF)
        outcome = row.listed("disposition", DISPOSITIONS, OUTCOME_OF)
        values |= {
            "place": PLACE_OF.get(place, Place.UNCLEAR).value,
            "outcome": OUTCOME_OF.get(outcome, Outcome.OTHER).value,
            "activity": Activity.UNCLEAR.value,
            "intent": Intent.UNINTENTIONAL.value,
            "narrative": row.text("narrative")[:4000],
            "extra": {"source": "NEISS", "assumed": ["intent"]}
            | {name: text for name in KEPT_AS_EXTRA if (text := row.text(name))},
        }
        if row.text("alcohol").upper() in {"YES", "1"}:
            values["alcohol"] = Alcohol.YES.value

    def _read_injury(self, row: "_Row", values: dict[str, Any]) -> None:
        part = row.listed("body_part", BODY_PARTS, SITE_OF)
        second = row.listed("body_part_2", BODY_PARTS, SITE_OF)
        diagnosis = row.listed("diagnosis", DIAGNOSES, set(DIAGNOSES.values()))
        nature = NATURE_OF.get(diagnosis, Nature.OTHER)
        if diagnosis == "INTERNAL INJURY" and part == "HEAD":
            nature = Nature.BRAIN
        values |= {
            "nature": nature.value,
            "cause": CAUSE_OF.get(diagnosis, Cause.UNCLEAR).value,
            "body_site": _site(part, second).value,
            "diagnosis": "; ".join(filter(None, [diagnosis, row.text("other_diagnosis")]))[:200],
        }
        if part == "INTERNAL" and diagnosis in SYSTEM_OF:
            values["system"] = SYSTEM_OF[diagnosis].value


def _site(part: str, second: str) -> BodySite:
    """Return the site of one part, or “several sites” when a second lies in another group.

    INTERNAL as second part only means that the column was empty, unknown says nothing either.
    """
    site = SITE_OF.get(part, BodySite.UNCLEAR)
    if second in {"", "INTERNAL", "NOT STATED/UNK"} or part in {"", "NOT STATED/UNK"}:
        return site
    if site is BodySite.WHOLE_BODY or SITE_OF[second] is site:
        return site
    return BodySite.MULTIPLE


def _us_day(cell: Cell) -> Any:
    """Read the day of treatment; the raw files write month/day/year."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text_of(cell))
    text = f"{match[3]}-{match[1]}-{match[2]}" if match else cell
    return read_moment(text).day


class _Row:
    """Cells by our names of NEISS columns, and what is wrong with them."""

    def __init__(self, columns: dict[str, int], cells: Sequence[Cell]) -> None:
        self.columns = columns
        self.cells = cells
        self.errors: list[Problem] = []

    def cell(self, name: str) -> Cell:
        """Return the cell of a column, None when the file has none."""
        number = self.columns.get(name)
        return self.cells[number] if number is not None and number < len(self.cells) else None

    def text(self, name: str) -> str:
        """Return the cell's text."""
        return text_of(self.cell(name)).replace("\0", "")

    def listed(self, name: str, codes: dict[str, str], known: Any) -> str:
        """Return the NEISS text of a coded cell; "" for an empty one; an error for another."""
        text = self.text(name).upper()
        if not text or text in known:
            return text
        match = CODED.fullmatch(text)
        if match and match[1] in codes:
            return codes[match[1]]
        field = next((f for f, column in COLUMN_OF_FIELD.items() if column == name), name)
        params = {"value": shown(text), "column": name}
        self.errors.append(Problem(field, "neiss-code", params))
        return ""
