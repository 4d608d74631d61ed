"""The PDF, text layer included, against WeasyPrint as it comes, on the same HTML with the same style and fonts."""

from collections.abc import Iterator
from itertools import count, islice

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.measure import Measure, compare
from pmqa.reports.pdf import PAPER, render_pdf
from pmqa.reports.sources import ReportSources

ROUNDS = 7
CHAPTERS = 12
ROWS = 7
PHRASES = (
    "กองรังวัดและแผนที่ กรมอุทกศาสตร์",
    "ประชาชนและผู้ประกอบการเดินเรือในจังหวัดชายทะเล",
    "กำลังพลและครอบครัว",
    "ข้อมูลน้ำขึ้นน้ำลงประจำวันที่ถูกต้องและทันเวลา",
    '<span class="whole">ผู้มีส่วนได้ส่วนเสีย</span>ในพื้นที่ชายฝั่ง',
    "นำความคิดเห็นไปปรับปรุงกระบวนการทำงานให้ดีขึ้น",
    "12 ม.ค. 2569",
    "สำรวจความพึงพอใจปีละ 2 ครั้งและฟื้นฟูความเชื่อมั่น",
    "E-CS1-2569-001",
)


def report_page() -> str:
    """A report of some 36 pages, indented as a template gives it."""
    phrases = (PHRASES[number * number % len(PHRASES)] + f" {number}" for number in count())
    chapters = "\n".join(_chapter(number, phrases) for number in range(1, CHAPTERS + 1))
    contents = "\n".join(f'<li><a href="#c{number}">บทที่ {number}</a></li>' for number in range(1, CHAPTERS + 1))
    return f'<!doctype html>\n<html lang="th">\n<body>\n<ol>{contents}</ol>\n{chapters}\n</body>\n</html>'


def _chapter(number: int, phrases: Iterator[str]) -> str:
    heading = "\n".join(f"            <th>หัวข้อที่ {column}</th>" for column in range(1, 8))
    rows = "\n".join(_row(phrases) for _row_number in range(ROWS))
    return f"""
    <section class="chapter" id="c{number}">
      <h1>{number}. ช่องทางการรับฟัง</h1>
      <h2>ตารางวิเคราะห์ผู้รับบริการและผู้มีส่วนได้ส่วนเสีย</h2>
      <p>{" ".join(islice(phrases, 12))}</p>
      <table class="sheet">
        <thead>
          <tr>
{heading}
          </tr>
        </thead>
        <tbody>
{rows}
        </tbody>
      </table>
    </section>"""


def _row(phrases: Iterator[str]) -> str:
    cells = "\n".join(f"            <td>{' '.join(islice(phrases, 2))}</td>" for _column in range(7))
    return f"          <tr>\n{cells}\n          </tr>"


def _style() -> str:
    foot = '@page { @bottom-right { content: counter(page) " / " counter(pages) } }'
    report = ".chapter { break-before: page } .whole { white-space: nowrap }"
    return "\n".join((PAPER.read_text(), foot, report))


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
