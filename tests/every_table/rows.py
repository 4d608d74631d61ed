"""For each table two valid rows as people type them, a change of the first, and the registers that they name.

A table without an entry fails every test that asks for one: a new table comes with its rows here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmqa.evidence.tables import EvidenceTable

Typed = Mapping[str, str]

REGISTERS: Mapping[str, tuple[Typed, ...]] = {
    "groups": (
        {"name": "ชาวประมง", "kind": "ผู้รับบริการ"},
        {"name": "กำลังพลและครอบครัว", "kind": "ผู้มีส่วนได้ส่วนเสีย"},
    ),
    "services": (
        {"process": "สำรวจและผลิตแผนที่เดินเรือ", "product": "แผนที่เดินเรือไทย"},
        {"process": "พยากรณ์อากาศ", "product": "ข่าวอากาศ"},
    ),
    "evidence": ({"number": "E-P-2569-001", "title": "คำสั่งแต่งตั้ง", "classification": "ปกติ"},),
}


@dataclass(frozen=True)
class Sample:
    """`first` and `second` by field of the form; `change` is a column of the first and its new text.

    `sheet` are the two rows by column of the sheet, where it shows them in another way than the form.
    """

    first: Typed
    second: Typed
    change: tuple[str, str]
    sheet: tuple[Typed, ...] = ()
    needs: tuple[str, ...] = field(default=())

    @property
    def lines(self) -> tuple[Typed, ...]:
        return self.sheet or (self.first, self.second)


PROVED = {"evidence": "E-P-2569-001"}
HEARD = {"method": "วิเคราะห์เนื้อหา", "responsible": "กองอุตุนิยมวิทยา", "mode": "เชิงรุก"}

SAMPLES: Mapping[str, Sample] = {
    "groups": Sample(
        {"name": "ชาวประมง", "kind": "ผู้รับบริการ"},
        {"name": "กำลังพลและครอบครัว", "kind": "ผู้มีส่วนได้ส่วนเสีย"},
        ("name", "ชาวประมงพื้นบ้าน"),
    ),
    "duties": Sample(
        {"source": "หน้าที่ตามกฎกระทรวง", "text": "สำรวจและจัดทำแผนที่เดินเรือ"},
        {"source": "หน้าที่ตามกฎหมายอื่น ๆ", "text": "ออกประกาศชาวเรือ"},
        ("text", "สำรวจ จัดทำ และเผยแพร่แผนที่เดินเรือ"),
    ),
    "services": Sample(
        {"process": "สำรวจและผลิตแผนที่เดินเรือ", "product": "แผนที่เดินเรือไทย"},
        {"process": "พยากรณ์อากาศ", "product": "ข่าวอากาศ"},
        ("product", "แผนที่เดินเรืออิเล็กทรอนิกส์"),
    ),
    "cs1-criteria": Sample(
        {
            "criterion": "ใช้บริการโดยตรง",
            "reason": "แยกผู้ใช้ออกได้",
            "set_by": "คณะทำงาน",
            "set_on": "12 ต.ค. 2568",
            **PROVED,
        },
        {"criterion": "ได้รับผลกระทบ", "reason": "", "set_by": "คณะทำงาน", "set_on": "๑๒/๑๐/๒๕๖๘"},
        ("reason", "แยกผู้ใช้ออกจากผู้ได้รับผลกระทบ"),
        needs=("evidence",),
    ),
    "cs1-analysis": Sample(
        {
            "duty_ministry": "สำรวจแผนที่",
            "process": "สำรวจและผลิตแผนที่เดินเรือ",
            "product": "แผนที่เดินเรือไทย",
            "recipients": "ชาวประมง",
            "stakeholders": "กำลังพลและครอบครัว",
            **PROVED,
        },
        {"duty_vision": "พยากรณ์", "process": "พยากรณ์อากาศ", "product": "ข่าวอากาศ", "recipients": "ชาวประมง"},
        ("duty_ministry", "สำรวจและจัดทำแผนที่"),
        needs=("groups", "services", "evidence"),
    ),
    "cs1-profiles": Sample(
        {"group": "ชาวประมง", "kind": "ผู้รับบริการ", "needs": "ข่าวอากาศที่เข้าใจง่าย", "responsible": "กองอุตุฯ", **PROVED},
        {"group": "กำลังพลและครอบครัว", "kind": "", "needs": "ที่พัก", "responsible": "กองกำลังพล"},
        ("needs", "ข่าวอากาศก่อน 05.00 น."),
        needs=("groups", "evidence"),
    ),
    "cs1-reviews": Sample(
        {"reviewed_on": "12 ต.ค. 2568", "subject": "กลุ่มทั้งหมด", "result": "คงเดิม", "reviewed_by": "คณะทำงาน", **PROVED},
        {"reviewed_on": "1 มี.ค. 2569", "subject": "กลุ่มชาวประมง", "result": "เปลี่ยนแปลง", "detail": "แยกกลุ่ม"},
        ("subject", "กลุ่มทั้งหมดตามหมวด P"),
        needs=("evidence",),
    ),
    "cs2-channels": Sample(
        {"group": "ชาวประมง", "channel": "แบบสำรวจ", "reason": "ได้ข้อมูลจริง", **HEARD, **PROVED},
        {"group": "กำลังพลและครอบครัว", "channel": "ไลน์กลุ่ม", **HEARD},
        ("reason", "เข้าถึงได้ทุกจังหวัด"),
        sheet=(
            {"group": "ชาวประมง", "channel:SURVEY": "/", "reason": "ได้ข้อมูลจริง", **HEARD, **PROVED},
            {"group": "กำลังพลและครอบครัว", "channel:": "ไลน์กลุ่ม", **HEARD},
        ),
        needs=("groups", "evidence"),
    ),
    "cs2-effectiveness": Sample(
        {"channel": "แบบสำรวจ", "measure": "อัตราการตอบกลับ", "target": "ร้อยละ 60", "actual": "ร้อยละ 72", **PROVED},
        {"channel": "สายด่วน", "measure": "เวลารอสาย", "target": "30 วินาที", "actual": "12 วินาที"},
        ("actual", "ร้อยละ 74"),
        needs=("evidence",),
    ),
    "cs2-uses": Sample(
        {
            "finding": "ต้องการข่าวเช้าเร็วขึ้น",
            "told_to": "กองอุตุฯ",
            "told_on": "4 ม.ค. 2569",
            "improver": "แผนกพยากรณ์",
            **PROVED,
        },
        {"finding": "แผนที่ดาวน์โหลดช้า", "told_to": "กองสมุทรศาสตร์"},
        ("told_to", "กองอุตุนิยมวิทยา"),
        needs=("evidence",),
    ),
    "cs2-reviews": Sample(
        {
            "group": "ชาวประมง",
            "channel": "สายด่วน",
            "sample_size": "๓๒",
            "reviewed_on": "2 เม.ย. 2569",
            "result": "คงเดิม",
            **PROVED,
        },
        {"group": "กำลังพลและครอบครัว", "channel": "แบบสำรวจ", "sample_size": "1,200"},
        ("result", "เพิ่มช่วงเวลา"),
        needs=("groups", "evidence"),
    ),
    "cs3-plan": Sample(
        {"service": "สำรวจและผลิตแผนที่เดินเรือ", "priority": "มาก", "period": "หลังบริการ", "frequency": "ทุกวัน", **PROVED},
        {"service": "พยากรณ์อากาศ", "priority": "ปานกลาง", "responsible": "กำลังพลเวร"},
        ("frequency", "ทุกสัปดาห์"),
        needs=("services", "evidence"),
    ),
    "cs3-analysis": Sample(
        {"followed": "เรื่องร้องเรียนรอบ 6 เดือน", "priority": "มาก", "service": "พยากรณ์อากาศ", **PROVED},
        {"followed": "ข้อเสนอแนะจากกำลังพล", "analyst": "ฝ่ายแผน"},
        ("followed", "เรื่องร้องเรียนรอบ 12 เดือน"),
        needs=("services", "evidence"),
    ),
    "improvements": Sample(
        {
            "source": "ข้อค้นพบจากช่องทางรับฟัง",
            "problem": "ข่าวออกช้า",
            "change": "เพิ่มรอบ",
            "before": "61 %",
            "after": "93 %",
            **PROVED,
        },
        {"source": "ข้อร้องเรียน", "problem": "รอคิวนาน", "service": "พยากรณ์อากาศ"},
        ("change", "เพิ่มรอบ 04.30 น."),
        needs=("services", "evidence"),
    ),
    "evidence": Sample(
        {"number": "E-P-2569-001", "title": "คำสั่งแต่งตั้ง", "classification": "ใช้ภายใน"},
        {"number": "กห 0505/12", "title": "บันทึกกำลังพล", "classification": "ปกติ", "taken_on": "1 ต.ค. 2568"},
        ("title", "คำสั่งแต่งตั้งคณะทำงาน"),
    ),
}


def sample_of(table: EvidenceTable) -> Sample:
    """The rows of `table`; a plain failure when somebody added a table and no rows."""
    assert table.key in SAMPLES, f"tests/every_table/rows.py has no rows for {table.key}"
    return SAMPLES[table.key]
