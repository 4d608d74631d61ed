"""What a report may load: its font, the pictures that it is given, and nothing else."""

import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from pmqa.reports.pdf import PAPER, render_pdf

STYLE = PAPER.read_text()


def _text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the paths that somebody asked it for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


def test_nothing_is_asked_of_the_network(server: tuple[str, list[str]]) -> None:
    address, asked = server
    html = f"""
      <base href="{address}/"><link rel="stylesheet" href="a.css"><link rel="attachment" href="{address}/b">
      <style>@import url({address}/c.css); p {{ background: url({address}/d.png) }}
        @font-face {{ font-family: X; src: url({address}/e.ttf) }}</style>
      <p style="font-family: X">ข้อความ<img src="{address}/f.png"><img src="g.png">
      <object data="{address}/h.svg"></object>
      <a rel="attachment" href="{address}/i">ไฟล์</a></p>"""
    assert "ข้อความ" in _text_of(render_pdf(html, stylesheet=STYLE))
    assert asked == []


def test_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><text y="50">topsecret</text></svg>'
    )
    url = secret.as_uri()
    html = f"""
      <base href="{tmp_path.as_uri()}/"><link rel="attachment" href="{url}">
      <p>ข้อความ</p><img src="{url}"><img src="secret.svg"><img src="FILE://{secret}"><object data="{url}"></object>
      <img src="font:../../../{secret}"><a rel="attachment" href="{url}">ไฟล์</a>"""
    content = render_pdf(html, stylesheet=STYLE)
    assert "topsecret" not in _text_of(content)
    assert not pypdf.PdfReader(io.BytesIO(content)).attachments


def _photograph() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(buffer, "PNG")
    return buffer.getvalue()


def test_pictures_come_from_the_caller_only() -> None:
    asked: list[str] = []

    def pictures(number: str) -> bytes:
        asked.append(number)
        return {"17": _photograph()}[number]

    html = '<img src="evidence:17"><img src="evidence:18" alt="ไม่มีภาพ">'
    content = render_pdf(html, stylesheet=STYLE, pictures=pictures)
    assert asked == ["17", "18"]
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages[0].images) == 1
    assert "ไม่มีภาพ" in _text_of(content)
    assert not pypdf.PdfReader(io.BytesIO(render_pdf(html, stylesheet=STYLE))).pages[0].images
