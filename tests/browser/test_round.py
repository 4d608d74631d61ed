"""A round from its opening to its first follow-up, by seven people; and what the doctor says of tampering."""

import io
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, running, send, sign_in

pytestmark = pytest.mark.browser
UNIT, ROUND = "/units/alpha/2570", "/rounds/2570"
POINT, OFI = "CS1-A1", "ควรแสดงที่มาของหลักเกณฑ์ทุกข้อ"
REASON = "เห็นหนังสือสั่งการเมื่อไปเยี่ยมหน่วย"
FILE = {"name": "คำสั่ง.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n% alpha\n"}
PROOF = {**FILE, "name": "ผล.pdf", "buffer": b"%PDF-1.4\n% proof\n"}
Open = Callable[[str], Page]


@pytest.fixture
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: a new round would be in the way of the other stories."""
    with running(tmp_path_factory.mktemp("round")) as site:
        made = site.manage("shell", "--no-imports", "-c", "from tests.browser.small_world import make; make()")
        assert made.returncode == 0, made.stderr
        yield site


@pytest.fixture
def desk(browser: Browser, small: Site) -> Iterator[Open]:
    """Opens a screen on which somebody is signed in. Anything that a page complains about fails the test."""
    complaints: list[str] = []
    opened = []

    def take(username: str) -> Page:
        context = browser.new_context(base_url=small.address, viewport={"width": 1366, "height": 768}, locale="th-TH")
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        sign_in(page, username, lands=re.compile(r".*/(?!accounts).*"))
        return page

    yield take
    for context in opened:
        context.close()
    assert not complaints, complaints


def test_seven_people_take_a_round_from_its_opening_to_its_follow_up(desk: Open, small: Site, tmp_path: Path) -> None:
    names = ("centre", "staff", "head", "leader", "second", "third", "admin")
    centre, staff, head, leader, second, third, admin = map(desk, names)
    open_round(centre)
    carry_over(staff)
    fill(staff)
    certify(head)
    assign(centre)
    declare_conflict(third)
    judge_alone(leader, "SEEN")
    judge_alone(second, "PARTLY")
    nothing_is_seen_early(leader, second, staff, admin)
    agree(leader)
    publish(centre)
    read(head)
    plan(staff, head)
    follow_up(staff, head)
    hash_is_recomputed(staff, small, tmp_path)
    doctor_names_what_was_tampered_with(small)


def open_round(page: Page) -> None:
    page.goto("/rounds/open/")
    send(page, "main button[type=submit]")
    page.goto(ROUND + "/")
    expect(page.locator("main")).to_contain_text("หน่วยทดสอบ")


def carry_over(page: Page) -> None:
    """The rows of last year come by themselves, from the job cluster; each is reviewed."""
    for table in ("groups", "cs1-criteria"):
        page.goto(f"{UNIT}/carry-over/?table={table}")
        said = page.locator("button[name=unchanged]:not([value=ticked])")
        for _try in range(60):
            if said.count():
                break
            page.wait_for_timeout(500)
            page.reload()
        send(page, "button[name=unchanged]:not([value=ticked])")
    expect(page.locator(".lead.text-met")).to_be_visible()


def fill(page: Page) -> None:
    """A criterion with a file, and the unit's own word on CS1."""
    page.goto(f"{UNIT}/tables/cs1-criteria/add/")
    page.fill("[name=criterion]", "ลักษณะการรับบริการ")
    page.fill("[name=reason]", "ใช้บริการต่างกัน")
    page.set_input_files("input[type=file]", FILE)
    send(page, "main form button[type=submit]")
    page.goto(f"{UNIT}/own/cs1/")
    page.select_option(f"[name='mark-{POINT}']", "SEEN")
    send(page, "main form button[type=submit]")


def certify(page: Page) -> None:
    page.goto(f"{UNIT}/submission/")
    page.fill("[name=position]", "ผบ.หน่วย")
    page.check("[name=sure]")
    send(page, "#certify button[type=submit]")
    expect(page.locator("main")).to_contain_text("ส่งแล้ว")


def assign(page: Page) -> None:
    page.goto(f"{ROUND}/alpha/")
    for name in ("ประภาคาร", "กระโดงเรือ", "ทุ่นไฟ"):
        form = "form:has([name=do][value=assign])"
        if not page.locator(f"{form} select").is_visible():
            page.locator("summary", has=page.locator("text=มอบหมาย")).first.click()
        option = page.locator(f"{form} select option", has_text=name).get_attribute("value")
        page.select_option(f"{form} select", option)
        if name == "ประภาคาร":
            page.check(f"{form} [name=is_leader]")
        send(page, f"{form} button[type=submit]")
    send(page, "form:has([name=do][value=review]) button[type=submit]")


def declare_conflict(page: Page) -> None:
    page.goto(f"{UNIT}/review/declare/")
    page.check("[name=declared][value=conflict]")
    page.fill("[name=conflict]", "พี่ชายรับราชการที่นี่")
    send(page, "main form button")
    for address in (f"{UNIT}/", f"{UNIT}/review/cs1/", f"{UNIT}/consensus/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404


def judge_alone(page: Page, verdict: str) -> None:
    page.goto(f"{UNIT}/review/declare/")
    page.check("[name=declared][value=none]")
    send(page, "main form button")
    page.goto(f"{UNIT}/review/cs1/?point={POINT}")
    with page.expect_response("**/review/judge/"):
        page.check(f"[name=verdict][value={verdict}]")
    page.fill("#remark [name=text]", OFI)
    page.select_option("#remark [name=kind]", "OFI")
    send(page, "#remark button[type=submit]")
    page.goto(f"{UNIT}/review/submit/")
    send(page, "main form button")
    expect(page.locator("main .text-met").first).to_be_visible()


def nothing_is_seen_early(leader: Page, second: Page, staff: Page, admin: Page) -> None:
    """Each sees the own verdict, the leader how far the other is, and nobody else anything."""
    leader.goto(f"{UNIT}/review/cs1/?point={POINT}")
    expect(leader.locator("[name=verdict]:checked")).to_have_value("SEEN")
    second.goto(f"{UNIT}/review/cs1/?point={POINT}")
    expect(second.locator("[name=verdict]:checked")).to_have_value("PARTLY")
    for page, address in ((staff, "results"), (staff, "review/cs1"), (admin, "review/cs1"), (admin, "consensus")):
        answer = page.goto(f"{UNIT}/{address}/")
        assert answer is not None
        assert answer.status == 404


def agree(page: Page) -> None:
    """The consensus begins at the lower verdict; another needs a reason."""
    page.goto(f"{UNIT}/consensus/")
    send(page, "form[action$='consensus/begin/'] button")
    page.goto(f"{UNIT}/consensus/item/?item={POINT}")
    expect(page.locator("[name=verdict]:checked")).to_have_value("PARTLY")
    with page.expect_response("**/consensus/settle/"):
        page.check("[name=verdict][value=SEEN]")
    expect(page.locator("[role=alert]").first).to_be_visible()
    page.fill("[name=words]", REASON)
    with page.expect_response("**/consensus/settle/"):
        page.locator("[name=words]").blur()
    page.goto(f"{UNIT}/consensus/submit/")
    send(page, "form.next-step button")


def publish(page: Page) -> None:
    page.goto(f"{ROUND}/alpha/")
    send(page, "form[action$='consensus/publish/'] button")
    expect(page.locator("main")).to_contain_text("ประกาศผล")


def read(page: Page) -> None:
    """The head finds it in the inbox, and reads scores and the OFI, once though both assessors wrote it."""
    page.goto("/inbox/")
    expect(page.locator("main")).to_contain_text("หน่วยทดสอบ")
    page.goto(f"{UNIT}/results/")
    expect(page.locator("main")).to_contain_text("100.0")
    expect(page.locator("main").get_by_text(OFI)).to_have_count(1)


def plan(staff: Page, head: Page) -> None:
    staff.goto(f"{UNIT}/plan/")
    staff.locator("a[href*='/plan/ofi/']").first.click()
    staff.check("[name=stance] >> nth=0")
    staff.fill("[name=words]", "จะเพิ่มที่มาทุกข้อ")
    send(staff, "main form button[type=submit]")
    staff.goto(f"{UNIT}/plan/actions/add/")
    staff.check("[name=ofis] >> nth=0")
    for name, words in (("action", "เพิ่มที่มาของหลักเกณฑ์"), ("owner", "หัวหน้าแผนก"), ("indicator", "ข้อที่มีที่มา")):
        staff.fill(f"[name={name}]", words)
    staff.fill("[name=target]", "ทุกข้อ")
    staff.fill("[name=due_on_day]", "31")
    staff.select_option("[name=due_on_month]", "12")
    staff.fill("[name=due_on_year]", "2571")
    send(staff, "main form button[type=submit]")
    head.goto(f"{UNIT}/plan/")
    sign(head, "form[action$='plan/approve/']")
    expect(head.locator("#approval")).to_contain_text("ผบ.หน่วย")


def follow_up(staff: Page, head: Page) -> None:
    staff.goto(f"{UNIT}/plan/follow-up/6/")
    staff.locator("a[href*='/plan/follow-up/6/']").first.click()
    staff.fill("[name=words]", "เพิ่มที่มาแล้วครึ่งหนึ่ง")
    staff.fill("[name=percent]", "๕๐")
    staff.set_input_files("[name=files]", PROOF)
    send(staff, "main form button[type=submit]")
    head.goto(f"{UNIT}/plan/follow-up/6/")
    sign(head, "form[action$='/confirm/']")
    expect(head.locator("#confirm")).to_contain_text("ผบ.หน่วย")


def sign(page: Page, form: str) -> None:
    page.fill(f"{form} [name=position]", "ผบ.หน่วย")
    page.check(f"{form} [name=sure]")
    send(page, f"{form} button[type=submit]")


def hash_is_recomputed(page: Page, site: Site, tmp_path: Path) -> None:
    """The hash on paper is the one that `check_evidence` tells and that the doctor finds in order."""
    file = tmp_path / "alpha.pdf"
    assert site.manage("render_report", "alpha", "2570", "-o", str(file)).returncode == 0
    text = "".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(file.read_bytes())).pages[:3])
    printed = re.search(r"[0-9a-f]{64}", text.replace("\n", ""))
    assert printed is not None
    told = site.manage("check_evidence", "alpha", "2570", "--json").stdout
    assert f'"sha256": "{printed[0]}"' in told
    doctor = site.manage("doctor")
    assert doctor.returncode == 0, doctor.stdout


def doctor_names_what_was_tampered_with(site: Site) -> None:
    """A row changed by SQL past the triggers, and a file changed on the disk."""
    data = Path(site.environment["PMQA_DATA"])
    with closing(sqlite3.connect(data / "pmqa.sqlite3", timeout=30)) as database, database:
        guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        names = database.execute(guards, ["customers_classificationcriterion"]).fetchall()
        for name, _sql in names:
            database.execute(f'DROP TRIGGER "{name}"')
        changed = database.execute("UPDATE customers_classificationcriterion SET reason = 'แก้ข้างหลัง'")
        assert changed.rowcount
        for _name, sql in names:
            database.execute(sql)
    stored = next(path for path in (data / "files").rglob("*.pdf") if path.read_bytes() == FILE["buffer"])
    stored.write_bytes(b"%PDF-1.4\n% other\n")
    doctor = site.manage("doctor")
    assert doctor.returncode == 1
    assert "customers.classificationcriterion" in doctor.stdout
    assert "not the one that was submitted" in doctor.stdout
