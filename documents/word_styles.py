"""The look of a Word report: fonts, named styles, page, header and footer.

Chinese is set in SimSun (text) and SimHei (headings), which Word and WPS have on every Chinese
machine; figures and Latin letters in Arial, whose digits line up.
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from documents.presentation import Shown

TEXT_FONT, HEADING_FONT, LATIN_FONT = "宋体", "黑体", "Arial"

STATUS, NOTE, MARKED, GAP = "Report Status", "Report Note", "Report Mark", "Report Gap"
CELL, NUMBER_CELL, HEAD_CELL = "Report Cell", "Report Number", "Report Head"

INK, MUTED, ACCENT = "1F2933", "5B6672", "0B4F7D"
DANGER = "danger"
TONES = {
    "high": "A8201A",
    "medium": "B26A00",
    "low": MUTED,
    "danger": "A8201A",
    "warning": "B26A00",
    "success": "00694D",
    "info": ACCENT,
}


def prepare(file: WordDocument, shown: Shown) -> None:
    """Set page, styles, properties, header and footer of an empty file."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin, page.bottom_margin = Cm(2.5), Cm(2.2)
    _language(file, "zh-CN" if shown["language"] != "en" else "en-GB")
    _base_styles(file)
    _own_styles(file)
    file.core_properties.title = shown["title"]
    file.core_properties.author = shown["area"]
    file.core_properties.comments = f"SHA-256 {shown['sha256']}"
    _header(file, shown)
    _footer(file, shown)


def _language(file: WordDocument, tag: str) -> None:
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), "en-GB")
        element.set(qn("w:eastAsia"), tag if tag != "en-GB" else "zh-CN")


def _base_styles(file: WordDocument) -> None:
    normal = file.styles["Normal"]
    fonts(normal, TEXT_FONT, 10.5)
    normal.font.color.rgb = RGBColor.from_string(INK)
    normal.paragraph_format.space_after = Pt(5)
    normal.paragraph_format.line_spacing = 1.3
    for name, size, before, after in (("Title", 20, 4, 8), ("Heading 1", 14, 16, 6)):
        style = file.styles[name]
        fonts(style, HEADING_FONT, size, bold=True)
        style.font.color.rgb = RGBColor.from_string(ACCENT)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = True
    for name in ("Header", "Footer"):
        file.styles[name].paragraph_format.tab_stops.clear_all()
    caption = file.styles["Caption"]
    fonts(caption, TEXT_FONT, 9.5)
    caption.font.bold = False
    caption.font.color.rgb = RGBColor.from_string(INK)
    caption.paragraph_format.space_before = Pt(6)
    caption.paragraph_format.space_after = Pt(4)


def _own_styles(file: WordDocument) -> None:
    status = _style(file, STATUS, HEADING_FONT, 9, ACCENT, after=0)
    status.font.bold = True
    _style(file, NOTE, TEXT_FONT, 9, MUTED, after=6)
    marked = _style(file, MARKED, TEXT_FONT, 10.5, INK, after=6)
    marked.element.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" '
            f'w:color="{MUTED}"/></w:pBdr>'
        )
    )
    gap = _style(file, GAP, TEXT_FONT, 4, INK, after=0)
    gap.paragraph_format.line_spacing = 1.0
    for name in (CELL, NUMBER_CELL, HEAD_CELL):
        style = _style(file, name, TEXT_FONT, 9, INK, after=0)
        style.paragraph_format.line_spacing = 1.1
    file.styles[HEAD_CELL].font.bold = True
    fonts(file.styles[HEAD_CELL], HEADING_FONT, 9, bold=True)


def _style(
    file: WordDocument, name: str, font: str, size: float, shade: str, *, after: float
) -> ParagraphStyle:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    fonts(style, font, size)
    style.font.color.rgb = RGBColor.from_string(shade)
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(after)
    return style


def fonts(style: ParagraphStyle, east_asian: str, size: float, *, bold: bool = False) -> None:
    """Latin and East Asian font of a style; the theme's fonts, which come first, are taken off."""
    style.font.name = LATIN_FONT
    style.font.size = Pt(size)
    style.font.bold = bold or None
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(faces.attrib):
        if name.endswith("Theme"):
            del faces.attrib[name]
    faces.set(qn("w:eastAsia"), east_asian)
    faces.set(qn("w:cs"), LATIN_FONT)


def colour(run: Run, shade: str, *, bold: bool = False) -> None:
    run.font.color.rgb = RGBColor.from_string(shade)
    run.font.bold = bold


def _header(file: WordDocument, shown: Shown) -> None:
    place = " · ".join(x for x in (shown["area"], shown["period"]) if x)
    _margin_line(file.sections[0].header.paragraphs[0], [shown["title"], place])


def _footer(file: WordDocument, shown: Shown) -> None:
    paragraph = file.sections[0].footer.paragraphs[0]
    _margin_line(paragraph, [f"{shown['status']['label']}  {shown['sha256'][:16]}", ""])
    before, rest = shown["words"]["page"].split("{page}")
    between, after = rest.split("{pages}")
    for text, code in ((before, "PAGE"), (between, "NUMPAGES")):
        _small(paragraph.add_run(text))
        _field(paragraph, code)
    _small(paragraph.add_run(after))


def _margin_line(paragraph: WordParagraph, parts: list[str]) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT)
    _small(paragraph.add_run("\t".join(parts)))


def _small(run: Run) -> None:
    run.font.size = Pt(8)
    run.font.color.rgb = RGBColor.from_string(MUTED)


def _field(paragraph: WordParagraph, code: str) -> None:
    """A number that Word computes: PAGE, NUMPAGES."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        _small(run)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)
