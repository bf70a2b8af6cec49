"""A monthly report of an invented street, with every kind of block, for the tests of renderers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from documents import (
    Callout,
    Change,
    Chart,
    Column,
    Document,
    Finding,
    KeyFigure,
    KeyFigures,
    Meta,
    Narrative,
    Paragraph,
    Seal,
    Section,
    Signature,
    Table,
    charts,
)
from lib.bilingual import Text

COMMUNITIES = [
    Text("东街社区", "Dongjie"),
    Text("西街社区", "Xijie"),
    Text("南园社区", "Nanyuan"),
    Text("北苑社区", "Beiyuan"),
    Text("河滨社区", "Hebin"),
    Text("新桥社区", "Xinqiao"),
]
CAUSES = [
    Text("跌倒/坠落", "Fall"),
    Text("机动车车祸", "Motor vehicle crash"),
    Text("钝器伤", "Blunt object"),
    Text("刀/锐器伤", "Sharp object"),
    Text("动物伤", "Animal"),
    Text("烧烫伤", "Burn"),
]
MONTHS = [dt.date(2023 + i // 12, i % 12 + 1, 1) for i in range(36)]
BANDS = [f"{age}–{age + 4}" for age in range(0, 85, 5)] + ["85+"]
CASES = charts.Axis(Text("例", "cases"))
RATE = charts.Axis(Text("每万人", "per 10,000"), "decimal", 1)


def monthly_report() -> Document:
    """All block kinds, one failed and one empty section."""
    meta = Meta(
        area=Text("望江街道", "Wangjiang Street"),
        period=Text("2026年3月", "March 2026"),
        period_start=dt.date(2026, 3, 1),
        period_end=dt.date(2026, 3, 31),
        as_of=dt.date(2026, 4, 2),
        made_at=dt.datetime(2026, 4, 2, 6, 30, tzinfo=dt.UTC),
        prepared_by=Text("街道安监办", "Street safety office"),
        code_version="1.0.0",
        template="monthly",
    )
    title = Text(
        "望江街道安全社区月度评估报告", "Wangjiang Street: monthly Safe Community evaluation"
    )
    return Document(title, meta, (overview(), injuries(), hazards(), failed(), empty()))


def overview() -> Section:
    figures = KeyFigures(
        (
            KeyFigure(
                Text("伤害病例", "Injury cases"),
                1234,
                Text("例", "cases"),
                change=Change(-8.25, Text("较上月", "on last month"), good=True),
                href="/injuries/?month=2026-03",
            ),
            KeyFigure(
                Text("伤害发生率", "Injury rate"),
                Decimal("18.375"),
                Text("每万人", "per 10,000"),
                kind="decimal",
                digits=2,
                low=17.36,
                high=19.43,
            ),
            KeyFigure(
                Text("隐患整改率", "Hazards rectified"),
                93.65,
                kind="percent",
                change=Change(
                    2.5, Text("百分点，较上月", "points on last month"), "decimal", 1, True
                ),
            ),
            KeyFigure(
                Text("逾期隐患", "Hazards overdue"),
                7,
                Text("项", ""),
                change=Change(3, Text("较上月", "on last month"), "integer", None, False),
            ),
        )
    )
    blocks = (
        figures,
        Narrative(
            "overview",
            "本月重点开展居家老人防跌倒项目。\n电动自行车违规充电仍是主要隐患，已约谈三家物业公司。",
        ),
        Finding(
            "high",
            Text(
                "楼道内电动自行车充电隐患重复出现。",
                "E-bike charging in stairwells keeps recurring.",
            ),
            Text(
                "四月底前在六个社区增设集中充电点。",
                "Add charging points in six communities by April.",
            ),
        ),
        Finding("medium", Text("两家诊所未按时报卡。", "Two clinics reported late.")),
        Callout(
            "warning", Text("3月28日后的报卡尚不完整。", "Cards after 28 March are incomplete.")
        ),
    )
    return Section("overview", Text("总体情况", "Overview"), blocks)


def injuries() -> Section:
    by_cause = [412, 287, 198, 156, 121, 60]
    age_sides = [[(7 * i) % 23 + side for i in range(18)] for side in (3, 5)]
    trend = [30 + (5 * i) % 17 + i % 12 for i in range(36)]
    blocks = (
        Paragraph(
            Text(
                "全街道共报告伤害病例1,234例，跌倒/坠落居首位。",
                "1,234 injury cases were reported; falls come first.",
            )
        ),
        cause_table(by_cause),
        Chart(
            charts.bar(CAUSES, by_cause, measure=CASES),
            Text("各原因伤害病例数", "Cases by cause"),
            Text("跌倒居首，412例。", "Falls lead with 412 cases."),
            cause_table(by_cause),
        ),
        Chart(
            charts.line(
                MONTHS,
                [
                    charts.Series(
                        Text("伤害发生率", "Injury rate"),
                        [v / 2 for v in trend],
                        [v / 2 - 2 for v in trend],
                        [v / 2 + 2 for v in trend],
                    )
                ],
                measure=RATE,
                reference=charts.Reference(18, Text("年度目标", "Target of the year")),
            ),
            Text(
                "近三年各月伤害发生率（95%置信区间）", "Monthly injury rate, three years (95% CI)"
            ),
            Text("发生率随季节起伏。", "The rate follows the seasons."),
        ),
        Chart(
            charts.age_pyramid(
                BANDS,
                charts.Series(Text("男", "Male"), age_sides[0]),
                charts.Series(Text("女", "Female"), age_sides[1]),
                measure=CASES,
            ),
            Text("病例的年龄和性别", "Cases by age and sex"),
            Text("各年龄组都有病例。", "There are cases in every age band."),
        ),
        Chart(None, Text("溺水", "Drowning"), Text("没有病例。", "No cases.")),
    )
    return Section("injuries", Text("伤害监测", "Injury surveillance"), blocks)


def cause_table(counts: list[int]) -> Table:
    total = sum(counts)
    rows = [
        (cause, count, 100 * count / total, Decimal(count) / Decimal("6.7"), count - 30 - place)
        for place, (cause, count) in enumerate(zip(CAUSES, counts, strict=True))
    ]
    return Table(
        (
            Column(Text("伤害原因", "Cause")),
            Column(Text("病例数", "Cases"), "integer", unit=Text("例", "")),
            Column(Text("构成比", "Share"), "percent"),
            Column(Text("发生率", "Rate"), "decimal", 2, unit=Text("每万人", "per 10,000")),
            Column(Text("上年同期", "Last year"), "integer"),
        ),
        rows,
        caption=Text("伤害原因构成", "Injuries by cause"),
        totals=(Text("合计", "Total"), total, 100, Decimal(total) / Decimal("6.7"), total - 195),
        note=Text("分母为常住人口67,000人。", "Denominator: 67,000 residents."),
    )


def hazards() -> Section:
    rows = [
        (name, 210 + 13 * i, 38 + i, 35 - i, None if i == 5 else 92 + i, "<5")
        for i, name in enumerate(COMMUNITIES)
    ]
    table = Table(
        (
            Column(Text("社区", "Community")),
            Column(Text("检查场所", "Premises inspected"), "integer"),
            Column(Text("发现隐患", "Hazards found"), "integer"),
            Column(Text("已整改", "Rectified"), "integer"),
            Column(Text("整改率", "Rate of rectification"), "percent"),
            Column(Text("重复隐患", "Repeated"), "integer"),
        ),
        rows,
        caption=Text("各社区隐患排查治理", "Hazards by community"),
    )
    series = [
        charts.Series(Text("一般", "Minor"), [38 + i for i in range(6)]),
        charts.Series(Text("较大", "Major"), [9 - i for i in range(6)]),
        charts.Series(Text("重大", "Severe"), [i % 2 for i in range(6)]),
    ]
    hazard_measure = charts.Axis(Text("项", "hazards"))
    month_names = [Text(f"{m}月", dt.date(2026, m, 1).strftime("%b")) for m in range(1, 13)]
    shades = [[(i * 7 + j * 5) % 40 for j in range(12)] for i in range(6)]
    blocks = (
        table,
        Chart(
            charts.stacked_bar(COMMUNITIES, series, measure=hazard_measure),
            Text("各社区隐患等级", "Hazards by grade"),
            Text("一般隐患最多。", "Most hazards are minor."),
        ),
        Chart(
            charts.grouped_bar(COMMUNITIES, series[:2], measure=hazard_measure),
            Text("一般与较大隐患", "Minor and major hazards"),
            Text("两个等级并列。", "Both grades side by side."),
        ),
        Chart(
            charts.pareto(CAUSES, [412, 287, 198, 156, 121, 60], measure=CASES),
            Text("累计构成", "Cumulative share"),
            Text("前三位占七成。", "The first three make seven tenths."),
        ),
        Chart(
            charts.heat(CAUSES, month_names, shades, measure=CASES),
            Text("原因与月份", "Cause and month"),
            Text("颜色越深病例越多。", "The darker, the more cases."),
        ),
    )
    return Section("hazards", Text("隐患排查治理", "Hazards"), blocks)


def failed() -> Section:
    return Section(
        "effect",
        Text("试点效果", "Effect of pilots"),
        state="failed",
        message=Text("本节未能算出，其余各节完整。", "This section could not be computed."),
    )


def empty() -> Section:
    return Section(
        "drills",
        Text("应急演练", "Drills"),
        state="empty",
        message=Text("本期没有记录。", "Nothing was recorded in this period."),
    )


def seal() -> Seal:
    return Seal(
        "signed",
        "WJ-2026-03-1",
        (
            Signature(Text("编制", "Prepared"), "王晓明", dt.datetime(2026, 4, 2, 9, 0)),
            Signature(Text("审核", "Reviewed"), "李红", dt.datetime(2026, 4, 3, 15, 20)),
            Signature(Text("签发", "Approved")),
        ),
    )
