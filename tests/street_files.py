"""The workbooks of a street office that begins with the portal: as offices keep them.

Every name is invented. What makes them like real ones: a title above the headings, merged cells
over several rows, everyday words for kinds and roles, days in several spellings, sums and
signatures below, a shop that stands twice.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

STREET, DISTRICT, CODE = "临江街道", "江岸新区", "990101001"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
GIVEN = ("建国", "秀英", "志强", "桂兰", "海燕", "永康", "玉梅", "文斌", "淑珍", "少华", "晓峰")
COMMUNITIES = ("滨河", "桥东", "桥西", "新华", "和平", "红星", "长青", "柳园")
#: Word of the office, shop's ending, floor area, how often the word comes up.
KINDS = (
    ("小商店", "副食店", 60, 5),
    ("小餐饮", "小吃店", 90, 4),
    ("小旅馆", "旅馆", 420, 1),
    ("小歌舞娱乐", "棋牌室", 150, 1),
    ("小网吧", "网吧", 220, 1),
    ("小美容洗浴", "理发店", 55, 2),
    ("小学校", "托管班", 180, 1),
    ("小医院", "诊所", 110, 1),
    ("小生产加工", "加工坊", 240, 2),
)
LUCKY = ("福源", "永兴", "顺达", "金桥", "阳光", "红梅", "惠民", "聚福", "宏发", "春风", "佳美")
ROADS = ("河滨路", "人民路", "桥东街", "新华巷", "长青路")


@dataclass(frozen=True)
class Size:
    """How large a street is. `full` is the one that the guide walks."""

    communities: int
    grids: int
    accounts: int
    units: int
    premises: int
    hazards: int


FULL = Size(communities=8, grids=5, accounts=81, units=38, premises=1500, hazards=220)
SMALL = Size(communities=2, grids=2, accounts=9, units=5, premises=60, hazards=12)


def person(number: int) -> str:
    """Return an invented name, another for each number."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[number // len(SURNAMES) % len(GIVEN)]


def community(number: int) -> str:
    """Return the name of a community."""
    return f"{COMMUNITIES[number]}社区"


def areas(size: Size) -> tuple[list[list[Any]], list[str]]:
    """Communities merged over their grids: rows, and the ranges that are merged."""
    rows: list[list[Any]] = [
        [f"{STREET}社区网格一览表", "", "", ""],
        ["序号", "社区", "网格名称", "户数"],
    ]
    merged = ["A1:D1"]
    for place in range(size.communities):
        first = len(rows) + 1
        for grid in range(size.grids):
            name = community(place) if not grid else ""
            rows.append([len(rows) - 1, name, f"第{grid + 1}网格", 280 + 7 * grid + 13 * place])
        merged.append(f"B{first}:B{len(rows)}")
    return rows, merged


def accounts(size: Size) -> list[list[Any]]:
    """The people, with the words that the office has for what they do."""
    rows: list[list[Any]] = [
        [f"{STREET}安全社区工作人员名单"],
        ["序号", "姓名", "角色", "社区", "网格", "职务", "手机号"],
    ]

    def add(role: str, post: str, place: str = "", grid: str = "") -> None:
        number = len(rows) - 1
        phone = f"139{99000000 + number:08d}"
        rows.append([number, person(number), role, place, grid, post, phone])

    add("安全社区办公室工作人员", "应急办科员")
    add("街道领导", "副主任")
    for place in range(size.communities):
        add("社区工作人员", "社区安全专干", community(place))
        for grid in range(size.grids):
            add("网格员", "专职网格员", community(place), f"第{grid + 1}网格")
    while len(rows) - 2 < size.accounts:
        add("网格员", "兼职网格员", community(len(rows) % size.communities), "第1网格")
    return rows[: size.accounts + 2]


def units(size: Size) -> list[list[Any]]:
    """Departments, schools, hospitals and companies."""
    kinds = (
        ("派出所", "公安"),
        ("社区卫生服务中心", "医院"),
        ("小学", "学校"),
        ("物业服务公司", "物业"),
        ("消防救援站", "消防"),
    )
    rows: list[list[Any]] = [["单位名称", "单位类别", "联系人", "联系电话", "地址"]]
    for number in range(size.units):
        ending, word = kinds[number % len(kinds)]
        name = f"{LUCKY[number // len(kinds) % len(LUCKY)]}{ending}"
        road = ROADS[number % len(ROADS)]
        phone = f"0990-88{number:05d}"
        rows.append([name, word, person(200 + number), phone, f"{road}{number + 1}号"])
    return rows


def premises(size: Size) -> list[list[Any]]:
    """The register of small places: three shops stand twice, sums stand below."""
    rows: list[list[Any]] = [
        [f"{STREET}“九小”场所安全管理台账"],
        ["填报单位：应急办", *[""] * 6, "填报日期：2026年1月10日"],
        [
            *("序号", "场所名称", "九小类别", "所属社区", "所属网格"),
            *("地址", "负责人", "联系电话", "面积"),
        ],
    ]
    words = [one for one in KINDS for _often in range(one[3])]
    for number in range(size.premises - 3):
        word, ending, surface, _often = words[number % len(words)]
        place = number % size.communities
        grid = number // size.communities % size.grids
        lucky = LUCKY[number // len(words) % len(LUCKY)]
        name = f"{lucky}{ending}（{number + 1}号店）"
        area: Any = surface + number % 30
        rows.append(
            [
                number + 1,
                name,
                word,
                community(place),
                f"第{grid + 1}网格",
                f"{ROADS[number % len(ROADS)]}{number + 1}号",
                person(300 + number),
                f"138{99000000 + number:08d}",
                area if number % 3 else f"约{area}平",
            ]
        )
    rows += [[len(rows) - 2, *rows[5 + number][1:]] for number in range(3)]
    return [*rows, ["合计", f"{size.premises}家"], ["填表人：", "", "审核人："]]


def hazards(size: Size, today: dt.date) -> list[list[Any]]:
    """Last year's hazards, days in three spellings, nearly all put right."""
    kinds = (
        ("灭火器过期", "消防"),
        ("楼道堆放杂物", "消防通道"),
        ("私拉电线", "用电"),
        ("电动车楼道充电", "电动自行车"),
        ("燃气软管老化", "燃气"),
    )
    rows: list[list[Any]] = [
        [f"{today.year - 1}年隐患排查整改台账"],
        [
            *("序号", "检查日期", "社区", "被检查单位", "隐患位置", "存在问题", "隐患类别"),
            *("整改时限", "整改完成日期", "复查日期"),
        ],
    ]
    spelled = ("{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{0:%Y-%m-%d}")
    shops = premises(size)[3:]
    for number in range(size.hazards):
        what, word = kinds[number % len(kinds)]
        day = dt.date(today.year - 1, 1, 5) + dt.timedelta(days=number * 350 // size.hazards)
        shop = shops[number * 7 % (size.premises - 3)]
        done = [day + dt.timedelta(days=step) for step in (7, 5, 8)]
        if number % 20 == 19:
            done = done[:1]
        days = [spelled[number % 3].format(one) for one in (day, *done)]
        days += [""] * (4 - len(days))
        rows.append([number + 1, days[0], shop[3], shop[1], "店内", what, word, *days[1:]])
    return rows


def write_all(folder: Path, size: Size, today: dt.date) -> dict[str, Path]:
    """Write the five workbooks; return their paths by register."""
    cells, merged = areas(size)
    sheets: Iterator[tuple[str, str, list[list[Any]], Sequence[str]]] = iter(
        (
            ("areas", "社区网格一览表", cells, merged),
            ("accounts", "工作人员名单", accounts(size), ()),
            ("organisations", "成员单位", units(size), ()),
            ("premises", "九小场所台账", premises(size), ()),
            ("hazards", "隐患台账", hazards(size, today), ()),
        )
    )
    return {key: write(folder / f"{name}.xlsx", rows, ranges) for key, name, rows, ranges in sheets}


def write(path: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str]) -> Path:
    """Write rows into a workbook, ranges merged as somebody did it by hand."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for cells in merged:
        start = xlsxwriter.utility.xl_cell_to_rowcol(cells.split(":")[0])
        sheet.merge_range(cells, rows[start[0]][start[1]])
    book.close()
    return path
