"""Chromium, already running, prints the same HTML.

`python -m bench.chromium FILE` prints the seconds of processor time of all its processes for each line it reads; the
line `tagged` asks for tags and bookmarks.
"""

import base64
import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

PROGRAM = "/usr/bin/chromium"
_FONT = re.compile(r'url\("font:([A-Za-z-]+)"\)')


class Chromium:
    """Chromium in a process of its own, which has the HTML of `file`."""

    def __init__(self, file: Path) -> None:
        command = [sys.executable, "-m", "bench.chromium", str(file)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def seconds(self, how: str = "plain") -> float:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{how}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def __enter__(self) -> "Chromium":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()


def for_chromium(html: str, style: str) -> str:
    """The page as one file: the style in its head, and the fonts in the style."""
    import fontpkg_sarabun

    def inline(found: re.Match[str]) -> str:
        font = (fontpkg_sarabun.ROOT / "files" / f"{found[1]}.ttf").read_bytes()
        return f'url("data:font/ttf;base64,{base64.b64encode(font).decode()}")'

    fonts_inside = _FONT.sub(inline, style)
    return html.replace("</head>", f"<style>{fonts_inside}</style></head>", 1)


def _spent() -> float:
    """Seconds of processor time of the processes below this one, those that have ended included."""
    told = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            told[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()
    return sum(_ticks(each) for number, each in told.items() if _is_below(number, told)) / os.sysconf("SC_CLK_TCK")


def _ticks(each: list[str]) -> int:
    """Of a line of /proc/PID/stat after the name: its own time, and that of children that have ended (proc(5))."""
    return sum(map(int, each[11:15]))


def _is_below(number: int, told: dict[int, list[str]]) -> bool:
    while number in told and number != os.getpid():
        number = int(told[number][1])
        if number == os.getpid():
            return True
    return False


def main(file: str) -> None:
    from playwright.sync_api import sync_playwright

    html = Path(file).read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        page = browser.new_page()
        for line in sys.stdin:
            is_tagged = line.strip() == "tagged"
            start = _spent()
            page.set_content(html)
            page.pdf(prefer_css_page_size=True, print_background=True, tagged=is_tagged, outline=is_tagged)
            print(_spent() - start, flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
