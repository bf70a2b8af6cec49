"""Columns that hold data of persons although no heading says so: told by what is in their cells.

Hospitals call such columns “患者”, “备注1” or nothing at all. A name is told by its family name, by
its length and by being somebody else's in nearly every row; numbers by their form. Nothing is kept
of the cells: only the places of the columns.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice

from injuries.identity import check_digit_fits
from injuries.imports.columns import is_known, names_persons
from injuries.imports.texts import CHINESE, VARIANTS
from lib.sheet_cells import is_empty, text_of
from lib.text import folded, half_width
from lib.workbooks import Cell

#: So many rows are looked at: the first hundreds show what a column holds.
ROWS = 300
#: A column of so many numbers is one of persons; offices leave the others empty or write “无”.
SHARE_OF_NUMBERS = 0.3
#: Of words that people write into a free column few begin with a family name.
SHARE_OF_NAMES = 0.7
#: The same names again and again are those of doctors or of communities.
SHARE_OF_DIFFERENT = 0.6

#: The 200 commonest family names of China and some that few other words begin with (公安部 2020).
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严"
    "莫孔向常汤康易乔赖文庞樊兰殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦岳齐梅庄辛管祝左涂谷祁耿詹"
    "关欧阮舒路霍苗柯包裴游宁卓冉车柳童裘纪甘骆单卫蓝符屈凌盛桂房项柏费卞喻冷边娄宗解司闻曲阎鲍滕"
)
COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "司徒",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "长孙",
        "宇文",
    ]
)
CHINESE_NAME = re.compile(r"[㐀-鿿\U00020000-\U000323af]{2,4}")
#: Names of Uygurs, Kazakhs and others: 买买提·艾力.
DOTTED_NAME = re.compile(r"[㐀-鿿]{1,9}([·•・.][㐀-鿿]{1,9})+")
#: What begins with a family name and is none: 金沙社区, 高处坠落伤.
NO_NAME = re.compile(r".*(社区|街道|小区|网格|医院|学校|村|庄|屯|寨|镇|乡|伤|楼|路)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)", re.IGNORECASE)


def personal_columns(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[int]:
    """Return the places of columns whose cells name persons, or are their numbers, unannounced.

    A column under a heading that is known is what it says (who filled the card in, a card number
    of eleven digits); only an identity number is nothing else anywhere.
    """
    first = list(islice(rows, ROWS))
    found = []
    for place, heading in enumerate(headings):
        texts = [
            text_of(row[place]) for row in first if place < len(row) and not _empty(row[place])
        ]
        known = is_known(heading)
        if names_persons(heading):
            continue  # the heading says it already
        if are_identities(texts) or not known and (are_mobiles(texts) or are_names(texts)):
            found.append(place)
    return found


def _empty(cell: Cell) -> bool:
    return is_empty(cell) or isinstance(cell, bool)


def are_identities(texts: Sequence[str]) -> bool:
    """Tell whether many of `texts` have an identity number in them."""
    return _share(texts, _has_identity) >= SHARE_OF_NUMBERS


def are_mobiles(texts: Sequence[str]) -> bool:
    """Tell whether many of `texts` have a mobile number in them."""
    return _share(texts, lambda text: bool(MOBILE.search(_joined(text)))) >= SHARE_OF_NUMBERS


def are_names(texts: Sequence[str]) -> bool:
    """Tell whether most of `texts` are names of persons, and mostly of different ones."""
    different = len(set(texts)) >= SHARE_OF_DIFFERENT * len(texts)
    return different and _share(texts, _is_name) >= SHARE_OF_NAMES


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / len(texts) if texts else 0.0


def _has_identity(text: str) -> bool:
    return any(check_digit_fits(one.upper()) for one in IDENTITY.findall(_joined(text)))


def _joined(text: str) -> str:
    """Return the text with its numbers in one piece: 138 0013 8000."""
    return re.sub(r"(?<=\d)[ -](?=\d)", "", half_width(text))


def _is_name(text: str) -> bool:
    plain = folded(text)
    if DOTTED_NAME.fullmatch(plain):
        return True
    if not CHINESE_NAME.fullmatch(plain) or plain in _words() or NO_NAME.fullmatch(plain):
        return False
    return plain[0] in SURNAMES or plain[:2] in COMPOUND


@cache
def _words() -> frozenset[str]:
    """The words of the card's lists: 高中 is no Mr Gao."""
    lines = [*CHINESE.values(), *(line for codes in VARIANTS.values() for line in codes.values())]
    words = {word for line in lines for word in line.split()}
    parts = {part for word in words for part in re.split(r"[/、]", word)}
    return frozenset(folded(word) for word in words | parts)
