"""Dockyard department, fiscal year 2569: CS6 and CS7 half done. Dissatisfaction is not asked; one standard is long."""

from collections.abc import Mapping

from pmqa.demo.content import Rows, rows

SHIPS, FAMILIES, NEIGHBOURS = "เรือหลวงที่เข้าซ่อม", "กำลังพลและครอบครัว", "ชุมชนรอบอู่"
REPAIR, WASTE = "ซ่อมเรือตามแผน", "จัดการของเสียจากการซ่อม"
SURVEY = "ความพึงพอใจต่อการซ่อมเรือ"

# Each line of a sheet keeps together.
# fmt: off
SHEETS: Mapping[str, Rows] = {
    "cs6-surveys": rows(
        "title groups services starts_on ends_on responsible criteria method population sample_size sampling",
        (
            SURVEY, f"{SHIPS}\n{FAMILIES}", REPAIR, "1 มี.ค. 2569", "31 มี.ค. 2569", "กองแผนการช่าง", "",
            "แบบสอบถามแนบใบส่งมอบเรือ",
            "38", "", "ทุกลำ",
        ),
    ),
    "cs6-results": rows(
        "survey group answers mean deviation finding",
        (SURVEY, SHIPS, "31", "3.72", "0.84", "อะไหล่รอนาน"),
    ),
    "cs7-standards": rows(
        "service total unit fee documents channels hours manual",
        (
            REPAIR, "5", "DAY", "ไม่มีค่าธรรมเนียม", "ใบแจ้งซ่อม", "WALK_IN", "วันราชการ 08.30-16.30 น.",
            "คู่มือรับเรือเข้าซ่อม ฉบับที่ 1",
        ),
        (WASTE, "1", "DAY", "", "", "", "", ""),
    ),
    "cs7-steps": rows(
        "standard number what who time unit back_to",
        (REPAIR, "1", "รับใบแจ้งซ่อมและตรวจสภาพ", "กองแผนการช่าง", "1", "DAY", ""),
        (REPAIR, "2", "สั่งอะไหล่และเตรียมพื้นที่", "กองพัสดุ", "3", "DAY", ""),
        (REPAIR, "3", "ซ่อมและทดสอบ", "กองโรงงาน", "4", "DAY", "2"),
        (WASTE, "1", "คัดแยกและส่งกำจัด", "กองโรงงาน", "4", "HOUR", ""),
    ),
    "cs7-announcements": rows(
        "standard place announced_on groups",
        (REPAIR, "ป้ายหน้ากองแผนการช่าง", "15 พ.ย. 2568", SHIPS),
    ),
    "cs7-actuals": rows(
        "standard period cases on_time mean_time unit note",
        (REPAIR, "ไตรมาส 1", "9", "6", "6.5", "DAY", "รออะไหล่ 3 ลำ"),
        (REPAIR, "ไตรมาส 2", "11", "8", "6", "DAY", ""),
    ),
}
