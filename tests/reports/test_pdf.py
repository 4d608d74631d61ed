"""The PDF engine: what its text says to three readers, what it may load, how it breaks lines."""

import gc
import io
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable

import pdfplumber
import pypdf
import pypdfium2
import pytest
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from pmqa.reports.pdf import PAPER, pango_missing, render_pdf
from pmqa.reports.sources import ReportSources

STYLE = PAPER.read_text()
# Each pair of consonant and signs that Thai words are made of, between letters that stand still.
CONSONANTS = [letter for letter in map(chr, range(0x0E01, 0x0E2F)) if letter not in "ฃฅฌฏฤฦ"]
VOWELS = ["", *"ัิีึืุู"]
TONES = ["", *"่้์"]
SYLLABLES = [f"สน{letter}{vowel}{tone}นด" for letter in CONSONANTS for vowel in VOWELS for tone in TONES]
SYLLABLES += [f"สน{letter}{tone}ำนด" for letter in CONSONANTS for tone in ("", "่", "้")]
SENTENCES = (
    "กำลังพลและครอบครัว",
    "ผู้มีส่วนได้ส่วนเสีย",
    "น้ำขึ้นน้ำลง",
    "ชายฝั่งทะเล",
    "ฟื้นฟูความเชื่อมั่น",
    "สิ่งแวดล้อม",
    "ลำดับความสำคัญ",
    "เพิ่มขึ้นทุกปี",
    "ผู้ป่วยที่ปั๊มน้ำมัน",
    "บริสุทธิ์ใจ",
    "พันธุ์ปลา",
    "ญี่ปุ่น",
    "เปี่ยมด้วยศักดิ์ศรี",
    "จังหวัดต่าง ๆ",
)


def _read(content: bytes, *options: str) -> str:
    """The text as poppler reads it."""
    return _poppler("pdftotext", *options, "-", "-", content=content).decode()


def _drawn(content: bytes) -> bytes:
    """The first page in greys, 100 dots to the inch."""
    return _poppler("pdftoppm", "-r", "100", "-gray", "-l", "1", content=content)


def _poppler(program: str, *options: str, content: bytes) -> bytes:
    found = shutil.which(program)
    assert found, f"the tests need {program} (Debian: poppler-utils)"
    return subprocess.run([found, *options], input=content, capture_output=True, check=True).stdout


def _read_by_chrome(content: bytes) -> str:
    """The text as PDFium reads it, the engine of Chrome and Edge."""
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def _read_by_pypdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def _read_by_pdfplumber(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "\n".join(page.extract_text(use_text_flow=True) for page in pdf.pages)


def _lines(texts: list[str], each: int = 3) -> str:
    rows = (texts[start : start + each] for start in range(0, len(texts), each))
    return '<html lang="th">' + "".join(f"<p>{' '.join(row)}</p>" for row in rows)


@pytest.mark.parametrize("face", ["font-weight: normal", "font-weight: bold", "font-style: italic"])
@pytest.mark.parametrize("size", ["11pt", "24pt"])
def test_every_syllable_is_found_by_poppler(face: str, size: str) -> None:
    content = render_pdf(_lines(SYLLABLES), stylesheet=f"{STYLE} p {{ {face}; font-size: {size} }}")
    words = set(_read(content).split())
    assert [word for word in SYLLABLES if word not in words] == []


@pytest.mark.parametrize("face", ["font-weight: normal", "font-weight: bold", "font-style: italic"])
def test_nearly_every_syllable_is_found_by_chrome(face: str) -> None:
    content = render_pdf(_lines(SYLLABLES), stylesheet=f"{STYLE} p {{ {face}; font-size: 14pt }}")
    words = set(_read_by_chrome(content).split())
    missed = [word for word in SYLLABLES if word not in words]
    assert len(missed) <= len(SYLLABLES) // 200, missed


@pytest.mark.parametrize("read", [_read, _read_by_chrome])
@pytest.mark.parametrize("tag", ["p", "h1", "b", "i", "td"])
def test_real_words_are_found_whole(read: Callable[[bytes], str], tag: str) -> None:
    cells = "".join(f"<{tag}>{text}</{tag}> " for text in SENTENCES)
    body = f"<table><tr>{cells}</table>".replace("</td>", "</td></tr><tr>") if tag == "td" else cells
    got = re.sub(r"\s", "", read(render_pdf(f'<html lang="th">{body}', stylesheet=STYLE)))
    assert [text for text in SENTENCES if re.sub(r"\s", "", text) not in got] == []


@pytest.mark.parametrize("read", [_read_by_pypdf, _read_by_pdfplumber])
def test_readers_without_actual_text_get_sara_am_in_its_two_parts(read: Callable[[bytes], str]) -> None:
    texts = [text for text in SENTENCES if not re.search("[ปฝฟ][ิีึืั][่้๊๋์]", text)]
    got = unicodedata.normalize("NFKD", re.sub(r"\s", "", read(render_pdf(_lines(texts, 1), stylesheet=STYLE))))
    assert [text for text in texts if unicodedata.normalize("NFKD", re.sub(r"\s", "", text)) not in got] == []


def test_sara_am_is_counted_as_in_the_html() -> None:
    html = _lines(SYLLABLES + list(SENTENCES), 1)
    text = _read(render_pdf(html, stylesheet=STYLE))
    assert text.count("ำ") == html.count("ำ")
    assert "\u0e4d" not in text


def test_a_nikhahit_without_sara_aa_stays_as_it_is() -> None:
    assert "พุทฺธํ สรณํ คจฺฉามิ" in _read(render_pdf('<p lang="th">พุทฺธํ สรณํ คจฺฉามิ ธรรม', stylesheet=STYLE))


def test_a_word_joiner_is_neither_seen_nor_read() -> None:
    joined = render_pdf('<p lang="th">ต่าง\u2060ๆ ส่วน\u2060เสีย</p>', stylesheet=STYLE)
    plain = render_pdf('<p lang="th">ต่างๆ ส่วนเสีย</p>', stylesheet=STYLE)
    assert _read(joined) == _read(plain)
    assert _drawn(joined) == _drawn(plain)
    assert len(pypdf.PdfReader(io.BytesIO(joined)).pages[0]["/Resources"]["/Font"]) == 1


@pytest.mark.parametrize("missing", ["", "漢"])
def test_the_text_layer_changes_nothing_that_is_seen(missing: str) -> None:
    """Nor does a letter that no font has put its box behind the letters of others."""
    html = _lines([*SYLLABLES[:300], missing])
    sources, fonts = ReportSources(None), FontConfiguration()
    sheet = CSS(string=STYLE, font_config=fonts, url_fetcher=sources)
    bare = HTML(string=html, url_fetcher=sources).write_pdf(stylesheets=[sheet], font_config=fonts)
    ours, other = _drawn(render_pdf(html, stylesheet=STYLE)), _drawn(bare)
    # Moves of a thousandth of the font size may change the grey of an edge; no dot turns from white to black.
    assert len(ours) == len(other)
    assert max(abs(one - two) for one, two in zip(ours, other, strict=True)) < 128


def test_control_characters_are_not_drawn() -> None:
    odd = render_pdf('<p lang="th">ผู้\x07รับ\x0cบริการ\x00\ufffe</p>', stylesheet=STYLE)
    plain = render_pdf('<p lang="th">ผู้รับบริการ</p>', stylesheet=STYLE)
    assert _drawn(odd) == _drawn(plain)
    assert _read(odd) == _read(plain)


def test_words_of_a_long_report_are_found() -> None:
    words = sorted({word for text in SENTENCES for word in text.split()}) + SYLLABLES[:400]
    cells = "".join(f"<tr><td>{word}</td><td>{word}</td><td>{index}</td></tr>\n" for index, word in enumerate(words))
    head = "<thead><tr><th>กลุ่ม</th><th>ช่องทาง</th><th>ลำดับ</th></tr></thead>"
    content = render_pdf(f'<html lang="th"><table>{head}{cells}</table>', stylesheet=STYLE)
    text = _read(content)
    assert len([word for word in words if word in text]) >= 0.97 * len(words)
    pages = text.split("\f")[:-1]
    assert len(pages) > 5
    assert all("ช่องทาง" in page for page in pages), "the head of a table stands on each page"


def test_thai_without_spaces_stays_inside_the_page() -> None:
    sentence = "กองทัพเรือรับฟังความคิดเห็นของผู้รับบริการและผู้มีส่วนได้ส่วนเสียอย่างสม่ำเสมอ"
    cells = f"<table><tr><td>{sentence * 3}</td><td>{'https://example.org/' + 'a' * 90}</td></tr></table>"
    content = render_pdf(f'<html lang="th"><p>{sentence * 4}</p>{cells}', stylesheet=STYLE)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        left, right = 3 / 2.54 * 72, page.width - 2 / 2.54 * 72
        assert min(char["x0"] for char in page.chars) >= left - 1
        assert max(char["x1"] for char in page.chars) <= right + 1
        assert len({round(char["top"]) for char in page.chars}) > 8


def test_the_same_page_gives_the_same_bytes() -> None:
    html = _lines(list(SENTENCES))
    assert render_pdf(html, stylesheet=STYLE) == render_pdf(html, stylesheet=STYLE)


def test_garbage_collection_is_as_it_was() -> None:
    assert gc.isenabled()
    render_pdf("<p>ก", stylesheet=STYLE)
    assert gc.isenabled()
    gc.disable()
    try:
        render_pdf("<p>ก", stylesheet=STYLE)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_this_machine_can_make_a_pdf() -> None:
    assert pango_missing() is None


def test_nothing_that_the_web_process_starts_with_needs_pango() -> None:
    code = "import sys, pmqa.reports.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_no_page_of_the_web_process_needs_pango() -> None:
    """Every view is imported, the registry of documents with them: none asks for WeasyPrint before a PDF is made."""
    code = "import sys, django; django.setup(); import pmqa.urls; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
