"""How like two texts are, and whether like ones are found by their keys. Pure."""

import random

from pmqa.likeness.prints import LEAST_LETTERS, keys_of, pieces_of, share_of

TEXT = "หน่วยสำรวจความต้องการของชาวประมงทุกไตรมาสด้วยแบบสอบถามและการประชุมกลุ่มย่อย แล้วนำผลไปปรับข่าวอากาศ"


def test_spaces_and_spelling_of_marks_make_no_difference() -> None:
    assert pieces_of(TEXT) == pieces_of(f"  {TEXT.replace(' ', '  ')} ".replace("ำ", "ํา"))
    assert share_of(pieces_of(TEXT), pieces_of(TEXT)) == 1


def test_short_texts_are_not_compared() -> None:
    assert pieces_of("ก" * (LEAST_LETTERS - 1)) == frozenset()
    assert pieces_of("ก" * LEAST_LETTERS)
    assert share_of(frozenset(), frozenset()) == 0.0


def test_the_share_is_that_of_the_pieces() -> None:
    assert share_of(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    other = pieces_of(TEXT.replace("ชาวประมง", "ผู้ป่วยนอก"))
    assert 0.6 < share_of(pieces_of(TEXT), other) < 1
    assert share_of(pieces_of(TEXT), pieces_of("โรงพยาบาลเปิดคลินิกนอกเวลาราชการวันเสาร์และวันอาทิตย์ตลอดปีงบประมาณนี้")) < 0.1


def test_keys_find_what_is_alike_and_leave_what_is_not() -> None:
    """Against the chances of the method: 99 in 100 at 90 %, 94 at 80 %, fewer than half at 50 %."""
    numbers = random.Random(2569)

    def found(alike: float, pieces: int = 200, tries: int = 300) -> float:
        hits = 0
        for _try in range(tries):
            both = round(2 * pieces * alike / (1 + alike))
            every = numbers.sample(range(2**32), 2 * pieces - both)
            first, second = frozenset(every[:pieces]), frozenset(every[pieces - both :])
            hits += bool(set(keys_of(first)) & set(keys_of(second)))
        return hits / tries

    assert found(1.0, tries=20) == 1
    assert found(0.9) > 0.96
    assert found(0.8) > 0.88
    assert found(0.5) < 0.55
    assert found(0.2) < 0.1
