"""Photographs: what stays of them, and what is refused before it can do harm."""

import io
import os
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageFile

from pmqa.evidence.pictures import LONGEST_SIDE, THUMBNAIL_SIDE, clean_picture
from tests.evidence.pictures import EPS, HOME, HTML, SVG, huge_png, picture, with_gps


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_jpeg_with_a_thumbnail(kind: str) -> None:
    whole, small = clean_picture(picture(kind, (3000, 1000)))
    assert opened(whole).format == opened(small).format == "JPEG"
    assert opened(whole).size == (LONGEST_SIDE, 800)
    assert max(opened(small).size) == THUMBNAIL_SIDE


def test_nothing_but_the_picture_stays_of_a_photograph() -> None:
    content = with_gps()
    assert opened(content).getexif().get_ifd(0x8825)
    assert HOME.encode() in content
    for kept in clean_picture(content):
        assert not opened(kept).getexif()
        assert "comment" not in opened(kept).info
        assert b"PhoneMaker" not in kept
        assert HOME.encode() not in kept


def test_a_photograph_held_sideways_stands_upright() -> None:
    whole, _small = clean_picture(with_gps((60, 40), orientation=6))
    assert opened(whole).size == (40, 60)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_every_kind_of_pixel_is_taken(mode: str) -> None:
    buffer = io.BytesIO()
    kind = "TIFF" if mode == "F" else "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (20, 10)).save(buffer, kind)
    if kind == "TIFF":
        with pytest.raises(ValidationError):
            clean_picture(buffer.getvalue())
    else:
        assert opened(clean_picture(buffer.getvalue())[0]).mode == "RGB"


def test_a_hundred_megapixels_are_refused_before_a_pixel_is_read() -> None:
    tracemalloc.start()
    with pytest.raises(ValidationError, match="50"):
        clean_picture(huge_png())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize("content", [EPS, SVG, HTML, b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(ValidationError):
        clean_picture(content)


def test_damaged_pictures_are_refused_or_taken_but_never_break() -> None:
    by_chance = random.Random(2569)
    for kind, content in (("JPEG", with_gps()), ("PNG", picture("PNG")), ("WEBP", picture("WEBP"))):
        for _time in range(60):
            damaged = bytearray(content[: by_chance.randrange(8, len(content))] if _time % 2 else content)
            for _byte in range(by_chance.randrange(1, 6)):
                damaged[by_chance.randrange(4, len(damaged))] = by_chance.randrange(256)
            try:
                clean_picture(bytes(damaged))
            except ValidationError:
                continue
            assert kind


def test_half_a_photograph_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it when it is imported
    content = picture(size=(600, 400))
    with pytest.raises(ValidationError):
        clean_picture(content[: len(content) // 2])


SQUEEZED = """
import resource, sys
import django
django.setup()
from pmqa.evidence.pictures import clean_picture
pages = int(open("/proc/self/statm").read().split()[0])
most = pages * resource.getpagesize() + 450 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_AS, (most, most))
print(len(clean_picture(sys.stdin.buffer.read())[0]) > 0)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells how much room a process has")
def test_the_largest_picture_is_copied_but_once(tmp_path: Path) -> None:
    """Of 50 million pixels each copy is 200 MB, and several people may send one at the same moment."""
    content = io.BytesIO()
    Image.new("RGB", (7000, 7000)).save(content, "PNG")
    names = {"DJANGO_SETTINGS_MODULE": "pmqa.settings", "PMQA_DATA": str(tmp_path), "PMQA_SECRET_KEY": "x" * 50}
    squeezed = subprocess.run(
        [sys.executable, "-c", SQUEEZED], input=content.getvalue(), env={**os.environ, **names}, capture_output=True
    )
    assert squeezed.stdout == b"True\n", squeezed.stderr.decode()[-300:]
