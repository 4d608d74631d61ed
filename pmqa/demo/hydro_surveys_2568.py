"""Hydrographic department, fiscal year 2568: the surveys of CS6 whose figures stand beside those of 2569."""

from pmqa.demo.content import rows
from pmqa.demo.hydro_services import AT_SEA, CHART, NOTICES, TIDES, TIME, WEATHER, WITHIN

# Each line of a sheet keeps together.
# fmt: off
# Communities and coastal provinces were asked for the first time in 2569.
SURVEYS = rows(
    "title groups services starts_on ends_on responsible criteria method population sample_size sampling",
    (
        AT_SEA, "ผู้เดินเรือพาณิชย์\nชาวประมง\nนักวิชาการและสถาบันการศึกษา", f"{CHART}\n{NOTICES}\n{WEATHER}",
        "1 ก.พ. 2568", "31 มี.ค. 2568", "แผนกแผนและพัฒนา", "ถามตามขั้นตอนบริการ และไม่เกิน 20 ข้อ",
        "แบบสอบถามกระดาษที่ท่าเรือ", "160", "114", "สุ่มอย่างง่ายจากทะเบียนผู้รับบริการ",
    ),
    (
        WITHIN, "เรือและหน่วยของกองทัพเรือ", f"{TIDES}\n{TIME}\n{CHART}", "1 มิ.ย. 2568", "30 มิ.ย. 2568",
        "แผนกแผนและพัฒนา", "ถามเฉพาะบริการที่ใช้ และเว้นชื่อผู้ตอบ", "แบบสอบถามกระดาษ", "120", "92", "สุ่มแบบแบ่งชั้นตามหน่วย",
    ),
)

RESULTS = rows(
    "survey group answers mean deviation dissatisfied finding use",
    (
        AT_SEA, "ผู้เดินเรือพาณิชย์", "45", "4.02", "0.63", "9", "แผนที่ฉบับใหม่มาถึงร้านช้า", "ส่งตรงถึงเรือที่สั่งล่วงหน้า",
    ),
    (AT_SEA, "ชาวประมง", "40", "3.88", "0.76", "12", "ข่าวอากาศออกหลังเรือออก", "ออกข่าวอากาศรอบเช้าตีสี่"),
    (AT_SEA, "นักวิชาการและสถาบันการศึกษา", "18", "4.11", "0.58", "6", "ไม่รู้ว่าขอข้อมูลได้ที่ใด", "ทำหน้ารวมข้อมูลบนเว็บไซต์"),
    (WITHIN, "เรือและหน่วยของกองทัพเรือ", "84", "4.10", "0.60", "7", "มาตราน้ำมาถึงปลายปี", "ส่งเป็นไฟล์ก่อนเล่มพิมพ์"),
)
