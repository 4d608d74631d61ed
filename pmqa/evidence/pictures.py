"""Photographs: known by their content, turned upright, re-encoded without position data."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2400
THUMBNAIL_SIDE = 320


def clean_picture(content: bytes) -> tuple[bytes, bytes]:
    """The picture re-encoded as JPEG, at most 2,400 pixels a side, and its thumbnail; nothing else of the file stays.

    Raises ValidationError for what is no JPEG, PNG or WEBP, is damaged, or has more than 50 million pixels. The size
    is checked before a single pixel is decoded.
    """
    too_large = ValidationError(_("The picture is too large: at most 50 million pixels."))
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise too_large
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            with _whole_pictures():
                picture.load()
            # Made small before it is turned: of 50 million pixels each copy is 200 MB.
            plain = picture if picture.mode == "RGB" else picture.convert("RGB")
            plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(plain)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large from error
    except Exception as error:  # the readers of a damaged picture may fail in any way
        raise ValidationError(_("The picture is damaged or of an unknown kind.")) from error
    upright.info.clear()  # what was written beside the pixels, as a comment, would be written again
    small = upright.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _jpeg(upright), _jpeg(small)


@contextmanager
def _whole_pictures() -> Iterator[None]:
    """Half a picture is refused, although the PDF library tells Pillow, for the whole process, to make do with it."""
    kept, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = kept


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()
