"""What a report may load: the four faces of its font, pictures that the caller hands over, inline data. Nothing else.

Imports WeasyPrint: only `pmqa.reports.pdf` may import this module, and only when a PDF is made.
"""

from __future__ import annotations

from collections.abc import Callable

import fontpkg_sarabun
from weasyprint.urls import URLFetcher, URLFetcherResponse

Pictures = Callable[[str], bytes]

FONTS = frozenset({"Sarabun-Regular", "Sarabun-Bold", "Sarabun-Italic", "Sarabun-BoldItalic"})


class ReportSources(URLFetcher):
    """The one way out of a report: `font:NAME`, `evidence:ID` and `data:`; every other address is refused.

    WeasyPrint asks for a subclass here. By itself it would read local files and the network, which a
    person who writes `<img src="file:///etc/passwd">` into a statement could use.
    """

    def __init__(self, pictures: Pictures | None) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._pictures = pictures
        self.is_whole = True
        """Whether every picture that was asked for could be read."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind `url`; ValueError when the address is not one of the three kinds."""
        scheme, _, name = url.partition(":")
        if scheme == "font":
            return URLFetcherResponse(url, _font(name), {"Content-Type": "font/ttf"})
        if scheme == "evidence" and self._pictures is not None:
            return URLFetcherResponse(url, self._picture(name, self._pictures))
        return super().fetch(url, headers)

    def _picture(self, name: str, pictures: Pictures) -> bytes:
        try:
            return pictures(name)
        except Exception:
            self.is_whole = False
            raise


def _font(name: str) -> bytes:
    if name not in FONTS:
        raise ValueError(f"not a font of the report: {name}")
    return (fontpkg_sarabun.ROOT / "files" / f"{name}.ttf").read_bytes()
