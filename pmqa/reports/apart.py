"""A PDF made in a process apart, with bounds on its memory and time: for pages that anybody may ask for.

`python -m pmqa.reports.apart` reads a page as JSON and writes its PDF. It needs neither database nor settings.
"""

import json
import resource
import subprocess
import sys

from django.conf import settings

from pmqa.reports.pages import Page
from pmqa.reports.pdf import pango_missing, render_pdf

MEMORY = 1024 * 1024 * 1024  # bytes of address space; a manual of 60 services, 140 pages, takes a quarter
SECONDS = 60
COMMAND = (sys.executable, "-m", "pmqa.reports.apart")


class NotMade(Exception):
    """The process gave no PDF: Pango is missing, or a bound was reached. Its own words went to the log."""


def pdf_apart(page: Page) -> bytes:
    """The PDF of a page without pictures. Raises NotMade."""
    told = json.dumps([page.html, page.stylesheet]).encode()
    try:
        done = subprocess.run(
            COMMAND, input=told, stdout=subprocess.PIPE, cwd=settings.BASE_DIR, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotMade from error
    return done.stdout


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    settings.configure(USE_I18N=False)
    missing = pango_missing()
    if missing:
        sys.exit(missing)
    html, stylesheet = json.load(sys.stdin)
    sys.stdout.buffer.write(render_pdf(html, stylesheet=stylesheet))


if __name__ == "__main__":
    main()
