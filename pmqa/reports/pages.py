"""What a document is made of before it becomes a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A whole document as HTML, with the CSS text that lays it out, and the room of its largest picture (mm)."""

    html: str
    stylesheet: str
    picture_room: tuple[float, float] = (78, 56)  # report.css


class SubjectGone(Exception):
    """The row that a document tells of is not there any more; the message says so to a person."""
