"""Hydrographic department, fiscal year 2569: everything together, with files, improvements and statements."""

from pmqa.demo import hydro_cases as cases
from pmqa.demo import hydro_channels as channels
from pmqa.demo import hydro_followup as followup
from pmqa.demo import hydro_participation as participation
from pmqa.demo import hydro_profile as profile
from pmqa.demo import hydro_services as services
from pmqa.demo.content import Content, rows
from pmqa.demo.hydro_exhibits import EXHIBITS, REGISTERED

# Each line of a sheet keeps together.
# fmt: off
IMPROVEMENTS = rows(
    "source origin problem change service responsible since before after follow_up evidence",
    (
        "CHANNEL", "", "ข่าวอากาศออกหลังเวลาออกเรือของชาวประมง", "เพิ่มข่าวอากาศรอบ 04.30 น. ทางวิทยุชายฝั่งและไลน์กลุ่ม",
        "พยากรณ์อุตุนิยมวิทยาทางทะเล", "แผนกพยากรณ์", "1 มี.ค. 2569", "ได้รับข่าวทันเวลา ร้อยละ 61",
        "ได้รับข่าวทันเวลา ร้อยละ 93", "ตรวจซ้ำเดือน มิ.ย. 2569 คงอยู่ที่ร้อยละ 92", "E-CS2-2569-002",
    ),
    (
        "SUGGESTION", "F-2569-0006", "แผนที่ที่วางขายยังไม่ลงการแก้ไขล่าสุด", "พิมพ์แผนที่ตามสั่งพร้อมการแก้ไขถึงวันขาย",
        "สำรวจและผลิตแผนที่เดินเรือ", "กองสร้างแผนที่", "1 เม.ย. 2569", "พบแผนที่ที่ยังไม่แก้ไข ร้อยละ 18",
        "พบแผนที่ที่ยังไม่แก้ไข ร้อยละ 3", "", "E-CS2-2569-001",
    ),
    (
        "CHANNEL_REVIEW", "", "ตู้รับเรื่องร้องเรียนอยู่ในที่ลับตา", "ย้ายตู้ไปหน้าเคาน์เตอร์บริการ", "", "กองบังคับการ",
        "18 พ.ค. 2569", "เดือนละ 1 เรื่อง", "เดือนละ 4 เรื่อง", "", "E-CS2-2569-004",
    ),
    (
        "COMPLAINT", "F-2569-0005", "ผู้มารับแผนที่ต้องรอพิมพ์กว่าสองชั่วโมง", "รับคำสั่งล่วงหน้าและพิมพ์ก่อนผู้รับมาถึง",
        "สำรวจและผลิตแผนที่เดินเรือ", "ศูนย์จำหน่ายแผนที่", "2 ก.พ. 2569", "รอเฉลี่ย 125 นาที", "รอเฉลี่ย 22 นาที",
        "ตรวจซ้ำเดือน ก.ค. 2569 รอเฉลี่ย 24 นาที", "E-CS3-2569-001\nE-CS3-2569-004",
    ),
    (
        "ACTIVITY", "ประชุมประจำปีกับชุมชนประมง", "เรือเล็กออกทะเลก่อนข่าวอากาศรอบเช้า", "ออกข่าวรอบเช้าสำหรับเรือเล็กทางไลน์กลุ่ม",
        "พยากรณ์อุตุนิยมวิทยาทางทะเล", "แผนกพยากรณ์", "1 เม.ย. 2569", "คะแนนความสัมพันธ์ 3.6", "คะแนนความสัมพันธ์ 4.1", "",
        "E-CS4-2569-003",
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
    ("CS3-A1", "ระบบรับเรื่องครบสี่ประเภท แต่ละประเภทมีผู้รับผิดชอบ ขั้นตอน และจำนวนวันที่กำหนด", "E-CS3-2569-002"),
    ("CS3-A2", "แผนติดตามมีครบทั้งหกบริการ บริการที่มีผู้ใช้มากติดตามถี่กว่า", ""),
    ("CS3-D1", "ทบทวนระบบปีละสองครั้ง ครั้งแรกพบว่าเรื่องที่ช้ารอข้อมูลจากหลายกอง จึงให้แจ้งความคืบหน้าใน 3 วันทำการ", "E-CS3-2569-002"),
    ("CS3-L1", "คณะทำงานหมวด 3 วิเคราะห์ทะเบียนทุกหกเดือน และจัดลำดับความสำคัญก่อนเลือกเรื่องที่จะปรับปรุง", ""),
    ("CS3-L2", "สรุปบทเรียนให้ผู้แทนทุกกองฟัง และรวมตัวอย่างคำตอบที่ดีไว้ในคู่มือ", "E-CS3-2569-003"),
    (
        "CS3-I1", "เรื่อง F-2569-0005 ทำให้รับคำสั่งแผนที่ล่วงหน้า เวลารอเฉลี่ยลดจาก 125 เหลือ 22 นาที",
        "E-CS3-2569-001 E-CS3-2569-004",
    ),
    ("CS4-A1", "มีสามเครือข่าย สมาชิกทุกเครือข่ายมาจากกลุ่มในหมวด P ข้อ 8", "E-CS4-2569-001"),
    ("CS4-A2", "ทุกเครือข่ายมีไลน์กลุ่มและการประชุมเป็นช่องทางติดต่อ", ""),
    ("CS4-DLI1", "จัดสองกิจกรรมในปี ประกาศวัน เวลา และสถานที่ล่วงหน้าอย่างน้อย 21 วัน", "E-CS4-2569-001 E-CS4-2569-002"),
    ("CS4-DLI2", "คะแนนความสัมพันธ์กับชาวประมงเพิ่มจาก 3.6 เป็น 4.1 และกับผู้ใช้แผนที่จาก 3.9 เป็น 4.3", "E-CS4-2569-003"),
    ("CS5-A1", "กรมให้ข้อมูลทุกกลุ่มก่อน แล้วจึงปรึกษาหารือในเรื่องที่กระทบผู้ใช้ ระดับสูงสุดของปีนี้คือปรึกษาหารือ", "E-CS5-2569-001"),
    ("CS5-A2", "ผู้มีส่วนได้ส่วนเสียทั้งสามกลุ่มร่วมเวทีเรื่องแนวร่องน้ำ", "E-CS5-2569-002"),
    ("CS5-A3", "ประชาชนสมัครเข้าร่วมได้ทางเว็บไซต์และเฟซบุ๊กของกรม", ""),
    ("CS5-D1", "มีสี่ช่องทางข้อมูล แต่ละช่องทางวัดได้ว่าถึงใครเท่าใด", "E-CS5-2569-003"),
    ("CS5-D2", "สรุปความคิดเห็นของปีเสนอหัวหน้าหน่วยก่อนสิ้นปีงบประมาณ", "E-CS5-2569-004"),
    ("CS5-D3", "เวทีเรื่องแนวร่องน้ำทำให้เลื่อนแนว 2 จุด ให้พ้นพื้นที่วางอวน", "E-CS5-2569-002"),
    ("CS5-L1", "ลงผลการรับฟังและเหตุผลของการเลือกบนเว็บไซต์และป้ายประกาศที่ท่าเรือ", "E-CS5-2569-002"),
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
        "cs3-system": cases.SYSTEM,
        "cs3-cases": cases.CASES,
        "cs3-plan": followup.PLAN,
        "cs3-analysis": followup.ANALYSIS,
        "cs3-reviews": followup.REVIEWS,
        "cs3-sharing": followup.SHARING,
        "cs4-networks": participation.NETWORKS,
        "cs4-activities": participation.RELATIONS,
        "cs5-activities": participation.ACTIVITIES,
        "cs5-channels": participation.INFORMATION,
        "cs5-groups": participation.GROUPS,
        "cs5-summaries": participation.SUMMARIES,
        "cs5-publications": participation.PUBLICATIONS,
        "cs6-surveys": services.SURVEYS,
        "cs6-results": services.RESULTS,
        "cs7-standards": services.STANDARDS,
        "cs7-steps": services.STEPS,
        "cs7-announcements": services.ANNOUNCEMENTS,
        "cs7-development": services.DEVELOPMENT,
        "cs7-actuals": services.ACTUALS,
        "improvements": (*IMPROVEMENTS, *services.IMPROVEMENTS),
    },
    statements=(*STATEMENTS, *services.STATEMENTS),
    corrections=(("cs1-profiles", {**FISHERMEN, "expectations": "ก่อน 05.00 น. ทุกวัน"}),),
    acknowledged_on="29 ก.ย. 2569",
    complete=("CS1", "CS3", "CS4", "CS7"),
)
