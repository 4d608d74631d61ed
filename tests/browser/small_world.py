"""One unit with a year behind it and seven people: made in a fresh database, for stories that begin a new year."""

import datetime

from django.utils import timezone

from pmqa.cycle.models import Assessment, Round
from pmqa.demo.content import Content
from pmqa.demo.storing import store_content
from pmqa.organization.models import Person, Role, Unit
from tests.browser.conftest import PASSWORD

PEOPLE = (
    ("centre", "น.อ.", "ท้องทะเล", "HEADQUARTERS"),
    ("staff", "ร.อ.", "ใบเรือ", "STAFF"),
    ("head", "น.อ.", "หางเสือ", "HEAD"),
    ("leader", "น.อ.", "ประภาคาร", "ASSESSOR"),
    ("second", "น.ท.", "กระโดงเรือ", "ASSESSOR"),
    ("third", "น.ท.", "ทุ่นไฟ", "ASSESSOR"),
    ("admin", "นาย", "ดูแลระบบ", "ADMINISTRATOR"),
)
GROUPS = ({"name": "ชาวประมง", "kind": "ผู้รับบริการ"},)
CRITERIA = ({"criterion": "ภารกิจตามกฎหมาย", "reason": "กฎหมายกำหนด"},)


def make() -> None:
    """The year 2569 with a group and a criterion of classification; 2570 is to be opened."""
    unit = Unit.objects.create(code="alpha", name="หน่วยทดสอบ (ตัวอย่าง)")
    for username, rank, name, kind in PEOPLE:
        person = Person.objects.create_user(username, password=PASSWORD, rank=rank, first_name=name, last_name="ตัวอย่าง")
        Role.objects.create(person=person, kind=kind, unit=unit if kind in Role.OF_A_UNIT else None)
    names = "opens_on closes_on review_until consensus_until publishes_on follow_up_6_on follow_up_12_on".split()
    days = {name: datetime.date(2025, 10, 1) + datetime.timedelta(days=120 * place) for place, name in enumerate(names)}
    days["closes_on"] = datetime.date(2025, 12, 31)
    last = Round.objects.create(year=2569, opened_at=timezone.now(), **{**days, "closes_on": datetime.date(2199, 1, 1)})
    assessment = Assessment.objects.create(unit=unit, round=last)
    content = Content("alpha", 2569, {"groups": GROUPS, "cs1-criteria": CRITERIA})
    staff, head = (Person.objects.get(username=name) for name in ("staff", "head"))
    store_content(content, assessment, staff=staff, head=head, start=timezone.now())
    Round.objects.update(is_open=False, closes_on=days["closes_on"])
