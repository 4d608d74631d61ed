"""Dockyard department, fiscal year 2569: half done, as at mid-year in a busy unit."""

from pmqa.demo import dockyard_participation as participation
from pmqa.demo import dockyard_services as services
from pmqa.demo.content import Content, Exhibit, rows

# Each line of a sheet keeps together.
# fmt: off
EXHIBITS = (
    Exhibit("E-CS1-2569-001", "page", "บันทึกการประชุมทบทวนกลุ่มผู้รับบริการ", effective_on="15 ต.ค. 2568"),
    Exhibit(
        "E-CS2-2569-001", "dock", "ภาพการสอบถามกำลังพลประจำเรือ",
        caption="สอบถามความเห็นกำลังพลประจำเรือที่เข้าซ่อม (ภาพวาดตัวอย่าง)", place="อู่แห้งตัวอย่าง",
        taken_on="4 ก.พ. 2569",
    ),
    Exhibit(
        "E-CS2-2569-002", "meeting", "ภาพการประชุมกับชุมชนรอบอู่",
        caption="ประชุมกลุ่มย่อยเรื่องเสียงและของเสีย (ภาพวาดตัวอย่าง)", place="ห้องประชุมตัวอย่าง",
        taken_on="11 มี.ค. 2569",
    ),
)

GROUPS = rows(
    "name kind",
    ("เรือหลวงที่เข้าซ่อม", "RECIPIENT"),
    ("กำลังพลและครอบครัว", "RECIPIENT"),
    ("ผู้ขายและผู้รับจ้าง", "STAKEHOLDER"),
    ("ชุมชนรอบอู่", "STAKEHOLDER"),
)

DUTIES = rows(
    "source text",
    ("MINISTRY", "ซ่อมสร้างเรือและยานพาหนะ"),
    ("VISION", "อู่เรือสีเขียว"),
    ("ASSIGNED", "ฝึกอบรมช่าง"),
)

SERVICES = rows(
    "process product",
    ("ซ่อมเรือตามแผน", "เรือพร้อมใช้ราชการ"),
    ("จัดการของเสียจากการซ่อม", "อู่สะอาด"),
    ("จัดหาอะไหล่และวัสดุ", "อะไหล่พร้อมซ่อม"),
)

CRITERIA = rows(
    "criterion reason set_by set_on",
    ("รับงานซ่อมจากอู่โดยตรง", "ใช้แยกผู้รับบริการ", "คณะทำงานหมวด 3 ของอู่", "15 ต.ค. 2568"),
    ("อยู่ในระยะ 1 กิโลเมตรจากอู่", "ได้รับผลจากเสียงและของเสีย", "คณะทำงานหมวด 3 ของอู่", "15 ต.ค. 2568"),
)

# Training of craftsmen leads to no group yet; suppliers stand in one row.
ANALYSIS = rows(
    "duty_ministry duty_vision process product recipients stakeholders",
    (
        "ซ่อมสร้างเรือและยานพาหนะ", "", "ซ่อมเรือตามแผน", "เรือพร้อมใช้ราชการ", "เรือหลวงที่เข้าซ่อม",
        "ผู้ขายและผู้รับจ้าง\nชุมชนรอบอู่",
    ),
    ("", "อู่เรือสีเขียว", "จัดการของเสียจากการซ่อม", "อู่สะอาด", "เรือหลวงที่เข้าซ่อม\nกำลังพลและครอบครัว", "ชุมชนรอบอู่"),
)

# The suppliers have no profile; the families' needs are not written.
PROFILES = rows(
    "group description needs expectations reached_by responsible evidence",
    (
        "เรือหลวงที่เข้าซ่อม", "เรือเข้าซ่อมปีละ 38 ลำ", "ซ่อมเสร็จตามแผน", "แจ้งกำหนดเสร็จทุกสัปดาห์", "ประชุมติดตามงานซ่อม",
        "กองแผนการช่าง", "E-CS1-2569-001",
    ),
    ("กำลังพลและครอบครัว", "กำลังพล 1,200 นาย", "", "", "ป้ายประกาศ", "กองบังคับการ", ""),
    (
        "ชุมชนรอบอู่", "ชุมชน 6 แห่ง", "ลดเสียงดังในเวลากลางคืน", "หยุดงานเสียงดังหลัง 20.00 น.", "ผู้นำชุมชน", "กองโรงงาน",
        "",
    ),
)

CHANNELS = rows(
    "group channel mode reason method result responsible evidence",
    (
        "เรือหลวงที่เข้าซ่อม", "SURVEY", "PROACTIVE", "ได้ข้อมูลที่ชัดเจน", "โปรแกรมสำเร็จรูป", "1. ความรวดเร็ว",
        "กองแผนการช่าง", "",
    ),
    (
        "เรือหลวงที่เข้าซ่อม", "WALK_IN", "REACTIVE", "ได้ข้อมูลเชิงคุณภาพ", "วิเคราะห์เนื้อหา", "อะไหล่รอนาน",
        "กองแผนการช่าง", "E-CS2-2569-001",
    ),
    ("กำลังพลและครอบครัว", "COMPLAINT_BOX", "REACTIVE", "รวดเร็ว", "จัดกลุ่ม", "ที่พักคนงาน", "", ""),
    (
        "ชุมชนรอบอู่", "SMALL_GROUP", "PROACTIVE", "ทั่วถึง", "ร้อยละ", "เสียงดังเวลากลางคืน", "กองโรงงาน",
        "E-CS2-2569-002",
    ),
)

EFFECTIVENESS = rows(
    "channel measure target actual upkeep evidence",
    ("SURVEY", "อัตราการตอบกลับ", "ร้อยละ 80", "", "ส่งพร้อมใบส่งมอบเรือ", ""),
    ("SMALL_GROUP", "จำนวนชุมชนที่เข้าร่วม", "6 ชุมชน", "4 ชุมชน", "นัดผ่านผู้นำชุมชน", "E-CS2-2569-002"),
)

CONTENT = Content(
    unit="dockyard",
    year=2569,
    exhibits=EXHIBITS,
    sheets={
        "groups": GROUPS,
        "duties": DUTIES,
        "services": SERVICES,
        "cs1-criteria": CRITERIA,
        "cs1-analysis": ANALYSIS,
        "cs1-profiles": PROFILES,
        "cs1-reviews": rows(
            "reviewed_on subject result reviewed_by evidence",
            ("15 ต.ค. 2568", "กลุ่ม C/S ของอู่", "UNCHANGED", "คณะทำงานหมวด 3 ของอู่", "E-CS1-2569-001"),
        ),
        "cs2-channels": CHANNELS,
        "cs2-effectiveness": EFFECTIVENESS,
        **participation.SHEETS,
        **services.SHEETS,
        "improvements": rows(
            "source origin problem change service responsible since before",
            (
                "CHANNEL", "", "เสียงดังเวลากลางคืน", "ย้ายงานพ่นทรายไปช่วงกลางวัน", "ซ่อมเรือตามแผน", "กองโรงงาน",
                "1 เม.ย. 2569", "ร้องเรียนเดือนละ 5 ครั้ง",
            ),
            (
                "COMPLAINT", "F-2569-0005", "ทำงานเสียงดังในวันหยุด", "ย้ายงานเสียงดังไปวันทำการ", "ซ่อมเรือตามแผน", "กองโรงงาน",
                "11 พ.ค. 2569", "",
            ),
        ),
    },
    statements=rows(
        "point text evidence",
        ("CS1-A1", "อู่แบ่งกลุ่มจากงานซ่อมและพื้นที่รอบอู่", "E-CS1-2569-001"),
        ("CS1-A2", "หน้าที่ซ่อมสร้างและอู่เรือสีเขียวเชื่อมถึงกลุ่มแล้ว หน้าที่ฝึกอบรมช่างยังไม่เชื่อม", ""),
        ("CS2-A1", "ถามกำลังพลประจำเรือทุกลำ และประชุมกับชุมชนรอบอู่", "E-CS2-2569-001"),
        ("CS3-A1", "ข้อร้องเรียนมีผู้รับผิดชอบแล้ว ประเภทอื่นอยู่ระหว่างมอบหมาย", ""),
        ("CS4-A1", "เริ่มเครือข่ายกับชุมชนรอบอู่และผู้ขายอะไหล่", ""),
    ),
)
