"""Hydrographic department, fiscal year 2569: everything together, with files, improvements and statements."""

from pmqa.demo import hydro_channels as channels
from pmqa.demo import hydro_profile as profile
from pmqa.demo.content import Content, Exhibit, rows

# Each line of a sheet keeps together.
# fmt: off
EXHIBITS = (
    Exhibit("E-CS1-2569-001", "page", "รายงานการประชุมคณะทำงานหมวด 3 ครั้งที่ 1/2569", effective_on="12 ต.ค. 2568"),
    Exhibit("E-CS1-2569-002", "page", "ตาราง Customer Profile ฉบับทบทวน", effective_on="20 ต.ค. 2568"),
    Exhibit(
        "E-CS1-2569-003", "fishing", "ภาพการเยี่ยมท่าเรือประมง",
        caption="เจ้าหน้าที่สอบถามความต้องการของชาวประมงก่อนออกเรือ (ภาพวาดตัวอย่าง)", place="ท่าเรือประมงตัวอย่าง",
        taken_on="8 ธ.ค. 2568",
    ),
    Exhibit("E-CS2-2569-001", "page", "สรุปผลแบบสำรวจผู้ใช้บริการ", effective_on="28 ก.พ. 2569"),
    Exhibit(
        "E-CS2-2569-002", "meeting", "ภาพการประชุมกลุ่มย่อยกับชุมชน",
        caption="ประชุมกลุ่มย่อยกับชาวประมงและชุมชนชายฝั่ง (ภาพวาดตัวอย่าง)", place="ศาลาชุมชนตัวอย่าง",
        taken_on="10 ม.ค. 2569",
    ),
    Exhibit(
        "E-CS2-2569-003", "ship", "ภาพการประชุมเชิงปฏิบัติการผู้ใช้แผนที่",
        caption="ผู้เดินเรือทดลองใช้แผนที่อิเล็กทรอนิกส์บนเรือสำรวจ (ภาพวาดตัวอย่าง)", place="เรือสำรวจตัวอย่าง",
        taken_on="26 ม.ค. 2569",
    ),
    Exhibit("E-CS2-2569-004", "page", "บันทึกการเปิดตู้รับเรื่องร้องเรียน", effective_on="18 พ.ค. 2569"),
)

# A classified document is registered, never uploaded.
REGISTERED = rows(
    "number title effective_on classification",
    ("E-CS2-2569-005", "บันทึกการติดต่อทางวิทยุชายฝั่ง", "30 เม.ย. 2569", "CLASSIFIED"),
)

IMPROVEMENTS = rows(
    "source problem change service responsible since before after follow_up evidence",
    (
        "CHANNEL", "ข่าวอากาศออกหลังเวลาออกเรือของชาวประมง", "เพิ่มข่าวอากาศรอบ 04.30 น. ทางวิทยุชายฝั่งและไลน์กลุ่ม",
        "พยากรณ์อุตุนิยมวิทยาทางทะเล", "แผนกพยากรณ์", "1 มี.ค. 2569", "ได้รับข่าวทันเวลา ร้อยละ 61",
        "ได้รับข่าวทันเวลา ร้อยละ 93", "ตรวจซ้ำเดือน มิ.ย. 2569 คงอยู่ที่ร้อยละ 92", "E-CS2-2569-002",
    ),
    (
        "SUGGESTION", "แผนที่ที่วางขายยังไม่ลงการแก้ไขล่าสุด", "พิมพ์แผนที่ตามสั่งพร้อมการแก้ไขถึงวันขาย",
        "สำรวจและผลิตแผนที่เดินเรือ", "กองสร้างแผนที่", "1 เม.ย. 2569", "พบแผนที่ที่ยังไม่แก้ไข ร้อยละ 18",
        "พบแผนที่ที่ยังไม่แก้ไข ร้อยละ 3", "", "E-CS2-2569-001",
    ),
    (
        "CHANNEL_REVIEW", "ตู้รับเรื่องร้องเรียนอยู่ในที่ลับตา", "ย้ายตู้ไปหน้าเคาน์เตอร์บริการ", "", "กองบังคับการ",
        "18 พ.ค. 2569", "เดือนละ 1 เรื่อง", "เดือนละ 4 เรื่อง", "", "E-CS2-2569-004",
    ),
)

STATEMENTS = rows(
    "point text evidence",
    ("CS1-A1", "กรมแบ่งกลุ่มจากหน้าที่ตามกฎหมายและบริการหกอย่าง โดยคณะทำงานหมวด 3 กำหนดหลักเกณฑ์ไว้สามข้อ", "E-CS1-2569-001"),
    ("CS1-A2", "หน้าที่ทุกข้อเชื่อมไปถึงกลุ่มที่ใช้บริการ และทุกกลุ่มมีหน้าที่รองรับอย่างน้อยหนึ่งข้อ", ""),
    ("CS1-A3", "มีตาราง Customer Profile ครบทั้งแปดกลุ่ม", "E-CS1-2569-002"),
    ("CS1-A4", "ความต้องการของแต่ละกลุ่มได้จากการเยี่ยมพื้นที่ แบบสำรวจ และการประชุม", "E-CS1-2569-003"),
    ("CS1-A5", "ทบทวนกลุ่มทุกเดือนตุลาคม และทบทวนเพิ่มเมื่อบริการเปลี่ยน", "E-CS1-2569-001"),
    ("CS1-I1", "ตารางวิเคราะห์และตารางโปรไฟล์ใช้รายชื่อกลุ่มเดียวกับหมวด P ข้อ 8", ""),
    ("CS2-A1", "แต่ละกลุ่มมีช่องทางที่เข้าถึงได้จริง กลุ่มจังหวัดชายทะเลอยู่ระหว่างกำหนดช่องทาง", "E-CS2-2569-002"),
    ("CS2-A2", "ตาราง CS2-1 บอกเหตุผล วิธีวิเคราะห์ ผล และผู้รับผิดชอบทุกแถว", "E-CS2-2569-001"),
    ("CS2-A3", "ข้อค้นพบส่งให้กองที่รับผิดชอบ และใช้ในแผนปฏิบัติราชการของปี", ""),
    ("CS2-A4", "วัดผลทุกช่องทางยกเว้นตู้รับเรื่องร้องเรียน ซึ่งกำลังกำหนดตัวชี้วัด", ""),
    ("CS2-A5", "แต่ละช่องทางมีผู้ดูแลและวิธีรักษาประสิทธิภาพ พร้อมหลักฐาน", "E-CS2-2569-004"),
    ("CS2-DI1", "ข่าวอากาศรอบ 04.30 น. มาจากเสียงของชาวประมง และได้รับทันเวลาเพิ่มจากร้อยละ 61 เป็น 93", "E-CS2-2569-002"),
)

FISHERMEN = next(row for row in profile.PROFILES if row["group"] == "ชาวประมง")

CONTENT = Content(
    unit="hydro",
    year=2569,
    exhibits=EXHIBITS,
    sheets={
        "evidence": REGISTERED,
        "groups": profile.GROUPS,
        "duties": profile.DUTIES,
        "services": profile.SERVICES,
        "cs1-criteria": profile.CRITERIA,
        "cs1-analysis": profile.ANALYSIS,
        "cs1-profiles": profile.PROFILES,
        "cs1-reviews": profile.REVIEWS,
        "cs2-channels": channels.CHANNELS,
        "cs2-effectiveness": channels.EFFECTIVENESS,
        "cs2-uses": channels.USES,
        "cs2-reviews": channels.REVIEWS,
        "cs3-plan": channels.CS3_PLAN,
        "cs3-analysis": channels.CS3_ANALYSIS,
        "improvements": IMPROVEMENTS,
    },
    statements=STATEMENTS,
    corrections=(("cs1-profiles", {**FISHERMEN, "expectations": "ก่อน 05.00 น. ทุกวัน"}),),
    complete=("CS1",),
)
