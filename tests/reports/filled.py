"""A unit with something in every table that the report prints."""

import io
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from PIL import Image

from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import store_bytes
from pmqa.evidence.models import EvidenceFile, Statement
from pmqa.organization.models import Person

WORDS = "กำลังพลและครอบครัว"


def fill_unit(assessment: Assessment, staff: Person, fill: Callable[..., list[Any]], rows: int = 3) -> None:
    """Gives `assessment` `rows` groups, each with a duty, a service, a profile and channels, and one of the rest."""
    names = [f"{WORDS} กลุ่มที่ {number}" for number in range(1, rows + 1)]
    fill("groups", [{"name": name, "kind": "ผู้มีส่วนได้ส่วนเสีย"} for name in names])
    fill(
        "cs1-analysis",
        [{"duty_ministry": f"ดูแล{name}", "process": f"บริการ{name}", "stakeholders": name} for name in names],
    )
    fill("cs1-profiles", [{"group": name, "needs": "น้ำดื่มสะอาด", "expectations": "ภายใน 3 วัน"} for name in names])
    fill(
        "cs2-channels",
        [{"group": name, "channel:SURVEY": "/", "channel:HOTLINE": "/", "reason": "ทั่วถึง"} for name in names],
    )
    fill("cs2-reviews", [{"group": name, "channel": "สายด่วน", "sample_size": "45"} for name in names])
    fill("cs1-criteria", [{"criterion": "ใช้บริการโดยตรง", "set_on": "12 ต.ค. 2568"}])
    fill("improvements", [{"source": "ข้อร้องเรียน", "problem": "น้ำไม่ไหล", "before": "12", "after": "0"}])
    add_picture(assessment)
    Statement.objects.create(
        assessment=assessment,
        guideline="CS1-A1",
        text="จำแนกตามภารกิจ\n<script>alert(1)</script>",
        updated_at=timezone.now(),
        updated_by=staff,
    )


def add_picture(assessment: Assessment) -> EvidenceFile:
    buffer = io.BytesIO()
    Image.new("RGB", (1600, 900), (11, 46, 89)).save(buffer, "JPEG")
    return EvidenceFile.objects.create(
        assessment=assessment,
        number="E-CS2-2569-001",
        criterion="CS2",
        title="ภาพประชุมกลุ่มย่อย",
        caption="ประชุมกลุ่มย่อยที่ท่าเรือ",
        stored=store_bytes(buffer.getvalue(), f"evidence/{assessment.pk}.jpg"),
        content_type="image/jpeg",
        sha256="a1b2c3d4e5f6" + "0" * 52,
    )
