"""Hydrographic department, fiscal year 2568: CS3, CS4 and CS5 as they began, the year before."""

from collections.abc import Mapping

from pmqa.demo.content import Rows, rows
from pmqa.demo.hydro_cases import CHARTS, FISHERMEN, INFORMATION, MERCHANTS, STAFF, WAITING, WEATHER

# Each line of a sheet keeps together.
# fmt: off
SHEETS: Mapping[str, Rows] = {
    "cs3-system": rows(
        "kind responsible steps days_allowed frequency",
        ("COMPLAINT", "หัวหน้าแผนกบริการ กองบังคับการ", "1. ลงทะเบียน\n2. ส่งกองที่เกี่ยวข้อง\n3. ตอบผู้ร้อง", "15", "ทุกเดือน"),
        ("SUGGESTION", "หัวหน้าแผนกแผน กองบังคับการ", "1. ลงทะเบียน\n2. ส่งกองที่เกี่ยวข้อง", "30", "ทุก 6 เดือน"),
    ),
    "cs3-cases": rows(
        "number kind channel received_on group service subject text owner actions answer answered_on closed_on",
        (
            "F-2568-0001", "COMPLAINT", "จดหมาย", "5 พ.ย. 2567", MERCHANTS, CHARTS, WAITING, "รอรับแผนที่นานกว่าสองชั่วโมง",
            "hydro-staff", "6 พ.ย. 2567 สอบถามศูนย์จำหน่ายแผนที่", "ขออภัย และจะเพิ่มเครื่องพิมพ์", "20 พ.ย. 2567",
            "27 พ.ย. 2567",
        ),
        (
            "F-2568-0002", "COMPLAINT", "โทรศัพท์", "14 ม.ค. 2568", FISHERMEN, WEATHER, INFORMATION,
            "ข่าวอากาศออกช้ากว่าเวลาออกเรือ", "hydro-staff", "16 ม.ค. 2568 แจ้งแผนกพยากรณ์",
            "จะพิจารณาเพิ่มรอบข่าวในปีงบประมาณ 2569", "28 ม.ค. 2568", "4 ก.พ. 2568",
        ),
        (
            "F-2568-0003", "SUGGESTION", "WALK_IN", "18 มี.ค. 2568", MERCHANTS, CHARTS, INFORMATION,
            "ขอให้แจ้งการแก้ไขแผนที่ทางเว็บไซต์", "hydro-staff", "21 มี.ค. 2568 ส่งกองสร้างแผนที่", "ลงการแก้ไขที่เว็บไซต์ทุกสองสัปดาห์",
            "11 เม.ย. 2568", "25 เม.ย. 2568",
        ),
        (
            "F-2568-0004", "COMPLIMENT", "จดหมาย", "10 มิ.ย. 2568", FISHERMEN, WEATHER, STAFF,
            "เจ้าหน้าที่ตอบทางวิทยุสุภาพและชัดเจน", "hydro-staff", "11 มิ.ย. 2568 แจ้งผู้ปฏิบัติงาน", "ขอบคุณ", "12 มิ.ย. 2568",
            "12 มิ.ย. 2568",
        ),
        (
            "F-2568-0005", "COMPLAINT", "จดหมาย", "7 ส.ค. 2568", MERCHANTS, CHARTS, WAITING,
            "ยังไม่ได้รับแผนที่ที่สั่งทางไปรษณีย์", "hydro-staff", "14 ส.ค. 2568 ตรวจใบสั่ง", "ส่งแผนที่แล้ว และขออภัยที่ตอบช้า",
            "5 ก.ย. 2568", "12 ก.ย. 2568",
        ),
    ),
    "cs3-reviews": rows(
        "held_on topic summary took_part outcome evidence",
        (
            "12 ก.ย. 2568", "ทบทวนเวลาตอบของปี", "รับ 5 เรื่อง ตอบช้า 1 เรื่อง", "คณะทำงานหมวด 3",
            "กำหนดเวลาตอบครบทุกประเภทในปีหน้า", "",
        ),
    ),
    "cs4-networks": rows(
        "name groups members channels evidence",
        ("เครือข่ายชาวประมง", FISHERMEN, "สมาคมประมง 20 จังหวัด", "ไลน์กลุ่ม\nประชุมประจำปี", "E-CS4-2568-001"),
    ),
    "cs4-activities": rows(
        "network name form held_on place announced groups suggestions next_time evidence",
        (
            "เครือข่ายชาวประมง", "เยี่ยมท่าเรือประมง", "เยี่ยมพื้นที่", "19 มี.ค. 2568", "ท่าเรือประมงตัวอย่าง", "หนังสือเชิญ",
            "ชาวประมง 18", "ขอข่าวอากาศก่อนเรือออก", "ให้คะแนนความสัมพันธ์ก่อนและหลังกิจกรรม", "E-CS4-2568-001",
        ),
    ),
    "cs5-activities": rows(
        "name strategy level technique channel held_on groups progress result evidence",
        (
            "แบบสอบถามเรื่องข่าวอากาศทะเล", "แผนปฏิบัติราชการปีงบประมาณ 2568", "CONSULT", "OPINION_SURVEY", "SOCIAL_MEDIA",
            "12 มิ.ย. 2568", "ชาวประมง 84\nชุมชนและจังหวัดชายทะเล 30", "30 มิ.ย. 2568 สรุปคำตอบ 114 ชุด",
            "ผู้ตอบสองในสามขอข่าวก่อน 05.00 น.", "E-CS5-2568-001",
        ),
    ),
    "cs5-channels": rows(
        "channel audience reach",
        ("WEBSITE", MERCHANTS, "เข้าชม 31,000 ครั้งในปี"),
        ("วิทยุชายฝั่ง", FISHERMEN, "เรือตอบรับเฉลี่ย 96 ลำต่อวัน"),
    ),
    "cs5-summaries": rows(
        "made_on complaints activities proposals",
        ("15 ก.ย. 2568", "รับ 5 เรื่อง ตอบช้า 1 เรื่อง", "ถามความเห็นเรื่องข่าวอากาศ 114 คน", "เพิ่มข่าวอากาศรอบก่อนเรือออก"),
    ),
}
