"""The PDF, text layer included, against WeasyPrint as it comes, on the same HTML with the same style and fonts."""

from collections.abc import Iterator
from itertools import count, islice

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.measure import Measure, compare
from pmqa.reports.pdf import PAPER, render_pdf
from pmqa.reports.sources import ReportSources

ROUNDS = 7
CHAPTERS = 6
PHRASES = (
    "กองรังวัดและแผนที่",
    "ได้ข้อมูลที่ตรงกับความเป็นจริง",
    "กำลังพลและครอบครัว",
    "ข้อมูลน้ำขึ้นน้ำลงที่ถูกต้องและทันเวลา",
    '<span class="whole">ผู้มีส่วนได้ส่วนเสีย</span>ในพื้นที่ชายฝั่ง',
    "ปรับปรุงกระบวนการทำงานให้ดีขึ้น",
    "12 ม.ค. 2569",
    "สำรวจปีละ 2 ครั้งและฟื้นฟูความเชื่อมั่น",
    "E-CS1-2569-001",
)


def report_page() -> str:
    """A report of some 36 pages, with the kinds of table that a unit's report has, indented as a template does."""
    chapters = "\n".join(_chapter(number) for number in range(1, CHAPTERS + 1))
    contents = "\n".join(f'<li><a href="#c{number}">บทที่ {number}</a></li>' for number in range(1, CHAPTERS + 1))
    foot = 'data-unit="กรมอุทกศาสตร์" data-version="9f2c" data-page="หน้า" data-of="จาก"'
    return f"""<!doctype html>
<html lang="th">
  <body>
    <section class="cover" {foot}>PMQA</section>
    <nav class="contents"><ol>{contents}</ol></nav>
{chapters}
  </body>
</html>"""


def _chapter(number: int) -> str:
    phrases = (f"{PHRASES[(turn * turn + number) % len(PHRASES)]} {turn}" for turn in count(number))
    statements = "\n".join(f"      <h3>แนวทาง</h3>\n      <p>{' '.join(islice(phrases, 6))}</p>" for _turn in range(4))
    return f"""
    <section class="chapter" id="c{number}">
      <h1>{number}. ช่องทางการรับฟัง</h1>
      <h2>ข้อค้นพบ</h2>
      {_table("listed", 4, 0, 7, phrases)}
{statements}
      <div class="wide">
        <h2>ตารางการวิเคราะห์ช่องทางการรับฟังความต้องการ</h2>
        {_table("listed", 7, 10, 16, phrases)}
        <h2>ตารางวิเคราะห์<span class="whole">ผู้รับบริการ</span></h2>
        {_table("listed", 9, 0, 10, phrases)}
      </div>
    </section>"""


def _table(name: str, texts: int, ticks: int, rows: int, phrases: Iterator[str]) -> str:
    """A table with `texts` columns of words and, after the first of them, `ticks` columns to tick."""
    narrow = 27 / (ticks or 1)
    shares = [*[narrow] * ticks, *[(100 - narrow * ticks) / texts] * texts]
    columns = "".join(f'<col style="width: {share:.2f}%">' for share in [shares[-1], *shares[:-1]])
    heads = [f"<th>{each}</th>" for each in islice(phrases, texts)]
    heads[1:1] = ['<th class="upright"><span>สายด่วน</span></th>'] * ticks
    lines = []
    for row in range(rows):
        cells = [f"<td>{each}</td>" for each in islice(phrases, texts)]
        cells[1:1] = [f'<td class="tick">{"/" if tick == row % 10 else ""}</td>' for tick in range(ticks)]
        lines.append(cells)
    body = "\n".join(f"          <tr>{_indented(cells)}</tr>" for cells in lines)
    return f"""<table class="{name}">
        {columns}
        <thead>
          <tr>{_indented(heads)}</tr>
        </thead>
        <tbody>
{body}
        </tbody>
      </table>"""


def _indented(cells: list[str]) -> str:
    return "".join(f"\n            {cell}" for cell in cells) + "\n          "


def _style() -> str:
    return "\n".join(file.read_text() for file in (PAPER, PAPER.with_name("report.css")))


def _as_it_comes(page: str, style: str) -> bytes:
    fonts, sources = FontConfiguration(), ReportSources(None)
    sheet = CSS(string=style, font_config=fonts, url_fetcher=sources)
    content: bytes = HTML(string=page, url_fetcher=sources).write_pdf(stylesheets=[sheet], font_config=fonts)
    return content


def measure() -> Iterator[Measure]:
    """Seconds of processor time for the report, and the ratio to WeasyPrint alone."""
    page, style = report_page(), _style()
    result = compare(lambda: render_pdf(page, stylesheet=style), lambda: _as_it_comes(page, style), rounds=ROUNDS)
    yield Measure(
        name="PDF of a long report, to WeasyPrint alone",
        figure=result.ours,
        unit="s",
        ratio=result.ratio,
        goal="ratio at most 1.00",
        holds=result.ratio <= 1,
    )
