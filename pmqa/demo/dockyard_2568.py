"""Dockyard department, fiscal year 2568: the year before, published, thin."""

from pmqa.demo import dockyard_2569 as later
from pmqa.demo import dockyard_participation as participation
from pmqa.demo.content import Content, Exhibit, rows

# Each line of a sheet keeps together.
# fmt: off
EXHIBITS = (
    Exhibit(
        "E-CS2-2568-001", "dock", "ภาพการประชุมติดตามงานซ่อม",
        caption="ประชุมติดตามงานซ่อมกับกำลังพลประจำเรือ (ภาพวาดตัวอย่าง)", place="อู่แห้งตัวอย่าง",
        taken_on="12 ก.พ. 2568",
    ),
    Exhibit("E-CS2-2568-002", "page", "สรุปแบบสอบถามหลังส่งมอบเรือ", effective_on="30 เม.ย. 2568"),
)

CONTENT = Content(
    unit="dockyard",
    year=2568,
    exhibits=EXHIBITS,
    sheets={
        "groups": rows(
            "name kind",
            ("เรือหลวงที่เข้าซ่อม", "RECIPIENT"),
            ("ผู้ขายและผู้รับจ้าง", "STAKEHOLDER"),
            ("ชุมชนรอบอู่", "STAKEHOLDER"),
        ),
        "duties": later.DUTIES[:2],
        "services": later.SERVICES[:2],
        "cs1-criteria": rows(
            "criterion reason set_by set_on",
            ("รับงานซ่อมจากอู่โดยตรง", "ใช้แยกผู้รับบริการ", "กองแผนการช่าง", "21 ต.ค. 2567"),
        ),
        "cs1-analysis": rows(
            "duty_ministry duty_vision process product recipients stakeholders",
            (
                "ซ่อมสร้างเรือและยานพาหนะ", "", "ซ่อมเรือตามแผน", "เรือพร้อมใช้ราชการ", "เรือหลวงที่เข้าซ่อม",
                "ผู้ขายและผู้รับจ้าง",
            ),
        ),
        "cs1-profiles": rows(
            "group description needs expectations reached_by responsible",
            (
                "เรือหลวงที่เข้าซ่อม", "เรือเข้าซ่อมปีละ 34 ลำ", "ซ่อมเสร็จตามแผน", "แจ้งกำหนดเสร็จทุกเดือน",
                "ประชุมติดตามงานซ่อม", "กองแผนการช่าง",
            ),
            ("ชุมชนรอบอู่", "ชุมชน 6 แห่ง", "ลดเสียงดัง", "", "หนังสือราชการ", "กองโรงงาน"),
        ),
        "cs2-channels": rows(
            "group channel mode reason method result responsible evidence",
            (
                "เรือหลวงที่เข้าซ่อม", "SURVEY", "PROACTIVE", "ได้ข้อมูลจากทุกลำ", "ร้อยละ", "งานซ่อมล่าช้า",
                "กองแผนการช่าง", "E-CS2-2568-002",
            ),
            (
                "เรือหลวงที่เข้าซ่อม", "WALK_IN", "REACTIVE", "คุยได้ทันที", "วิเคราะห์เนื้อหา", "แจ้งกำหนดเสร็จไม่ชัด",
                "กองแผนการช่าง", "E-CS2-2568-001",
            ),
        ),
        "cs2-effectiveness": rows(
            "channel measure target actual upkeep evidence",
            ("SURVEY", "อัตราการตอบกลับ", "ร้อยละ 80", "ร้อยละ 66", "ส่งพร้อมใบส่งมอบเรือ", "E-CS2-2568-002"),
        ),
        **participation.BEFORE,
        "improvements": rows(
            "source problem change service responsible since before after evidence",
            (
                "CHANNEL", "เรือไม่ทราบกำหนดเสร็จ", "ส่งกำหนดเสร็จทุกวันศุกร์", "ซ่อมเรือตามแผน", "กองแผนการช่าง",
                "1 มิ.ย. 2568", "ทราบกำหนดร้อยละ 45", "ทราบกำหนดร้อยละ 80", "E-CS2-2568-001",
            ),
        ),
    },
    statements=rows(
        "point text evidence",
        ("CS1-A1", "อู่แบ่งกลุ่มจากงานซ่อม", ""),
        ("CS2-A1", "ถามกำลังพลประจำเรือหลังส่งมอบ", "E-CS2-2568-001"),
    ),
    complete=("CS1",),
)
