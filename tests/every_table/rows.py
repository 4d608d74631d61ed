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
    "duties": ({"source": "หน้าที่ตามกฎกระทรวง", "text": "สำรวจและจัดทำแผนที่เดินเรือ"},),
    "cs4-networks": ({"name": "เครือข่ายประมง", "groups": "ชาวประมง", "channels": "สายด่วน\nไลน์กลุ่ม"},),
    "cs6-surveys": ({"title": "ความพึงพอใจต่อข่าวอากาศ", "groups": "ชาวประมง"},),
    "cs7-standards": ({"service": "พยากรณ์อากาศ", "total": "1", "unit": "วันทำการ"},),
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
    "cs3-system": Sample(
        {
            "kind": "ข้อร้องเรียน",
            "service": "พยากรณ์อากาศ",
            "responsible": "หัวหน้าแผนก",
            "steps": "รับ ตรวจ ตอบ",
            "days_allowed": "๑๕",
            **PROVED,
        },
        {"kind": "คำชมเชย", "responsible": "กำลังพลเวร", "steps": "แจ้งผู้เกี่ยวข้อง"},
        ("responsible", "หัวหน้าแผนกพยากรณ์"),
        needs=("services", "evidence"),
    ),
    "cs3-cases": Sample(
        {
            "number": "F-2569-0001",
            "kind": "ข้อร้องเรียน",
            "channel": "สายด่วน",
            "received_on": "3 ก.พ. 2569",
            "group": "ชาวประมง",
            "service": "พยากรณ์อากาศ",
            "subject": "ข่าวออกช้า",
            "text": "รอข่าวถึงเจ็ดโมง",
            "due_on": "24 ก.พ. 2569",
            "status": "ตอบแล้ว",
            "actions": "4 ก.พ. 2569 สอบถามกำลังพลเวร",
            "answer": "เพิ่มรอบเช้า",
            "answered_on": "10 ก.พ. 2569",
            **PROVED,
        },
        {"number": "F-2569-0002", "kind": "คำชมเชย", "received_on": "5 ก.พ. 2569", "subject": "บริการดี กำลังพลสุภาพ"},
        ("text", "รอข่าวถึงแปดโมง"),
        needs=("groups", "services", "evidence"),
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
    "cs3-reviews": Sample(
        {
            "held_on": "20 มี.ค. 2569",
            "topic": "ทบทวนเวลาตอบ",
            "summary": "ตอบช้า 2 เรื่อง",
            "took_part": "คณะทำงาน 8 คน",
            **PROVED,
        },
        {"held_on": "1 ก.ย. 2569", "topic": "ทบทวนแบบฟอร์มกำลังพล"},
        ("summary", "ตอบช้า 3 เรื่อง"),
        needs=("evidence",),
    ),
    "cs3-sharing": Sample(
        {"held_on": "22 มี.ค. 2569", "topic": "บทเรียนการตอบ", "summary": "ใช้คำง่าย", "took_part": "ทุกแผนก", **PROVED},
        {"held_on": "2 ก.ย. 2569", "topic": "บทเรียนจากกำลังพล", "outcome": "ปรับคู่มือ"},
        ("summary", "ใช้คำที่ชาวประมงเข้าใจ"),
        needs=("evidence",),
    ),
    "cs4-networks": Sample(
        {
            "name": "เครือข่ายประมง",
            "groups": "ชาวประมง",
            "members": "สมาคม 22 จังหวัด",
            "channels": "สายด่วน\nไลน์กลุ่ม",
            **PROVED,
        },
        {"name": "เครือข่ายกำลังพล", "groups": "กำลังพลและครอบครัว", "channels": "เว็บไซต์"},
        ("members", "สมาคม 23 จังหวัด"),
        needs=("groups", "evidence"),
    ),
    "cs4-activities": Sample(
        {
            "network": "เครือข่ายประมง",
            "name": "ประชุมประจำปี",
            "held_on": "12 มี.ค. 2569",
            "place": "ศาลาประชาคม",
            "groups": "ชาวประมง 25\nกำลังพลและครอบครัว 4",
            "before": "3.6",
            "after": "4.1",
            **PROVED,
        },
        {"network": "เครือข่ายประมง", "name": "เยี่ยมท่าเรือกับกำลังพล", "groups": "ชาวประมง"},
        ("place", "หอประชุมอำเภอ"),
        needs=("groups", "cs4-networks", "evidence"),
    ),
    "cs5-activities": Sample(
        {
            "name": "รับฟังความเห็นร่องน้ำ",
            "strategy": "แผนปฏิบัติราชการ ข้อ 2",
            "duty": "สำรวจและจัดทำแผนที่เดินเรือ",
            "level": "2 ปรึกษาหารือ",
            "technique": "การสำรวจความคิดเห็น",
            "channel": "เว็บไซต์",
            "held_on": "20 ม.ค. 2569",
            "groups": "ชาวประมง 40",
            "progress": "1 ก.พ. 2569 แจ้งผลทางเว็บไซต์",
            "result": "เลื่อนแนวร่องน้ำ",
            **PROVED,
        },
        {"name": "เปิดบ้านกำลังพล", "level": "1 ให้ข้อมูล", "technique": "การเปิดบ้านให้เยี่ยมชม"},
        ("result", "เลื่อนแนวร่องน้ำตามข้อเสนอ"),
        needs=("groups", "duties", "evidence"),
    ),
    "cs5-channels": Sample(
        {"channel": "เว็บไซต์", "audience": "ชาวประมง", "reach": "เข้าชม 12,400 ครั้ง", **PROVED},
        {"channel": "ป้ายหน้ากำลังพล", "reach": "คนผ่านวันละ 300"},
        ("reach", "เข้าชม 13,000 ครั้ง"),
        needs=("groups", "evidence"),
    ),
    "cs5-groups": Sample(
        {"name": "คณะทำงานร่องน้ำ", "groups": "ชาวประมง 3", "appointment": "คำสั่งที่ 12/2569", **PROVED},
        {"name": "คณะทำงานกำลังพล", "appointed_on": "1 พ.ย. 2568"},
        ("appointment", "คำสั่งที่ 14/2569"),
        needs=("groups", "evidence"),
    ),
    "cs5-summaries": Sample(
        {"made_on": "25 ก.ย. 2569", "complaints": "รับ 18 เรื่อง", "proposals": "เพิ่มรอบข่าว", **PROVED},
        {"made_on": "29 ก.ย. 2569", "activities": "กำลังพลเสนอให้ขยายเวลา"},
        ("complaints", "รับ 19 เรื่อง"),
        needs=("evidence",),
    ),
    "cs5-publications": Sample(
        {"subject": "ผลการรับฟังร่องน้ำ", "place": "เว็บไซต์ของหน่วย", "published_on": "1 ก.พ. 2569", **PROVED},
        {"subject": "สรุปผลกำลังพล", "place": "ป้ายประกาศ"},
        ("place", "เว็บไซต์และป้ายประกาศ"),
        needs=("evidence",),
    ),
    "cs6-surveys": Sample(
        {
            "title": "ความพึงพอใจต่อแผนที่",
            "groups": "ชาวประมง",
            "services": "สำรวจและผลิตแผนที่เดินเรือ",
            "starts_on": "1 ก.พ. 2569",
            "ends_on": "28 ก.พ. 2569",
            "criteria": "ถามตามขั้นตอน",
            "population": "๑๘๐",
            **PROVED,
        },
        {"title": "ความพึงพอใจของกำลังพล", "groups": "กำลังพลและครอบครัว", "method": "แบบสอบถามกระดาษ"},
        ("criteria", "ถามตามขั้นตอนบริการ"),
        needs=("groups", "services", "evidence"),
    ),
    "cs6-results": Sample(
        {
            "survey": "ความพึงพอใจต่อข่าวอากาศ",
            "group": "ชาวประมง",
            "service": "พยากรณ์อากาศ",
            "answers": "120",
            "mean": "๔.๒๑",
            "deviation": "0.62",
            "dissatisfied": "6 %",
            "finding": "ขอข่าวเช้าขึ้น",
            **PROVED,
        },
        {"survey": "ความพึงพอใจต่อข่าวอากาศ", "group": "กำลังพลและครอบครัว", "mean": "4.05", "finding": "กำลังพลพอใจ"},
        ("finding", "ขอข่าวก่อนตีห้า"),
        needs=("groups", "services", "cs6-surveys", "evidence"),
    ),
    "cs7-standards": Sample(
        {
            "service": "สำรวจและผลิตแผนที่เดินเรือ",
            "total": "3",
            "unit": "วันทำการ",
            "fee": "ไม่มี",
            "documents": "หนังสือขอรับบริการ",
            "channels": "มาด้วยตนเอง\nเว็บไซต์",
            "manual": "คู่มือฉบับที่ 3",
            **PROVED,
        },
        {"service": "พยากรณ์อากาศ", "total": "15", "unit": "นาที", "hours": "กำลังพลเวร 24 ชั่วโมง"},
        ("documents", "หนังสือขอรับบริการและสำเนาบัตร"),
        needs=("services", "evidence"),
    ),
    "cs7-steps": Sample(
        {
            "standard": "พยากรณ์อากาศ",
            "number": "1",
            "what": "รับคำขอ",
            "who": "แผนกพยากรณ์",
            "time": "๑๕",
            "unit": "นาที",
            **PROVED,
        },
        # Back to no row of these: a step to which another leads back is not deleted.
        {"standard": "พยากรณ์อากาศ", "number": "3", "what": "กำลังพลเวรตรวจ", "back_to": "2"},
        ("what", "รับคำขอและลงทะเบียน"),
        needs=("services", "cs7-standards", "evidence"),
    ),
    "cs7-announcements": Sample(
        {
            "standard": "พยากรณ์อากาศ",
            "place": "เว็บไซต์ของหน่วย",
            "announced_on": "1 พ.ย. 2568",
            "groups": "ชาวประมง",
            **PROVED,
        },
        {"standard": "พยากรณ์อากาศ", "place": "ป้ายหน้ากำลังพล", "link": "ป้ายกลาง"},
        ("place", "เว็บไซต์ของหน่วยและเฟซบุ๊ก"),
        needs=("groups", "services", "cs7-standards", "evidence"),
    ),
    "cs7-development": Sample(
        {"manual": "คู่มือแผนกบริการ", "topic": "การต้อนรับ", "held_on": "14 ม.ค. 2569", "took_part": "12 คน", **PROVED},
        {"manual": "คู่มือกำลังพลเวร", "topic": "การตอบคำถาม"},
        ("took_part", "เจ้าหน้าที่ 12 คน"),
        needs=("evidence",),
    ),
    "cs7-actuals": Sample(
        {
            "standard": "พยากรณ์อากาศ",
            "period": "ไตรมาส 1",
            "cases": "40",
            "on_time": "38",
            "mean_time": "12.5",
            "unit": "นาที",
            "note": "เครื่องส่งเสีย 1 วัน",
            **PROVED,
        },
        {"standard": "พยากรณ์อากาศ", "period": "ไตรมาส 2", "cases": "0", "note": "กำลังพลไม่ได้รับคำขอ"},
        ("note", "เครื่องส่งเสีย 2 วัน"),
        needs=("services", "cs7-standards", "evidence"),
    ),
    "improvements": Sample(
        {
            "source": "ข้อค้นพบจากช่องทางรับฟัง",
            "origin": "ข่าวออกช้า",
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
