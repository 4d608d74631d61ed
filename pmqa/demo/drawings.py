"""Plain drawings that stand for photographs and scanned pages: the demonstration shows no real people or papers."""

import datetime
import io
import math
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 640)
PAGE = (827, 1169)
SKY, SEA, HULL, DECK, LAND = (188, 216, 236), (38, 92, 138), (96, 106, 118), (226, 228, 230), (214, 196, 150)
WOOD, WALL, FLOOR, INK, PAPER = (150, 108, 70), (232, 228, 216), (190, 180, 164), (70, 76, 84), (252, 252, 248)
SHIRTS = ((40, 70, 120), (170, 70, 60), (70, 120, 80), (150, 110, 40), (90, 80, 130))


def picture(scene: str, number: str = "") -> bytes:
    """The drawing called `scene`, a key of SCENES, as PNG; KeyError for any other. With another `number` in its corner
    it is another file."""
    image = Image.new("RGB", SIZE, SKY)
    draw = ImageDraw.Draw(image)
    SCENES[scene](draw)
    _mark(draw, (24, SIZE[1] - 44), number)
    return _bytes(image, "PNG")


def page(seed: int, on: datetime.datetime) -> bytes:
    """A page as if scanned, a PDF dated `on`: lines in place of text, laid out by `seed`, so that no two are alike."""
    image = Image.new("RGB", PAGE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.ellipse((374, 70, 454, 150), outline=INK, width=4)
    draw.line((250, 190, 577, 190), fill=INK, width=9)
    for line in range(26):
        left = 170 if line % 7 == 0 else 110
        right = 720 - (seed * 37 + line * 53) % 190
        draw.line((left, 250 + line * 30, right, 250 + line * 30), fill=(130, 134, 140), width=5)
    draw.arc((470, 1040, 640, 1100), 180, 330, fill=(30, 50, 120), width=4)
    _mark(draw, (60, 40))
    return _bytes(image, "PDF", resolution=100, creationDate=on.timetuple(), modDate=on.timetuple())


def _bytes(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _mark(draw: ImageDraw.ImageDraw, at: tuple[int, int], number: str = "") -> None:
    draw.text(
        at,
        f"EXAMPLE {number}".rstrip(),
        fill=(250, 240, 230),
        stroke_width=2,
        stroke_fill=INK,
        font=ImageFont.load_default(24),
    )


def _sea(draw: ImageDraw.ImageDraw, top: int) -> None:
    draw.rectangle((0, top, *SIZE), fill=SEA)
    for row in range(top + 24, SIZE[1], 34):
        wave = [(x, row + 6 * math.sin((x + row) / 28)) for x in range(0, SIZE[0] + 1, 12)]
        draw.line(wave, fill=(92, 142, 182), width=3)


def _ship(draw: ImageDraw.ImageDraw, left: int, water: int, length: int) -> None:
    height = length // 7
    draw.polygon(
        ((left, water - height), (left + length, water - height - 20), (left + length - 70, water), (left + 40, water)),
        fill=HULL,
    )
    house = (left + length // 4, water - 2 * height, left + length // 2, water - height)
    draw.rectangle(house, fill=DECK, outline=INK, width=3)
    mast = left + length * 3 // 8
    draw.line((mast, water - 2 * height, mast, water - 4 * height), fill=INK, width=6)
    draw.line((mast - 40, water - 3 * height, mast + 40, water - 3 * height), fill=INK, width=4)


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, shirt: tuple[int, int, int]) -> None:
    draw.ellipse((x - 22, y - 78, x + 22, y - 34), fill=(214, 170, 136))
    draw.rounded_rectangle((x - 36, y - 34, x + 36, y + 60), 20, fill=shirt)


def _at_sea(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((760, 60, 850, 150), fill=(250, 224, 140))
    _sea(draw, 380)
    _ship(draw, 180, 420, 580)


def _fishing(draw: ImageDraw.ImageDraw) -> None:
    _sea(draw, 300)
    for left, water, length in ((90, 350, 230), (420, 390, 280), (720, 340, 200)):
        _ship(draw, left, water, length)
    draw.polygon(((0, 520), (960, 470), (960, 640), (0, 640)), fill=LAND)
    for place, x in enumerate((330, 430, 560)):
        _person(draw, x, 530, SHIRTS[place])


def _meeting(draw: ImageDraw.ImageDraw) -> None:
    _room(draw)
    draw.rectangle((320, 60, 640, 220), fill=PAPER, outline=INK, width=4)
    for bar, height in enumerate((60, 90, 40, 110)):
        draw.rectangle((360 + bar * 66, 200 - height, 400 + bar * 66, 200), fill=SHIRTS[bar])
    for seat in range(5):
        _person(draw, 200 + seat * 140, 350, SHIRTS[seat])
    draw.ellipse((120, 370, 840, 540), fill=WOOD, outline=INK, width=4)
    for sheet in range(5):
        draw.rectangle((190 + sheet * 130, 420, 240 + sheet * 130, 450), fill=PAPER)


def _dock(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 420, *SIZE), fill=FLOOR)
    draw.polygon(((80, 420), (880, 420), (780, 600), (180, 600)), fill=(150, 150, 150))
    _ship(draw, 210, 560, 540)
    draw.line((120, 420, 120, 90), fill=(200, 150, 40), width=16)
    draw.line((90, 100, 460, 100), fill=(200, 150, 40), width=14)
    draw.line((420, 100, 420, 240), fill=INK, width=4)
    for place, x in enumerate((800, 880)):
        _person(draw, x, 520, SHIRTS[place + 2])


def _shore(draw: ImageDraw.ImageDraw) -> None:
    _sea(draw, 260)
    _ship(draw, 610, 300, 280)
    draw.rectangle((0, 380, *SIZE), fill=LAND)
    for post in (60, 520):
        draw.line((post, 150, post, 560), fill=WOOD, width=14)
    draw.polygon(((20, 160), (290, 70), (560, 160)), fill=(160, 84, 64))
    _person(draw, 140, 400, SHIRTS[0])
    for place, x in enumerate((270, 360, 450, 640, 760, 860)):
        _person(draw, x, 500 + 30 * (place % 2), SHIRTS[place % 5])


def _charts(draw: ImageDraw.ImageDraw) -> None:
    _room(draw)
    draw.rectangle((60, 60, 300, 250), fill=(200, 220, 226), outline=INK, width=4)
    draw.polygon(((60, 130), (140, 110), (220, 190), (300, 180), (300, 250), (60, 250)), fill=LAND)
    for place, x in enumerate((250, 390, 560, 720)):
        _person(draw, x, 340, SHIRTS[place])
    draw.polygon(((180, 380), (790, 380), (900, 560), (70, 560)), fill=WOOD, outline=INK)
    draw.polygon(((280, 400), (690, 400), (760, 530), (200, 530)), fill=(214, 230, 236), outline=INK)
    draw.polygon(((280, 400), (430, 400), (380, 460), (240, 470)), fill=LAND)
    draw.line((330, 520, 470, 450, 600, 480, 700, 410), fill=(170, 70, 60), width=5)


def _counter(draw: ImageDraw.ImageDraw) -> None:
    _room(draw)
    for shelf in (110, 200):
        draw.line((80, shelf, 520, shelf), fill=WOOD, width=10)
        for roll in range(9):
            draw.rectangle((96 + roll * 46, shelf - 44, 120 + roll * 46, shelf - 6), fill=PAPER, outline=INK, width=2)
    for place, x in enumerate((200, 380)):
        _person(draw, x, 330, SHIRTS[place + 2])
    draw.rectangle((60, 370, 560, 540), fill=WOOD, outline=INK, width=4)
    draw.rectangle((240, 350, 330, 372), fill=PAPER, outline=INK, width=2)
    for place, x in enumerate((650, 750, 850)):
        _person(draw, x, 470, SHIRTS[place])


def _forum(draw: ImageDraw.ImageDraw) -> None:
    _room(draw)
    draw.rectangle((300, 50, 660, 250), fill=(200, 220, 226), outline=INK, width=4)
    draw.line((330, 230, 430, 150, 520, 190, 630, 80), fill=(170, 70, 60), width=6)
    _person(draw, 200, 300, SHIRTS[0])
    draw.rectangle((150, 310, 250, 400), fill=WOOD, outline=INK, width=3)
    for row, y in enumerate((450, 560)):
        for seat in range(7):
            _person(draw, 120 + seat * 120 + row * 40, y, SHIRTS[(seat + row) % 5])


def _board(draw: ImageDraw.ImageDraw) -> None:
    _sea(draw, 330)
    _ship(draw, 40, 380, 260)
    draw.rectangle((0, 460, *SIZE), fill=LAND)
    for post in (420, 800):
        draw.line((post, 120, post, 560), fill=WOOD, width=14)
    draw.rectangle((400, 110, 820, 330), fill=WOOD, outline=INK, width=4)
    for sheet in range(3):
        left = 424 + sheet * 130
        draw.rectangle((left, 132, left + 110, 308), fill=PAPER)
        for line in range(6):
            draw.line((left + 12, 160 + line * 24, left + 96 - 9 * (line % 3), 160 + line * 24), fill=INK, width=4)
    for place, x in enumerate((330, 520, 650)):
        _person(draw, x, 500, SHIRTS[place + 1])


def _room(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((0, 0, SIZE[0], 400), fill=WALL)
    draw.rectangle((0, 400, *SIZE), fill=FLOOR)


SCENES: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "ship": _at_sea,
    "fishing": _fishing,
    "meeting": _meeting,
    "dock": _dock,
    "shore": _shore,
    "charts": _charts,
    "counter": _counter,
    "forum": _forum,
    "board": _board,
}
