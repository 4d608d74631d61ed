"""Dockyard department, fiscal year 2569: CS3, CS4 and CS5 half done.

Some kinds of feedback have no owner, a case has no owner and another is late, no activity has a photograph, two
information channels only, no sharing, no year-end summary and nothing published.
"""

from collections.abc import Mapping

from pmqa.demo.content import Rows, rows

SHIPS, NEIGHBOURS, FAMILIES = "เรือหลวงที่เข้าซ่อม", "ชุมชนรอบอู่", "กำลังพลและครอบครัว"
REPAIR, WASTE = "ซ่อมเรือตามแผน", "จัดการของเสียจากการซ่อม"

# Each line of a sheet keeps together.
# fmt: off
SHEETS: Mapping[str, Rows] = {
    "cs3-system": rows(
        "kind responsible steps days_allowed frequency",
        ("COMPLAINT", "นายทหารฝ่ายแผน กองแผนการช่าง", "1. ลงทะเบียน\n2. ส่งโรงงาน\n3. ตอบผู้ร้อง", "15", "ทุกเดือน"),
        ("SUGGESTION", "", "1. ลงทะเบียน", "30", ""),
    ),
    "cs3-cases": rows(
        "number kind channel received_on group service subject text owner actions answer answered_on closed_on",
        (
            "F-2569-0001", "COMPLAINT", "โทรศัพท์", "10 พ.ย. 2568", NEIGHBOURS, REPAIR, "เสียงดัง",
            "พ่นทรายหลังสองทุ่ม เด็กนอนไม่ได้", "dockyard-staff", "12 พ.ย. 2568 แจ้งโรงงานงดงานเสียงดังหลัง 20.00 น.",
            "งดงานเสียงดังหลัง 20.00 น. แล้ว", "17 พ.ย. 2568", "24 พ.ย. 2568",
        ),
        (
            "F-2569-0002", "COMPLAINT", "จดหมาย", "15 ธ.ค. 2568", SHIPS, REPAIR, "กำหนดซ่อม",
            "ไม่ได้รับแจ้งว่ากำหนดซ่อมเสร็จเลื่อน", "dockyard-staff", "23 ธ.ค. 2568 สอบถามกองแผนการช่าง",
            "แจ้งกำหนดใหม่แล้ว และขออภัยที่ตอบช้า", "26 ม.ค. 2569", "",
        ),
        (
            "F-2569-0003", "COMPLAINT", "WALK_IN", "19 ก.พ. 2569", NEIGHBOURS, WASTE, "ของเสีย", "มีกลิ่นสีในคลองข้างอู่", "",
            "", "", "", "",
        ),
        (
            "F-2569-0004", "SUGGESTION", "COMPLAINT_BOX", "16 มี.ค. 2569", FAMILIES, "", "ที่พัก",
            "ขอที่นั่งพักสำหรับญาติที่มารอรับ", "", "18 มี.ค. 2569 เปิดตู้และลงทะเบียน", "", "", "",
        ),
        (
            "F-2569-0005", "COMPLAINT", "โทรศัพท์", "27 เม.ย. 2569", NEIGHBOURS, REPAIR, "เสียงดัง",
            "เสียงเครื่องจักรดังในวันหยุด", "dockyard-head", "29 เม.ย. 2569 ตรวจตารางงานวันหยุด", "ย้ายงานเสียงดังไปวันทำการแล้ว",
            "7 พ.ค. 2569", "15 พ.ค. 2569",
        ),
        (
            "F-2569-0006", "COMPLIMENT", "WALK_IN", "12 มิ.ย. 2569", SHIPS, REPAIR, "ช่างบริการดี",
            "ช่างอธิบายงานและส่งมอบเรือก่อนกำหนด", "", "", "", "", "",
        ),
    ),
    "cs3-plan": rows(
        "service priority period frequency responsible involved channels",
        (REPAIR, "HIGHEST", "หลังส่งมอบเรือ", "ทุกลำ", "นายช่างใหญ่", "ทุกกอง", "แบบสอบถามหลังรับบริการ"),
        (WASTE, "MEDIUM", "3 เดือน", "3 เดือนครั้ง", "หัวหน้าโรงงาน", "กองโรงงาน", "เยี่ยมชุมชน"),
    ),
    "cs3-analysis": rows(
        "followed channel method result analyst priority service responsible",
        (
            "เสียงดังเวลากลางคืนและวันหยุด", "เยี่ยมชุมชน", "จัดกลุ่มประเด็น", "สองในสามของเรื่องจากชุมชนเป็นเรื่องเสียง", "กองโรงงาน",
            "HIGH", REPAIR, "กองโรงงาน",
        ),
    ),
    "cs3-reviews": rows(
        "held_on topic summary took_part",
        ("10 มี.ค. 2569", "ทบทวนการรับเรื่องจากชุมชน", "รับ 3 เรื่อง ยังไม่มีเจ้าของเรื่อง 1 เรื่อง", "กองแผนการช่างและกองโรงงาน 6 คน"),
    ),
    "cs4-networks": rows(
        "name groups members channels owner",
        ("เครือข่ายชุมชนรอบอู่", NEIGHBOURS, "ผู้นำชุมชน 6 แห่ง", "ไลน์กลุ่ม\nประชุมประจำปี", "dockyard-staff"),
        ("เครือข่ายผู้ขายอะไหล่", "ผู้ขายและผู้รับจ้าง", "ผู้ขาย 15 ราย", "โทรศัพท์", ""),
    ),
    "cs4-activities": rows(
        "network name form held_on time place announced groups before suggestions",
        (
            "เครือข่ายชุมชนรอบอู่", "ประชุมชุมชนรอบอู่", "ประชุม", "11 มี.ค. 2569", "09.30-11.30 น.", "ห้องประชุมตัวอย่าง",
            "แจ้งผ่านผู้นำชุมชน", "ชุมชนรอบอู่ 14", "3.1", "ขอกำหนดการงานเสียงดังล่วงหน้า",
        ),
        (
            "เครือข่ายชุมชนรอบอู่", "ปลูกต้นไม้ริมรั้วอู่", "กิจกรรมร่วม", "22 พ.ค. 2569", "", "ริมรั้วอู่ตัวอย่าง", "",
            "ชุมชนรอบอู่ 30\n" + FAMILIES, "", "",
        ),
    ),
    "cs5-activities": rows(
        "name level technique channel held_on groups progress result",
        (
            "ประชุมกลุ่มย่อยเรื่องเสียงและของเสีย", "CONSULT", "SMALL_GROUP", "SMALL_GROUP", "11 มี.ค. 2569", "ชุมชนรอบอู่ 14",
            "16 มี.ค. 2569 ส่งข้อเสนอให้กองโรงงาน", "",
        ),
        ("แจ้งกำหนดการซ่อมประจำเดือน", "INFORM", "FACT_SHEET", "", "6 ม.ค. 2569", "เรือหลวงที่เข้าซ่อม", "", ""),
    ),
    "cs5-channels": rows(
        "channel audience reach link",
        ("ป้ายประกาศ", "ชุมชนรอบอู่\nกำลังพลและครอบครัว", "ติดหน้าอู่และที่ชุมชน 6 แห่ง", ""),
        ("เฟซบุ๊ก", "กำลังพลและครอบครัว", "", "https://www.example.com/dockyard"),
    ),
    "cs5-groups": rows("name groups appointment", ("คณะทำงานอู่กับชุมชน", "ชุมชนรอบอู่ 3", "")),
}

# The year before, thin.
BEFORE: Mapping[str, Rows] = {
    "cs3-system": rows("kind responsible steps days_allowed", ("COMPLAINT", "กองแผนการช่าง", "ลงทะเบียนและตอบ", "15")),
    "cs3-cases": rows(
        "number kind channel received_on group service subject text owner answer answered_on",
        (
            "F-2568-0001", "COMPLAINT", "โทรศัพท์", "20 ม.ค. 2568", NEIGHBOURS, REPAIR, "เสียงดัง", "เสียงตัดเหล็กเวลากลางคืน",
            "dockyard-staff", "แจ้งโรงงานแล้ว", "3 ก.พ. 2568",
        ),
        (
            "F-2568-0002", "COMPLAINT", "จดหมาย", "9 มิ.ย. 2568", SHIPS, REPAIR, "กำหนดซ่อม", "ไม่ทราบกำหนดซ่อมเสร็จ",
            "dockyard-staff", "ส่งกำหนดเสร็จทุกวันศุกร์", "8 ก.ค. 2568",
        ),
    ),
    "cs5-activities": rows(
        "name level technique held_on groups",
        ("ประชุมกับชุมชนรอบอู่", "CONSULT", "SMALL_GROUP", "12 มี.ค. 2568", "ชุมชนรอบอู่ 9"),
    ),
    "cs5-channels": rows("channel audience reach", ("ป้ายประกาศ", NEIGHBOURS, "ติดหน้าอู่")),
}
