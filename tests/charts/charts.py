"""Charts of every kind for tests."""

from pmqa.charts.chart import Chart, ChartRow, Kind, Rest, by_size

LONG = "เจ้าหน้าที่พูดจาไม่สุภาพกับผู้รับบริการและผู้มีส่วนได้ส่วนเสียที่มาติดต่อราชการในเวลาพักกลางวัน"


def pareto_chart(*counts: int, rest: Rest | None = None, label: str = "เรื่องที่ {}") -> Chart:
    rows = by_size(ChartRow(label.format(n), (count,), f"/rows/{n}/") for n, count in enumerate(counts, start=1))
    return Chart("subjects", "เรื่องที่ร้องเรียน", Kind.PARETO, "เรื่อง", ("จำนวน",), rows, "อ่านว่า", "ยังไม่มีเรื่อง", rest)


def bars_chart(*counts: int) -> Chart:
    rows = tuple(ChartRow(f"ช่วงที่ {n}", (count,)) for n, count in enumerate(counts, start=1))
    return Chart("ages", "อายุเรื่อง", Kind.BARS, "อายุ", ("จำนวน",), rows, "อ่านว่า", "ไม่มีเรื่องค้าง")


def columns_chart(*counts: tuple[int, ...]) -> Chart:
    rows = tuple(ChartRow(f"เดือน {n}", each) for n, each in enumerate(counts, start=1))
    series = ("ก", "ข", "ค", "ง")[: len(counts[0])] if counts else ("ก",)
    return Chart("months", "รายเดือน", Kind.COLUMNS, "เดือน", series, rows, "อ่านว่า", "ไม่มีเรื่อง")


def shares_chart(*counts: tuple[int, ...]) -> Chart:
    rows = tuple(ChartRow(f"ประเภท {n}", each) for n, each in enumerate(counts, start=1))
    series = ("ทัน", "ช้า", "ยังไม่ถึง", "เกิน")
    return Chart("in-time", "ทันเวลา", Kind.SHARES, "ประเภท", series, rows, "อ่านว่า", "ไม่มี", undecided=(2,))


def ladder_chart(*notes: str) -> Chart:
    """Rungs from above; one stands where there is a note."""
    rows = tuple(ChartRow(f"ระดับ {len(notes) - n}", (int(bool(note)),), note=note) for n, note in enumerate(notes))
    return Chart("levels", "ระดับ", Kind.LADDER, "ระดับ", ("จำนวน",), rows, "อ่านว่า", "ยังไม่มี", noted="กิจกรรม")


def likert_chart(*counts: tuple[int, ...]) -> Chart:
    rows = tuple(ChartRow(f"ข้อ {n}", each) for n, each in enumerate(counts, start=1))
    series = ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")
    return Chart("answers", "ความเห็น", Kind.LIKERT, "ข้อ", series, rows, "อ่านว่า", "ยังไม่มี")


def scores_chart(*counts: tuple[int | None, ...]) -> Chart:
    """Means in hundredths, this year and last year."""
    rows = tuple(ChartRow(f"กลุ่ม {n}", each) for n, each in enumerate(counts, start=1))
    return Chart("means", "ค่าเฉลี่ย", Kind.SCORES, "กลุ่ม", ("ปีนี้", "ปีก่อน"), rows, "อ่านว่า", "ยังไม่มี", whole=500)


EVERY_KIND = (
    pareto_chart(40, 30, 20, 10),
    bars_chart(5, 3, 0, 9),
    columns_chart((1, 2, 0, 4), (0, 0, 0, 0), (3, 1, 1, 0)),
    shares_chart((6, 2, 3, 1), (0, 0, 0, 0)),
    ladder_chart("", "ประชุม 1", "สำรวจ 2"),
    likert_chart((1, 2, 3, 4, 5), (0, 0, 0, 0, 7)),
    scores_chart((421, 400), (380, None)),
)
