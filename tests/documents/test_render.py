"""One document, three media and a workbook: the same words and the same numbers in each."""

from __future__ import annotations

import io
import re
import struct
from collections import Counter
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from documents import (
    Cell,
    Chart,
    Column,
    Document,
    Meta,
    Narrative,
    Paragraph,
    Seal,
    Section,
    Table,
    charts,
    fonts,
    glyphs,
    html,
    pdf,
    word,
    xlsx,
)
from documents.charts.render import FolderCache, Renderer
from lib.bilingual import Text
from tests.documents import reading
from tests.documents.report_sample import cause_table, monthly_report, seal

BASE_URL = "https://portal.example"
PICTURES = Renderer()


@pytest.fixture(scope="module", autouse=True)
def pictures(tmp_path_factory: pytest.TempPathFactory) -> None:
    PICTURES.pictures = FolderCache(tmp_path_factory.mktemp("pictures"))


@cache
def rendered(language: str) -> tuple[str, bytes, bytes]:
    report, options = monthly_report(), {"language": language, "seal": seal()}
    more = {"base_url": BASE_URL, "renderer": PICTURES}
    return (
        html.render(report, **options),
        pdf.render(report, **options, **more),
        word.render(report, **options, **more),
    )


def sheet_xml(file: bytes, number: int) -> str:
    return ZipFile(io.BytesIO(file)).read(f"xl/worksheets/sheet{number}.xml").decode()


def small(*blocks: object) -> Document:
    return Document(Text("小报告", "Small report"), Meta(), (Section("s", "S", blocks),))


def in_all_media(document: Document, language: str = "zh-hans") -> tuple[str, str, str]:
    return (
        reading.html_text(html.render(document, language=language)),
        reading.pdf_text(pdf.render(document, language=language, renderer=PICTURES)),
        reading.word_text(word.render(document, language=language, renderer=PICTURES)),
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_number_of_the_page_is_in_word_in_the_same_order(language: str) -> None:
    page, _paper, file = rendered(language)
    assert reading.numbers(reading.html_text(page)) == reading.numbers(reading.word_text(file))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_number_of_the_page_is_in_the_pdf_as_often_or_oftener(language: str) -> None:
    page, paper, _file = rendered(language)
    wanted = Counter(reading.numbers(reading.html_text(page)))
    found = Counter(reading.numbers(reading.pdf_text(paper)))
    # The long fingerprint breaks into other runs of digits on paper; it is looked for by itself.
    del_digits = reading.numbers(monthly_report().sha256)
    missing = wanted - found - Counter(del_digits)
    assert not missing
    assert len(wanted) > 60


def test_the_numbers_are_those_that_a_hand_would_write() -> None:
    page, paper, file = rendered("zh-hans")
    texts = (reading.html_text(page), reading.pdf_text(paper), reading.word_text(file))
    for text in texts:
        for number in (
            "1,234",
            "18.38",
            "17.36–19.43",
            "93.7%",
            "−8.3%",
            "+2.5",
            "33.4%",
            "184.18",
        ):
            assert number in text.replace("\n", "")


def test_chinese_is_read_back_out_of_the_pdf() -> None:
    text = re.sub(r"\s", "", reading.pdf_text(rendered("zh-hans")[1]))
    for words in ("望江街道安全社区月度评估报告", "跌倒/坠落", "电动自行车违规充电", "王晓明"):
        assert words in text
    # Words of a chart, which is drawn as SVG with its texts as text.
    assert "年度目标" in text


def test_no_glyph_of_the_pdf_is_an_empty_box() -> None:
    codes = reading.glyph_codes(rendered("zh-hans")[1])
    assert len(codes) > 150
    assert 0 not in codes


def test_a_character_that_the_font_lacks_becomes_the_printers_mark() -> None:
    paper = pdf.render(small(Paragraph("张𰻝𰻝 😀 骉")), language="zh-hans")
    text = reading.pdf_text(paper)
    assert "〓" in text and "张" in text and "骉" in text
    assert 0 not in reading.glyph_codes(paper)


RARE = "𡋤"


def font_of(tmp_path: Path, letter: str) -> Path:
    """A file with a character map of one letter and nothing to draw."""
    group = struct.pack(">III", ord(letter), ord(letter), 1)
    subtable = struct.pack(">HHIII", 12, 0, 16 + len(group), 0, 1) + group
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    head = struct.pack(">IHHHH", 0x00010000, 1, 16, 0, 0)
    path = tmp_path / "one.ttf"
    path.write_bytes(head + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap)
    return path


def test_a_rare_character_is_looked_for_in_the_second_font(settings, tmp_path) -> None:
    settings.FALLBACK_FONT = ""
    assert glyphs.lacking({"name": f"张{RARE}"}) == [RARE]
    settings.FALLBACK_FONT = str(font_of(tmp_path, RARE))
    assert glyphs.lacking({"name": f"张{RARE}𠃓"}) == ["𠃓"]
    assert glyphs.drawable(f"张{RARE}𠃓") == f"张{RARE}〓"


def test_a_second_font_that_is_not_installed_is_none(settings, tmp_path) -> None:
    settings.FALLBACK_FONT = str(tmp_path / "none.ttf")
    assert fonts.fallback_font() is None
    assert fonts.font_dirs() == fonts.cjk_font_dirs()


@pytest.mark.skipif(fonts.fallback_font() is None, reason="fonts-hanazono is not installed")
def test_a_rare_character_is_printed_with_the_second_font() -> None:
    paper = pdf.render(small(Paragraph(f"张{RARE}")), language="zh-hans")
    assert RARE in reading.pdf_text(paper)
    assert 0 not in reading.glyph_codes(paper)


def test_the_pdf_is_an_archival_tagged_file_with_title_and_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(rendered("zh-hans")[1]))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"].startswith("zh")
    assert reader.metadata.title == "望江街道安全社区月度评估报告"
    xmp = catalog["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_the_same_snapshot_gives_the_same_pdf() -> None:
    again = pdf.render(
        monthly_report(), language="en", seal=seal(), base_url=BASE_URL, renderer=PICTURES
    )
    assert again == rendered("en")[1]


def test_numbers_lead_to_their_rows_in_every_medium() -> None:
    page, paper, file = rendered("en")
    assert "/injuries/?month=2026-03" in reading.html_links(page)
    annotations = [
        note.get_object()["/A"]["/URI"]
        for sheet in pypdf.PdfReader(io.BytesIO(paper)).pages
        for note in sheet.get("/Annots", [])
    ]
    assert f"{BASE_URL}/injuries/?month=2026-03" in annotations
    assert f"{BASE_URL}/injuries/?month=2026-03" in reading.word_part(file, "word/document.xml")


TYPST = [
    "#panic(1)",
    '#read("/etc/passwd")',
    "*bold* _it_ $x^2$ <label> @ref `raw`",
    "#set page(width: 1cm)",
    '] #eval("1+1") [',
    "= Heading // comment /* x */ \\u{1F600} --- ...",
]


@pytest.mark.parametrize("typed", TYPST)
def test_what_people_type_is_never_markup(typed: str) -> None:
    table = Table((Column(typed), Column(typed, "integer")), [(typed, 1)], typed, typed)
    document = Document(
        typed, Meta(area=typed), (Section("s", typed, (Narrative("n", typed), table)),)
    )
    paper = pdf.render(document, language="en")
    text = re.sub(r"\s", "", reading.pdf_text(paper))
    assert re.sub(r"\s", "", typed) in text
    assert len(pypdf.PdfReader(io.BytesIO(paper)).pages) == 1


def test_what_people_type_is_never_html() -> None:
    typed = '</script><script>alert("x")</script>&amp;'
    spec = charts.bar([typed], [1], measure=charts.Axis(typed))
    page = html.render(small(Paragraph(typed), Chart(spec, typed, typed)), language="en")
    assert "<script>alert" not in page
    assert page.count("<script") == 1
    assert 'style="' not in page and " onclick" not in page


def test_control_characters_do_not_break_a_file() -> None:
    document = small(Narrative("n", "第一\x00行\x0b\ufffe末"), Table((Column("a"),), [("x\x08y",)]))
    for text in in_all_media(document):
        assert "第一行" in text.replace(" ", "") and "xy" in text
    assert (
        "xy"
        in ZipFile(io.BytesIO(xlsx.render(document, language="en")))
        .read("xl/worksheets/sheet2.xml")
        .decode()
    )


def test_a_table_of_two_thousand_rows_repeats_its_head_on_every_page() -> None:
    columns = (Column("序号", "integer"), Column("场所"), Column("金额", "decimal", 2))
    rows = [(n, f"第{n}号场所", n / 7) for n in range(1, 2001)]
    document = small(Table(columns, rows, "长表"))
    paper = pypdf.PdfReader(io.BytesIO(pdf.render(document, language="zh-hans")))
    pages = [page.extract_text() for page in paper.pages]
    assert len(pages) > 20
    assert all("场所" in text and "金额" in text for text in pages)
    assert "285.71" in pages[-1]
    file = word.render(document, language="zh-hans")
    table = docx.Document(io.BytesIO(file)).element.body.findall(qn("w:tbl"))[-1]
    assert len(table.findall(qn("w:tr"))) == 2001
    assert len(list(table.iter(qn("w:tblHeader")))) == 1
    assert "285.71" in reading.html_text(html.render(document, language="zh-hans"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_empty_and_failed_sections_and_tables_say_so(language: str) -> None:
    for text in (
        reading.html_text(rendered(language)[0]),
        reading.pdf_text(rendered(language)[1]),
        reading.word_text(rendered(language)[2]),
    ):
        flat = re.sub(r"\s", "", text)
        failed, empty = {
            "zh-hans": ("本节未能算出，其余各节完整。", "本期没有记录。"),
            "en": ("Thissectioncouldnotbecomputed.", "Nothingwasrecordedinthisperiod."),
        }[language]
        assert failed in flat and empty in flat


def test_an_empty_document_and_an_empty_table_are_rendered() -> None:
    for document in (Document("T", Meta()), small(Table((Column("a"), Column("b")), []))):
        assert all(in_all_media(document, "en"))
        assert "T" in in_all_media(Document("T", Meta()), "en")[0]


def test_an_unwritten_text_is_called_so_in_a_draft_only() -> None:
    document = small(Narrative("overview"))
    assert "Not written yet." in html.render(document, language="en")
    assert "Not written yet." not in html.render(document, language="en", seal=Seal("signed"))


def test_staff_find_the_edit_link_beside_a_narrative() -> None:
    page = html.render(
        monthly_report(), language="en", narrative_url=lambda key: f"/reports/1/text/{key}/"
    )
    assert "/reports/1/text/overview/" in reading.html_links(page)


def test_tables_of_the_page_have_captions_and_scopes() -> None:
    page = html.render(small(cause_table([6, 5, 4, 3, 2, 1])), language="en")
    assert page.count("<caption>") == 1
    assert page.count('scope="col"') == 5
    assert page.count('scope="row"') == 7


def test_word_has_real_headings_pictures_with_words_and_a_chinese_font() -> None:
    file = docx.Document(io.BytesIO(rendered("zh-hans")[2]))
    headings = [p.text for p in file.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["一、总体情况", "二、伤害监测"]
    described = [one.get("descr") for one in file.element.body.iter(qn("wp:docPr"))]
    assert len(described) == 7 and "跌倒居首，412例。" in described
    faces = file.styles["Normal"].element.rPr.rFonts
    assert faces.get(qn("w:eastAsia")) == "宋体"
    footer = file.sections[0].footer._element.xml
    assert "PAGE" in footer and "NUMPAGES" in footer


def test_excel_gets_raw_numbers_and_never_a_formula() -> None:
    table = Table(
        (Column("Name"), Column("Share", "percent"), Column("Rate", "decimal", 2)),
        [("=HYPERLINK(1)", 33.3333333, "=1+1"), ("+1", 50, 2.125), ("@x", None, 1)],
        "A/B: [1]*?",
    )
    file = xlsx.render(small(table, table), language="en")
    sheet = sheet_xml(file, 2)
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in sheet and 't="inlineStr"' in sheet
    assert "<v>0.333333333</v>" in sheet and "<v>2.125</v>" in sheet
    book = ZipFile(io.BytesIO(file)).read("xl/workbook.xml").decode()
    assert re.findall(r'<sheet name="([^"]*)"', book) == ["Small report", "1 A B   1", "2 A B   1"]


def test_links_need_an_address_on_paper() -> None:
    document = small(Table((Column("n", "integer"),), [(Cell(7, "/hazards/"),)]))
    paper = pypdf.PdfReader(io.BytesIO(pdf.render(document, language="en")))
    assert not paper.pages[0].get("/Annots")
    assert "HYPERLINK" not in reading.word_part(
        word.render(document, language="en"), "word/document.xml"
    )


def test_without_the_font_the_message_says_what_to_do(settings, tmp_path) -> None:
    settings.NODE_MODULES = tmp_path
    with pytest.raises(fonts.FontsMissing, match="npm ci"):
        fonts.cjk_font_dirs()
