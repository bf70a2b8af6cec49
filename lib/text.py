"""One normalisation of text: for entry, import, search, blind indexes and comparing.

Three steps, each on top of the one before:

* `clean` is what is stored: the same letters, without look-alikes and what nobody sees. It never
  makes a text longer, and Chinese punctuation stays, because narratives are prose.
* `folded` is what is searched: compatibility forms, old and full forms of characters and capitals
  are one.
* `bare` is what is compared as a name: nothing but letters and digits.

Unicode's NFKC alone is wrong for the first (it turns “，” into “,” and “①” into “1”) and not enough
for the second (half of the radicals have no decomposition: a PDF that writes ⻢ means 马).
"""

import re
import unicodedata

#: CJK radicals and the characters they stand for, after Unicode's EquivalentUnifiedIdeograph.txt;
#: those with a compatibility decomposition (U+2F00–2FD5 all have one) need no line here.
_RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺫⺬⺭⺯⺰⺱⺲⺳⺴⺶⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王目示礻糹纟罓罒㓁冗羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
#: Old and full forms that people type in names and addresses, and the form that lists use. The
#: database folds by them as well (lib/search.py): who changes them makes its indexes anew.
VARIANTS = (
    "戶戸吳呉黃溫眞呂靑強內郞羨淨爲為祿敎衞衛鄕鄉彥黒増徳恵"
    "張陳劉楊趙孫馬鄭謝許鄧馮葉蔣蘇羅韓龍竜萬盧蕭賈陸鍾鐘譚鄒閻龔賀賴顧喬錢湯嚴應韋畢關樂紀項駱黨"
    "齊斉龐塗區歐陽諸東門國華偉軍麗紅蘭鳳號樓縣鎮棟單園灣橋廣廟長靜氣燒燙車禍學醫",
    "户户吴吴黄温真吕青强内郎羡净为为禄教卫卫乡乡彦黑增德惠"
    "张陈刘杨赵孙马郑谢许邓冯叶蒋苏罗韩龙龙万卢萧贾陆钟钟谭邹阎龚贺赖顾乔钱汤严应韦毕关乐纪项骆党"
    "齐齐庞涂区欧阳诸东门国华伟军丽红兰凤号楼县镇栋单园湾桥广庙长静气烧烫车祸学医",
)
#: Full-width marks that belong to Chinese prose; other full-width forms of ASCII are slips.
_PROSE = frozenset("！（），：；？～")
_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),  # zero-width spaces, joiners, marks of direction
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),  # variation selectors
        *range(0xE0100, 0xE01F0),
        *(code for code in range(0x20) if chr(code) not in "\t\n\r"),
        0x7F,
    ]
)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000" + "\u2002\u2003\u2009"), " ")


def _look_alikes() -> dict[int, str]:
    """Return single characters that look like another one, and that one."""
    found = dict(zip(map(ord, _RADICALS[0]), _RADICALS[1], strict=True))
    ideographs = [*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20)]
    full_width = [code for code in range(0xFF01, 0xFF5F) if chr(code) not in _PROSE]
    for code in [*ideographs, *full_width]:
        plain = unicodedata.normalize("NFKC", chr(code))
        if plain != chr(code) and len(plain) == 1:
            found.setdefault(code, plain)
    return found


#: Letters of ASCII and the common ideographs are what they are: most texts have nothing else.
_USUAL = re.compile(r"[\t\n\r -~\u4e00-\u9fff]*")
_CLEANED: dict[int, str | None] = {**_look_alikes(), **_INVISIBLE, **_SPACES}
_VARIANT = re.compile(f"[{VARIANTS[0]}]")
_FOLDED = {ord(old): new for old, new in zip(*VARIANTS, strict=True)}


def clean(text: str) -> str:
    """Return `text` as it is stored: no look-alikes, nothing invisible, no space around it."""
    if _USUAL.fullmatch(text):
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_CLEANED)).strip()


def half_width(text: str) -> str:
    """Return `text` for reading numbers, days and codes: full-width marks are ASCII's as well."""
    return text if text.isascii() else unicodedata.normalize("NFKC", clean(text)).strip()


def folded(text: str) -> str:
    """Return `text` as it is searched and indexed: one form a character, small letters."""
    if not _USUAL.fullmatch(text):
        text = unicodedata.normalize("NFKC", clean(text))
    if _VARIANT.search(text):
        text = text.translate(_FOLDED)
    return " ".join(text.casefold().split())


def bare(text: str) -> str:
    """Return `text` as names are compared: folded, without spaces and marks (买买提·艾力)."""
    text = folded(text)
    return text if text.isalnum() else "".join(letter for letter in text if letter.isalnum())
