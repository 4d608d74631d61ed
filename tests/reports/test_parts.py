"""The report bound of parts is the report laid out in one: the same text, bookmarks and contents; parts are kept."""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from pmqa.cycle.models import Assessment
from pmqa.reports import printing
from pmqa.reports.gathering import report_of
from pmqa.reports.parts import GOES_ON, LEAST, LaidPart, Split, split
from pmqa.reports.pdf import render_pdf
from pmqa.reports.pictures import PaperPictures, fitted, pictures_of
from pmqa.reports.printing import Printer
from pmqa.reports.render import report_html, stylesheet

LONG = f"<p hidden>{'ก' * LEAST}</p>"
# As the templates of the report write it, with two chapters, the first of them in two parts.
SMALL = f"""<html lang="th"><head><title>รายงาน</title></head><body><p class="draft-mark">ร่าง</p>
<!--part--><section class="cover" data-unit="กรม" data-version="รุ่น 1" data-page="หน้า" data-of="จาก">ปก</section>
<!--part--><nav class="contents"><p><a href="#a">หนึ่ง</a></p><p><a href="#b">สอง</a></p></nav>
<!--part--><section class="chapter" id="a"><h1>หนึ่ง</h1>{LONG}{GOES_ON}<div class="wide">ตาราง</div>{LONG}</section>
<!--part--><section class="chapter" id="b"><h1>สอง</h1>{LONG}<img src="evidence:7" alt="ภาพ">ท้าย</section>
</body></html>"""


class Album(PaperPictures):
    """One photograph, in memory, until it is taken out."""

    shows = [True]

    def __call__(self, evidence: str) -> bytes:
        if not self.shows[-1]:
            raise OSError("gone")
        content = io.BytesIO()
        Image.new("RGB", (40, 30), (11, 46, 89)).save(content, "JPEG")
        return content.getvalue()


@pytest.fixture
def printer(tmp_path: Path) -> Printer:
    return Printer(stylesheet(), Album({}, (78, 56)), tmp_path / "parts", processes=2)


def parts_of(html: str) -> Split:
    found = split(html)
    assert found is not None
    return found


def printed(printer: Printer, html: str = SMALL) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(printer.pdf(parts_of(html)))).pages]


def bookmarks(reader: PdfReader, entries: Any = None, depth: int = 0) -> list[tuple[int, str, int | None]]:
    found = []
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            found += bookmarks(reader, entry, depth + 1)
        else:
            found.append((depth, str(entry.title), reader.get_destination_page_number(entry)))
    return found


def links(reader: PdfReader) -> list[tuple[int, int]]:
    """From page to page, by their indexes."""
    found: list[tuple[int, int]] = []
    places = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    for number, page in enumerate(reader.pages):
        for annotation in page.get("/Annots", ()):
            target = annotation.get_object()["/Dest"]
            if isinstance(target, str):
                target = reader.named_destinations[target].dest_array
            found.append((number, places[target[0].idnum]))
    return found


def test_parts_bound_by_two_processes_are_the_whole(filled: Assessment, tmp_path: Path) -> None:
    html = report_html(report_of(filled), thai_digits=True)
    printer = Printer(stylesheet(thai_digits=True), pictures_of(filled), tmp_path, thai_digits=True, processes=2)
    whole = PdfReader(io.BytesIO(render_pdf(html, stylesheet=printer.stylesheet, pictures=printer.pictures)))
    bound = PdfReader(io.BytesIO(printer.pdf(parts_of(html))))
    assert [page.mediabox for page in bound.pages] == [page.mediabox for page in whole.pages]
    for ours, theirs in zip(bound.pages, whole.pages, strict=True):
        assert sorted(ours.extract_text().split()) == sorted(theirs.extract_text().split())
    assert bookmarks(bound) == bookmarks(whole)
    assert links(bound) == links(whole)
    assert bound.metadata["/Title"] == whole.metadata["/Title"]  # type: ignore[index]
    assert bound.root_object["/Lang"] == "th"


def test_only_what_changed_is_laid_out_again(printer: Printer, monkeypatch: pytest.MonkeyPatch) -> None:
    here, laid, make = replace(printer, processes=1), [], printing.lay_out
    first = printed(here)

    def counted(html: str, **how: Any) -> LaidPart:
        laid.append(html)
        return make(html, **how)

    monkeypatch.setattr(printing, "lay_out", counted)
    assert printed(here) == first
    assert laid == []
    changed = printed(here, SMALL.replace("ท้าย", "ปลาย"))
    assert ["ปลาย" in each for each in laid] == [True]
    assert (changed[:-1], "ปลาย" in changed[-1]) == (first[:-1], True)
    laid.clear()
    longer = printed(here, SMALL.replace("ตาราง", '<p style="break-after: page">ตาราง</p>ต่อ'))
    assert len(longer) == len(first) + 1
    assert len(laid) == 3  # the part itself, the contents, and the numbers of the pages
    assert re.search(r"สอง\W+6", longer[1])


def test_a_picture_that_could_not_be_read_is_looked_for_again(
    printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Album, "shows", [False])
    assert "ภาพ" in printed(printer)[-1]
    monkeypatch.setattr(Album, "shows", [True])
    assert "ภาพ" not in printed(printer)[-1]


@pytest.mark.parametrize("harm", [b"", b"7\n[]", b"12\nnonsense"])
def test_a_harmed_part_is_made_anew(printer: Printer, harm: bytes) -> None:
    first = printed(printer)
    assert printer.folder is not None
    for kept in printer.folder.iterdir():
        kept.write_bytes(harm)
    assert printed(printer) == first
    assert len(kept.read_bytes()) > len(harm)


def test_where_nothing_can_be_kept_the_report_is_made_all_the_same(printer: Printer) -> None:
    assert printer.folder is not None
    printer.folder.write_text("a file where the folder should be")
    assert len(printed(printer)) == 5


def test_a_copy_of_the_process_that_dies_leaves_its_work_to_the_first(
    printer: Printer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, make = os.getpid(), printing.lay_out

    def dying(html: str, **how: Any) -> LaidPart:
        if os.getpid() != ours:
            os._exit(9)
        return make(html, **how)

    monkeypatch.setattr(printing, "lay_out", dying)
    assert len(printed(printer)) == 5


def test_a_part_within_a_chapter_is_a_chapter_of_its_own() -> None:
    of = parts_of(SMALL.replace('class="chapter" id="a"', 'class="chapter wide" id="a"'))
    cover, contents, first, second, last = of.bodies
    assert first.endswith(f"{LONG}</section>")
    assert second.startswith(f'<section class="chapter wide">{GOES_ON}<div class="wide">ตาราง')
    assert of.head.endswith('<p class="draft-mark">ร่าง</p>\n')
    assert not last.endswith("</body></html>")
    assert "cover" in cover
    assert "contents" in contents


def test_tagged_pages_say_what_they_are(printer: Printer) -> None:
    drawing = '<svg viewBox="0 0 9 9" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    table = "<table><tr><th>หัว</th></tr><tr><td>ช่อง</td></tr></table>"
    html = SMALL.replace("ท้าย", drawing + table).replace("รายงาน", "รายงาน\x01\x1b")
    reader = PdfReader(
        io.BytesIO(render_pdf(html, stylesheet=printer.stylesheet, pictures=printer.pictures, tagged=True))
    )
    root = reader.root_object
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("th", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    metadata = ElementTree.fromstring(root["/Metadata"].get_object().get_data())
    assert [part for each in metadata.iter() if (part := each.get("{http://www.aiim.org/pdfua/ns/id/}part"))] == ["1"]
    kinds = [(each["/S"], each.get("/Alt")) for each in elements(root["/StructTreeRoot"])]
    assert {"/H1", "/Sect", "/Table", "/TH", "/TD", "/Link", "/P"} <= {kind for kind, _alt in kinds}
    assert [alt for kind, alt in kinds if kind == "/Figure"] == ["ภาพ"]


def elements(element: Any) -> Iterator[Any]:
    """The structure elements below one."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield found
            yield from elements(found)


def test_a_page_without_parts_is_not_split() -> None:
    assert split("<html><body>x</body></html>") is None


@pytest.mark.parametrize("harm", [b"", b"%PDF-1.7", b"cut off", b"GIF89a"])
def test_what_is_no_photograph_is_left_out(printer: Printer, monkeypatch: pytest.MonkeyPatch, harm: bytes) -> None:
    whole = printer.pictures("7")
    content = whole[: len(whole) // 2] if harm == b"cut off" else harm
    with pytest.raises(OSError, match=r"."):
        fitted(content, (78, 56))
    monkeypatch.setattr(Album, "__call__", lambda *_asked: fitted(content, (78, 56)))
    assert "ภาพ" in printed(printer)[-1]


def test_a_photograph_has_as_many_dots_as_paper_shows() -> None:
    content = io.BytesIO()
    Image.new("RGB", (4000, 3000)).save(content, "PNG")
    with Image.open(io.BytesIO(fitted(content.getvalue(), (78, 56)))) as small:
        assert (small.format, small.size) == ("JPEG", (441, 331))
