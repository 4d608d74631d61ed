"""What a document is made of before it becomes a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A whole document as HTML, with the CSS text that lays it out."""

    html: str
    stylesheet: str


class SubjectGone(Exception):
    """The row that a document tells of is not there any more; the message says so to a person."""
