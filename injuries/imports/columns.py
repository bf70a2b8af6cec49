"""The fields that a column can fill, the headings under which senders know them, and the guess."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy

from communities.models import Sex
from injuries import codes
from ledgers.machine.columns import normal_heading
from lib.text import folded


class Kind(StrEnum):
    """How the cells of a field are read."""

    TEXT = "text"
    CODE = "code"
    MOMENT = "moment"
    HOUR = "hour"
    AGE = "age"
    AREA = "area"
    FLAG = "flag"
    IDENTITY = "identity"
    NUMBER = "number"


#: What figures count: an error there refuses the row. Elsewhere the cell is left out and told.
COUNTED = frozenset({Kind.CODE, Kind.MOMENT, Kind.AGE, Kind.AREA})


@dataclass(frozen=True)
class Target:
    """A field of the card that a column can fill.

    `headings` are the words under which senders know it, the card's own first. `personal` cells
    are masked on the preview. `moment_hour` is the field that takes the hour inside a date cell.
    """

    key: str
    label: str | Promise
    kind: Kind
    headings: str
    choices: type[models.Choices] | None = None
    limit: int = 0
    personal: bool = False
    required: bool = False
    moment_hour: str = ""


TARGETS = [
    Target("card_number", _("card number"), Kind.NUMBER, "卡片编号 卡号 编号 报告卡编号", limit=40),
    Target(
        "name",
        pgettext_lazy("person", "name"),
        Kind.TEXT,
        "姓名 患者姓名 病人姓名 name",
        limit=60,
        personal=True,
    ),
    Target("sex", _("sex"), Kind.CODE, "性别 sex gender", Sex, required=True),
    Target("age", _("age"), Kind.AGE, "年龄 age 实足年龄 周岁"),
    Target("age_unit", _("unit of age"), Kind.CODE, "年龄单位 单位", codes.AgeUnit),
    Target("birth_date", _("day of birth"), Kind.MOMENT, "出生日期 出生年月日 生日", personal=True),
    Target(
        "id_number",
        _("ID number"),
        Kind.IDENTITY,
        "身份证号 身份证号码 证件号码 身份证 证件号",
        personal=True,
    ),
    Target(
        "phone",
        _("telephone"),
        Kind.NUMBER,
        "联系电话 电话 手机 手机号 手机号码 电话号码",
        limit=40,
        personal=True,
    ),
    Target(
        "registration", _("household registration"), Kind.CODE, "户籍 户籍类型", codes.Registration
    ),
    Target("education", _("education"), Kind.CODE, "文化程度 学历 教育程度", codes.Education),
    Target("occupation", _("occupation"), Kind.CODE, "职业", codes.Occupation),
    Target(
        "area",
        _("area of residence"),
        Kind.AREA,
        "所属社区 居住社区 社区 村居 居委会 社区/村 村 现住社区 所属区域 区域 区划代码 网格",
    ),
    Target(
        "address",
        _("address"),
        Kind.TEXT,
        "现住址 住址 地址 家庭住址 详细地址 常住地址",
        limit=200,
        personal=True,
    ),
    Target("resident", _("lives in the area"), Kind.FLAG, "常住 是否常住 本辖区居民 是否辖区居民"),
    Target(
        "occurred_on",
        _("day of injury"),
        Kind.MOMENT,
        "伤害发生时间 伤害发生日期 发生时间 发生日期 受伤时间 受伤日期 伤害时间",
        moment_hour="occurred_hour",
    ),
    Target("occurred_hour", _("hour of injury"), Kind.HOUR, "发生时刻 发生小时 伤害发生小时"),
    Target(
        "visited_on",
        _("day of visit"),
        Kind.MOMENT,
        "患者就诊时间 就诊时间 就诊日期 患者就诊日期 首诊时间 首诊日期",
        moment_hour="visited_hour",
    ),
    Target("visited_hour", _("hour of visit"), Kind.HOUR, "就诊时刻 就诊小时"),
    Target(
        "occurred_area", _("area where it happened"), Kind.AREA, "伤害发生社区 发生社区 发生区域"
    ),
    Target(
        "cause",
        _("cause"),
        Kind.CODE,
        "伤害发生原因 伤害原因 发生原因 受伤原因 原因 致伤原因 cause",
        codes.Cause,
        required=True,
    ),
    Target(
        "place",
        pgettext_lazy("injury", "place"),
        Kind.CODE,
        "伤害发生地点 发生地点 地点 受伤地点 伤害地点 place",
        codes.Place,
    ),
    Target(
        "activity",
        _("activity"),
        Kind.CODE,
        "伤害发生时活动 伤害发生活动 发生时活动 活动 受伤时活动",
        codes.Activity,
    ),
    Target("intent", _("intent"), Kind.CODE, "是否故意 伤害意图 意图 故意", codes.Intent),
    Target("alcohol", _("alcohol"), Kind.CODE, "饮酒 是否饮酒 饮酒情况", codes.Alcohol),
    Target(
        "narrative",
        _("course of the event"),
        Kind.TEXT,
        "伤害经过 事件经过 经过 简要经过",
        limit=4000,
        personal=True,
    ),
    Target("nature", _("nature"), Kind.CODE, "伤害性质 性质 损伤性质", codes.Nature),
    Target(
        "body_site", _("body site"), Kind.CODE, "伤害部位 部位 受伤部位 损伤部位", codes.BodySite
    ),
    Target("system", _("body system"), Kind.CODE, "累及系统 伤害累及系统", codes.BodySystem),
    Target(
        "severity", _("severity"), Kind.CODE, "伤害严重程度 严重程度 程度 伤害程度", codes.Severity
    ),
    Target(
        "diagnosis", _("diagnosis"), Kind.TEXT, "伤害临床诊断 临床诊断 诊断 诊断名称", limit=200
    ),
    Target(
        "diagnosis_code",
        _("ICD-10 code"),
        Kind.TEXT,
        "ICD编码 ICD-10编码 诊断编码 ICD10 ICD-10 ICD",
        limit=20,
    ),
    Target(
        "outcome",
        pgettext_lazy("injury", "outcome"),
        Kind.CODE,
        "伤害结局 结局 转归 去向",
        codes.Outcome,
    ),
    Target("product1_name", _("product 1"), Kind.TEXT, "产品名称 产品名称1 产品1名称", limit=100),
    Target(
        "product1_brand",
        _("brand or model of product 1"),
        Kind.TEXT,
        "品牌型号 产品品牌型号1 产品品牌 品牌",
        limit=100,
    ),
    Target(
        "product1_class",
        _("class of product 1"),
        Kind.TEXT,
        "产品类别 产品分类 产品类别1",
        limit=60,
    ),
    Target("product2_name", _("product 2"), Kind.TEXT, "产品名称2 产品2名称", limit=100),
    Target(
        "product2_brand", _("brand or model of product 2"), Kind.TEXT, "产品品牌型号2", limit=100
    ),
    Target("product2_class", _("class of product 2"), Kind.TEXT, "产品类别2", limit=60),
    Target(
        "product_relation",
        _("relation to the product"),
        Kind.CODE,
        "与产品的关系 与产品关系",
        codes.ProductRelation,
    ),
    Target("typical_case", _("typical case"), Kind.FLAG, "典型案例 是否典型案例"),
    Target(
        "reporter_name", _("filled in by"), Kind.TEXT, "填报人 填卡人 报告人 填卡医生", limit=60
    ),
    Target("reported_on", _("day of report"), Kind.MOMENT, "填卡日期 填报日期 报告日期 填卡时间"),
]
BY_KEY = {target.key: target for target in TARGETS}
DAYS = ("occurred_on", "visited_on")

#: Headings of an hour that do not say of what, normalised; and words for hidden personal data.
HOURS = {"时", "小时", "时刻"}
MASKED = ("脱敏", "掩码", "masked")

#: Headings of the portal's own exports in English. In Chinese they are words that senders use too.
OWN_EXPORT = {
    "Card number": "card_number",
    "Area": "area",
    "Lives in the area": "resident",
    "Day of injury": "occurred_on",
    "Hour of injury": "occurred_hour",
    "Day of visit": "visited_on",
    "Activity": "activity",
    "Intent": "intent",
    "Nature": "nature",
    "Body site": "body_site",
    "Severity": "severity",
    "Diagnosis": "diagnosis",
    "ICD-10 code": "diagnosis_code",
    "Outcome": "outcome",
    "Day of report": "reported_on",
    "Unit of age": "age_unit",
}
WORDS = {normal_heading(word): target.key for target in TARGETS for word in target.headings.split()}
#: Longest first. Words of two characters stand in too many other headings (单位, 编号).
PARTS = sorted((word for word in WORDS if len(word) >= 3), key=len, reverse=True)
WORDS |= {normal_heading(heading): key for heading, key in OWN_EXPORT.items()}


def guess(headings: Sequence[str], remembered: dict[str, str] | None = None) -> list[str]:
    """Return the field for each column, "" where none fits; no field twice.

    What the site's last workbook meant by a heading goes first, then headings that are known as
    they stand, then headings that contain a known one (“患者姓名(必填)”).
    """
    normals = [normal_heading(text) for text in headings]
    remembered = remembered or {}
    found = [""] * len(normals)
    taken: set[str] = set()
    for rule in (lambda text: remembered.get(text, ""), lambda text: WORDS.get(text, ""), _part):
        for number, text in enumerate(normals):
            if found[number] or not text or is_masked(headings[number]):
                continue
            key = remembered[text] if text in remembered else rule(text)
            if key in BY_KEY and key not in taken:
                found[number] = key
                taken.add(key)
    _guess_hours(normals, found, taken)
    return found


def _guess_hours(normals: list[str], found: list[str], taken: set[str]) -> None:
    """A column that is only called “hour” belongs to the day on its left."""
    for number, text in enumerate(normals[1:], start=1):
        before = BY_KEY.get(found[number - 1])
        if text not in HOURS or found[number] or before is None:
            continue
        if before.moment_hour and before.moment_hour not in taken:
            found[number] = before.moment_hour
            taken.add(before.moment_hour)


def is_masked(heading: str) -> bool:
    """Tell whether a heading says that its cells were made unreadable on purpose (own exports)."""
    return any(word in folded(heading) for word in MASKED)


def names_persons(heading: str) -> bool:
    """Tell whether a heading announces names, numbers or addresses of persons."""
    text = normal_heading(heading)
    key = WORDS.get(text) or _part(text)
    return bool(key) and BY_KEY[key].personal


def is_known(heading: str) -> bool:
    """Tell whether a heading says which field of the card the column fills."""
    text = normal_heading(heading)
    return bool(text) and bool(WORDS.get(text) or _part(text))


def misplaced(heading: str, key: str, *, personal: bool) -> str:
    """Return why the column `heading` may not fill the field `key`; "" when it may.

    `personal` says that its cells are data of persons, whatever the heading says.
    """
    if not key:
        return ""
    if is_masked(heading) and BY_KEY[key].personal:
        return gettext("Masked data are no personal data: leave the column out.")
    if (personal or names_persons(heading)) and not BY_KEY[key].personal:
        return gettext("A column of personal data can only fill a field that is kept encrypted.")
    return ""


def _part(text: str) -> str:
    return next((WORDS[part] for part in PARTS if part in text), "")


def recognised(cells: Sequence[object]) -> int:
    """Return how many of `cells` are known headings, to find the heading row of a sheet."""
    return len({WORDS[text] for cell in cells if (text := normal_heading(str(cell))) in WORDS})


def missing(mapping: Sequence[str]) -> list[Target]:
    """Return the fields without which no row can be taken and that no column fills."""
    absent = [target for target in TARGETS if target.required and target.key not in mapping]
    if not set(DAYS) & set(mapping):
        absent.append(BY_KEY["visited_on"])
    return absent
