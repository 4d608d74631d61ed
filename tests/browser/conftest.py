"""A whole site for the browser: its own data folder, the web server and the job cluster as real processes."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
SWITCHES = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync
""".split()
PASSWORD = "sea-breeze-2569"
PATIENCE = 30  # seconds: the machine may be busy with other tests
expect.set_options(timeout=PATIENCE * 1000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Site:
    """A running site: its address, and the environment in which `manage.py` works on its data."""

    address: str
    environment: Mapping[str, str]

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "manage.py"), *words]
        return subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True)


@contextmanager
def running(data: Path, *prepare: str) -> Iterator[Site]:
    """Web server and job cluster over the folder `data`, prepared by `manage.py prepare` with these words."""
    port = free_port()
    surroundings = {**os.environ, "PMQA_DATA": str(data), "PMQA_WORKERS": "1"}
    surroundings.pop("PMQA_DATABASE_URL", None)
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "prepare", "--database", "--static", *prepare], env=surroundings, check=True)
    web = [sys.executable, "-m", "gunicorn", "pmqa.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    log = (data / "site.log").open("wb")
    processes = [
        subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=log, stderr=log)
        for command in ([*web, "--no-control-socket"], [*manage, "qcluster"])
    ]
    try:
        wait_for(f"http://127.0.0.1:{port}/accounts/login/")
        yield Site(f"http://127.0.0.1:{port}", surroundings)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=30)
        log.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site with demonstration data."""
    with running(tmp_path_factory.mktemp("site"), "--demonstration") as found:
        yield found.address


def wait_for(address: str) -> None:
    """Returns when `address` answers; fails after a minute."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


@pytest.fixture
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A Thai reader's page at an office screen. Anything that the page complains about fails the test."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": 1366, "height": 768},
        locale="th-TH",
        permissions=["clipboard-read", "clipboard-write"],
    )
    complaints: list[Any] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not complaints, complaints


def sign_in(page: Page, username: str, lands: str = "**/units/**") -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form:has([name=password]) button[type=submit]")
    page.wait_for_url(lands)


def send(page: Page, selector: str) -> None:
    """Presses what sends a form, and returns when the page that answers it is whole."""
    with page.expect_navigation():
        page.click(selector)


def send_until(page: Page, selector: str, wanted: Locator, before: Callable[[], None] = lambda: None) -> None:
    """Sends a form until `wanted` is there: one sent sooner than a person types comes back. `before` fills in what a
    form that comes back has lost."""
    until = time.monotonic() + PATIENCE
    while not wanted.count() and time.monotonic() < until:
        before()
        send(page, selector)
    expect(wanted).to_be_visible()


def paste(page: Page, selector: str, text: str) -> None:
    """Pastes `text` into the field at `selector` from the clipboard, as a person would."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.click(selector)
    page.keyboard.press("Control+V")
