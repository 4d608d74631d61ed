"""What a generated unit shows: about a hundred rows over all seven criteria, of which the weaker levels leave some out.

`mark` is a number in the form 05-0007 that stands in the texts, as the number of a document does: with it the texts of
one unit are told from those of another.
"""

from collections.abc import Mapping

from pmqa.demo.content import Content, Rows, rows

LEVELS = 4
YEAR = "2569"
# Of each level, how many tenths of the rows that nothing else names are there, and of the files behind rows.
THERE, PROVED = (5, 7, 9, 10), (3, 6, 8, 10)
# Other rows name these: they are there at every level.
NAMED = ("evidence", "groups", "duties", "services", "cs4-networks", "cs6-surveys", "cs7-standards")
OFFICES = ("กองบังคับการ", "กองแผน", "กองบริการ")
QUARTERS = ("ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4")

# The groups of each kind of unit: name, type, needs.
NEIGHBOURS = ("ชุมชนรอบหน่วย", "STAKEHOLDER", "ทราบกำหนดการที่มีผลต่อชุมชนล่วงหน้า")
FAMILIES = ("กำลังพลและครอบครัว", "RECIPIENT", "สวัสดิการที่สะดวกและเท่าเทียม")
SUPPLIERS = ("ผู้ขายและผู้รับจ้าง", "STAKEHOLDER", "กำหนดส่งและเงื่อนไขที่แน่นอน")
CAST = {
    "กรม": (("หน่วยในกองทัพเรือ", "RECIPIENT", "ได้รับบริการตามกำหนด"), FAMILIES, SUPPLIERS, NEIGHBOURS),
    "ฐานทัพ": (("เรือที่เข้าจอด", "RECIPIENT", "น้ำ ไฟฟ้า และท่าเทียบที่พร้อม"), FAMILIES, SUPPLIERS, NEIGHBOURS),
    "โรงเรียน": (
        ("นักเรียน", "RECIPIENT", "หลักสูตรที่ใช้งานได้จริง"),
        ("ผู้ปกครอง", "STAKEHOLDER", "ทราบผลการเรียนสม่ำเสมอ"),
        ("หน่วยที่รับผู้สำเร็จการศึกษา", "STAKEHOLDER", "ผู้สำเร็จการศึกษาที่ทำงานได้ทันที"),
        NEIGHBOURS,
    ),
    "โรงพยาบาล": (
        ("ผู้ป่วยนอก", "RECIPIENT", "รอตรวจไม่นาน"),
        ("ผู้ป่วยใน", "RECIPIENT", "ได้รับคำอธิบายเรื่องการรักษา"),
        ("ญาติผู้ป่วย", "STAKEHOLDER", "ที่จอดรถและที่พักรอ"),
        ("ผู้ขายยาและเวชภัณฑ์", "STAKEHOLDER", "กำหนดส่งที่แน่นอน"),
    ),
    "กองเรือ": (("เรือในสังกัด", "RECIPIENT", "อะไหล่และเชื้อเพลิงตามแผน"), FAMILIES, SUPPLIERS, NEIGHBOURS),
}
# What each kind of unit does: process and product.
SERVICES = {
    "กรม": (("จัดทำและแจกจ่ายคู่มือ", "คู่มือ"), ("ให้คำปรึกษาหน่วย", "คำปรึกษา"), ("ตรวจรับรองอุปกรณ์", "ใบรับรอง")),
    "ฐานทัพ": (("ให้บริการท่าเทียบ", "ท่าเทียบ"), ("จ่ายน้ำและไฟฟ้า", "น้ำและไฟฟ้า"), ("อนุญาตผ่านเข้าพื้นที่", "บัตรผ่าน")),
    "โรงเรียน": (("รับสมัครนักเรียน", "นักเรียนใหม่"), ("สอนและวัดผล", "ผู้สำเร็จการศึกษา"), ("ออกหนังสือรับรอง", "หนังสือรับรอง")),
    "โรงพยาบาล": (("ตรวจผู้ป่วยนอก", "การรักษา"), ("นัดผ่าตัด", "วันผ่าตัด"), ("ออกใบรับรองแพทย์", "ใบรับรองแพทย์")),
    "กองเรือ": (("สนับสนุนอะไหล่", "อะไหล่"), ("ฝึกกำลังพลประจำเรือ", "ชุดฝึก"), ("จัดเรือช่วยเหลือประชาชน", "เรือพร้อมปฏิบัติ")),
}
HEARD = ("SURVEY", "SMALL_GROUP", "COMPLAINT_BOX", "WEBSITE", "WALK_IN", "HOTLINE")
KINDS_OF_CASES = ("COMPLAINT", "SUGGESTION", "COMMENT", "COMPLIMENT")


def content_of(*, code: str, kind: str, level: int, mark: str) -> Content:
    """The content of a unit of one of the kinds in CAST, at a level from 0, the weakest, to LEVELS - 1."""
    groups = tuple(name for name, _type, _needs in CAST[kind])
    services = tuple(process for process, _product in SERVICES[kind])
    sheets = {
        **_profile(kind, mark),
        **_listening(groups, kind, mark),
        **_complaints(groups, services, mark),
        **_networks(groups, mark),
        **_participation(groups, mark),
        **_surveys(groups, services, mark),
        **_standards(groups, services, mark),
    }
    return Content(unit=code, year=int(YEAR), sheets={key: _left(key, found, level) for key, found in sheets.items()})


def _left(key: str, found: Rows, level: int) -> Rows:
    """The rows of the table `key` that the level has, spread over the table, with the evidence that it has."""
    kept = []
    for place, row in enumerate(found):
        spread = (place * 7 + len(key) * 3 + level) % 10
        if key in NAMED or spread < THERE[level]:
            proof = {} if "evidence" not in row or spread < PROVED[level] else {"evidence": ""}
            kept.append({**row, **proof})
    return tuple(kept)


def _file(criterion: int, number: int = 1) -> str:
    return f"E-CS{criterion}-{YEAR}-{number:03d}"


def _profile(kind: str, mark: str) -> Mapping[str, Rows]:
    """Category P, and CS1."""
    duties = (("MINISTRY", f"ปฏิบัติภารกิจหลักของ{kind}"), ("OTHER_LAW", "ดูแลความปลอดภัยในพื้นที่"), ("VISION", "บริการเป็นเลิศ"))
    columns = ("duty_ministry", "duty_other_law", "duty_vision")
    cast, files = CAST[kind], [_file(criterion, number) for criterion in range(1, 8) for number in (1, 2)]
    recipients, stakeholders = (
        "\n".join(name for name, of, _needs in cast if of == which) for which in ("RECIPIENT", "STAKEHOLDER")
    )
    return {
        "evidence": rows(
            "number title effective_on classification",
            *((number, f"เอกสารที่ {number} เลขรับ {mark}", "12 ม.ค. 2569", "CLASSIFIED") for number in files),
        ),
        "groups": rows("name kind", *((name, of) for name, of, _needs in cast)),
        "duties": rows("source text", *duties),
        "services": rows("process product", *SERVICES[kind]),
        "cs1-criteria": rows(
            "criterion reason set_by set_on evidence",
            ("ใช้บริการโดยตรง", f"ตามบันทึกที่ {mark}", OFFICES[0], "12 ต.ค. 2568", _file(1)),
            ("ได้รับผลจากงานของหน่วย", f"ตามบันทึกที่ {mark}", OFFICES[1], "12 ต.ค. 2568", ""),
        ),
        "cs1-analysis": tuple(
            {
                column: text,
                "process": process,
                "product": product,
                "recipients": recipients,
                "stakeholders": stakeholders,
            }
            for column, (_of, text), (process, product) in zip(columns, duties, SERVICES[kind], strict=True)
        ),
        "cs1-profiles": rows(
            "group description needs expectations reached_by responsible evidence",
            *(
                (name, f"ทะเบียนเลขที่ {mark}", needs, "ได้รับคำตอบเร็ว", "ประชุม", OFFICES[0], _file(1, 2))
                for name, _of, needs in cast
            ),
        ),
        "cs1-reviews": rows(
            "reviewed_on subject result reviewed_by evidence",
            ("12 ต.ค. 2568", "กลุ่ม C/S ทั้งหมด", "UNCHANGED", "คณะทำงานหมวด 3", _file(1)),
            ("20 เม.ย. 2569", f"กลุ่มตามบันทึกที่ {mark}", "UNCHANGED", OFFICES[1], ""),
        ),
    }


def _listening(groups: tuple[str, ...], kind: str, mark: str) -> Mapping[str, Rows]:
    """CS2, and improvements of all sources."""
    at = len(kind)
    pairs = [(group, HEARD[(place + at + more) % 6]) for place, group in enumerate(groups) for more in (0, 3)]
    channels = dict.fromkeys(channel for _group, channel in pairs)
    sources = ("CHANNEL", "COMPLAINT", "SUGGESTION", "SURVEY")
    return {
        "cs2-channels": rows(
            "group channel mode reason method result responsible evidence",
            *(
                (group, channel, "PROACTIVE", "กลุ่มนี้ใช้ได้สะดวก", "วิเคราะห์เนื้อหา", f"สรุปในบันทึกที่ {mark}", office, _file(2))
                for (group, channel), office in zip(pairs, OFFICES * 3, strict=False)
            ),
        ),
        "cs2-effectiveness": rows(
            "channel measure target actual upkeep evidence",
            *((each, "อัตราการตอบ", "ร้อยละ 60", "ร้อยละ 66", "ทบทวนทุกปี", _file(2)) for each in channels),
        ),
        "cs2-uses": rows(
            "finding told_to told_on used_in improver follow_up evidence",
            (f"ต้องการทราบกำหนดล่วงหน้า ({mark})", OFFICES[1], "14 ม.ค. 2569", "แผนปี 2569", OFFICES[2], "", _file(2, 2)),
            ("ต้องการคำอธิบายที่สั้นลง", OFFICES[1], "2 ก.พ. 2569", "แผนปี 2569", OFFICES[0], "", ""),
        ),
        "cs2-reviews": rows(
            "group channel sample_size sampling statistics collection reviewed_on result",
            (*pairs[0], "60", "สุ่มอย่างง่าย", "ร้อยละ", "แบบสอบถาม", "20 มี.ค. 2569", "คงเดิม"),
            (*pairs[2], "12", "เจาะจง", "วิเคราะห์เนื้อหา", "บันทึกประชุม", "2 เม.ย. 2569", "คงเดิม"),
        ),
        "improvements": rows(
            "source origin problem change responsible since before after evidence",
            *(
                (
                    source,
                    "",
                    f"รอนานกว่าที่ควร เรื่องที่ {place} ({mark})",
                    "ลดขั้นตอน",
                    office,
                    "2 มี.ค. 2569",
                    "9 วัน",
                    "4 วัน",
                    file,
                )
                for place, (source, office, file) in enumerate(
                    zip(sources, (*OFFICES, OFFICES[0]), (_file(2), _file(3), "", _file(6)), strict=True), start=1
                )
            ),
        ),
    }


def _complaints(groups: tuple[str, ...], services: tuple[str, ...], mark: str) -> Mapping[str, Rows]:
    """CS3."""
    return {
        "cs3-system": rows(
            "kind service responsible steps days_allowed frequency evidence",
            *(
                (each, "", OFFICES[0], "1. ลงทะเบียน\n2. มอบเจ้าของเรื่อง\n3. ตอบ", "15", "ทุกเดือน", _file(3))
                for each in KINDS_OF_CASES
            ),
        ),
        "cs3-cases": rows(
            "number kind channel received_on group service subject text due_on answer answered_on closed_on",
            *(
                (
                    f"F-2569-{place:04d}",
                    KINDS_OF_CASES[place % 4],
                    "โทรศัพท์",
                    f"{place} ธ.ค. 2568",
                    groups[place % 4],
                    services[place % 3],
                    "การรอ",
                    f"แจ้งตามเลขรับ {mark}/{place}",
                    "",
                    "แก้ไขแล้ว",
                    "22 ธ.ค. 2568",
                    "23 ธ.ค. 2568",
                )
                for place in range(1, 7)
            ),
        ),
        "cs3-plan": rows(
            "service responsible frequency priority",
            *((each, OFFICES[2], "ทุกไตรมาส", "HIGH") for each in services),
        ),
        "cs3-analysis": rows(
            "followed analyst priority",
            (f"เรื่องตามทะเบียน {mark}", OFFICES[1], "HIGH"),
            ("เวลารอที่จุดบริการ", OFFICES[1], "MEDIUM"),
        ),
        "cs3-reviews": rows(
            "topic held_on summary took_part evidence",
            (f"ทบทวนระบบตามบันทึกที่ {mark}", "30 มี.ค. 2569", "ตอบความคืบหน้าใน 3 วันทำการ", "ผู้แทนทุกกอง", _file(3)),
        ),
        "cs3-sharing": rows(
            "topic held_on summary took_part evidence",
            ("บทเรียนจากเรื่องร้องเรียน", "24 เม.ย. 2569", f"สรุปเลขที่ {mark}", "ผู้แทนทุกกอง", _file(3, 2)),
        ),
    }


def _networks(groups: tuple[str, ...], mark: str) -> Mapping[str, Rows]:
    """CS4."""
    two = "\n".join(groups[:2])
    return {
        "cs4-networks": rows(
            "name groups members channels working_group evidence",
            ("เครือข่ายผู้ใช้บริการ", two, "ผู้แทนกลุ่ม", "ไลน์กลุ่ม\nประชุมประจำปี", "คณะทำงานร่วม 7 คน", _file(4)),
            ("เครือข่ายรอบหน่วย", groups[3], "ผู้แทนชุมชน", "ไลน์กลุ่ม", "", ""),
        ),
        "cs4-activities": rows(
            "network name form held_on place announced groups before after explanation suggestions next_time evidence",
            *(
                (
                    network,
                    name,
                    "ประชุม",
                    day,
                    "ห้องประชุมตัวอย่าง",
                    "หนังสือเชิญ",
                    two,
                    "3.6",
                    "4.1",
                    f"สรุปที่ {mark}",
                    "",
                    "",
                    _file(4, 2),
                )
                for network, name, day in (
                    ("เครือข่ายผู้ใช้บริการ", "วันพบผู้ใช้บริการ", "12 มี.ค. 2569"),
                    ("เครือข่ายรอบหน่วย", "เยี่ยมชุมชนรอบหน่วย", "9 มิ.ย. 2569"),
                )
            ),
        ),
    }


def _participation(groups: tuple[str, ...], mark: str) -> Mapping[str, Rows]:
    """CS5."""
    two, counted = "\n".join(groups[:2]), "\n".join(f"{group} {12 + place}" for place, group in enumerate(groups))
    return {
        "cs5-activities": rows(
            "name level channel held_on groups result evidence",
            (f"รับฟังความเห็นเรื่องผังพื้นที่ ({mark})", "CONSULT", "WEBSITE", "20 ม.ค. 2569", counted, "ปรับผัง 2 จุด", _file(5)),
            ("ประชุมแผนบริการปีถัดไป", "INVOLVE", "WALK_IN", "18 ก.พ. 2569", counted, "เพิ่มรอบบริการ", ""),
            ("แจ้งผลการทำงานครึ่งปี", "INFORM", "WEBSITE", "22 เม.ย. 2569", two, "", ""),
        ),
        "cs5-channels": rows(
            "channel audience reach",
            *((each, two, f"รายงานเลขที่ {mark}") for each in ("WEBSITE", "WALK_IN", "HOTLINE")),
        ),
        "cs5-groups": rows(
            "name groups appointment appointed_on evidence",
            ("คณะทำงานร่วม", counted, f"คำสั่งที่ {mark}/2568", "5 พ.ย. 2568", _file(5, 2)),
        ),
        "cs5-publications": rows(
            "subject place published_on evidence",
            ("ผลการรับฟังความเห็น", "เว็บไซต์ของหน่วย", "2 ก.พ. 2569", _file(5)),
            (f"ประกาศที่ {mark}", "ป้ายประกาศ", "15 มิ.ย. 2569", ""),
        ),
    }


def _surveys(groups: tuple[str, ...], services: tuple[str, ...], mark: str) -> Mapping[str, Rows]:
    """CS6."""
    titles, every = (f"ความพึงพอใจประจำปี ({mark})", "ความพึงพอใจหลังรับบริการ"), "\n".join(services)
    return {
        "cs6-surveys": rows(
            "title groups services starts_on ends_on responsible criteria method population sample_size sampling "
            "evidence",
            *(
                (
                    title,
                    "\n".join(asked),
                    every,
                    "1 ก.พ. 2569",
                    "31 มี.ค. 2569",
                    *(OFFICES[1], "ถามตามขั้นตอนบริการ", "แบบสอบถาม", "172", "120", "สุ่มอย่างง่าย", _file(6)),
                )
                for title, asked in zip(titles, (groups, groups[:2]), strict=True)
            ),
        ),
        "cs6-results": rows(
            "survey group answers mean deviation dissatisfied finding use evidence",
            *(
                (
                    title,
                    group,
                    "40",
                    f"{3.4 + place / 5:.2f}",
                    "0.61",
                    f"{9 - place}",
                    f"สรุปที่ {mark}",
                    "แผนปี 2570",
                    _file(6, 2),
                )
                for title, asked in zip(titles, (groups, groups[:2]), strict=True)
                for place, group in enumerate(asked)
            ),
        ),
    }


def _standards(groups: tuple[str, ...], services: tuple[str, ...], mark: str) -> Mapping[str, Rows]:
    """CS7."""
    steps = (("รับคำขอ", "10"), ("ตรวจเอกสาร", "15"), ("ดำเนินการ", "20"), ("ส่งมอบ", "10"))
    return {
        "cs7-standards": rows(
            "service total unit fee documents channels hours law manual published_on evidence",
            *(
                (
                    each,
                    "60",
                    "MINUTE",
                    "ไม่มีค่าธรรมเนียม",
                    "บัตรประจำตัว",
                    "WALK_IN\nWEBSITE",
                    "วันราชการ 08.30-16.30 น.",
                    "",
                    f"คู่มือที่ {mark}",
                    "3 พ.ย. 2568",
                    _file(7),
                )
                for each in services
            ),
        ),
        "cs7-steps": rows(
            "standard number what who time unit",
            *(
                (each, str(at), what, OFFICES[2], time, "MINUTE")
                for each in services
                for at, (what, time) in enumerate(steps, start=1)
            ),
        ),
        "cs7-announcements": rows(
            "standard place announced_on groups evidence",
            *((each, "ป้ายหน้าจุดบริการ", "15 พ.ย. 2568", "\n".join(groups[:2]), _file(7)) for each in services),
        ),
        "cs7-development": rows(
            "manual topic held_on took_part evidence",
            (f"คู่มือที่ {mark}", "การต้อนรับ", "14 ม.ค. 2569", "เจ้าหน้าที่ 12 คน", _file(7, 2)),
        ),
        "cs7-actuals": rows(
            "standard period cases on_time mean_time unit",
            *((each, quarter, "310", "301", "48", "MINUTE") for each in services for quarter in QUARTERS[:3]),
        ),
    }
