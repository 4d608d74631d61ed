"""The Thai catalogue is collected, kept and checked without gettext."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.utils.translation import gettext, ngettext, override, trans_real

from pmqa.management.catalogue import (
    Text,
    compile_catalogue,
    problems,
    project_texts,
    read_catalogue,
    written,
)


def as_texts(*texts: Text) -> dict[tuple[str | None, str], Text]:
    return {text.key: text for text in texts}


def kept(tmp_path: Path, content: str) -> Catalog:
    path = tmp_path / "django.po"
    path.write_text(content)
    return read_catalogue(path)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    app = tmp_path / "someapp"
    (app / "templates").mkdir(parents=True)
    (app / "views.py").write_text(
        'label = _("From code")\nfew = ngettext("%(n)d row", "%(n)d rows", n)\nshort = pgettext("day", "Sun")\n'
    )
    (app / "templates" / "page.html").write_text(
        "{% load i18n %}<p title=\"{% translate 'Isn’t it' %}\">it's {% blocktranslate trimmed with n=3 %}\n"
        "  {{ n }} of them{% endblocktranslate %}"
    )
    return tmp_path


def test_texts_of_code_and_templates_are_found(project: Path) -> None:
    texts = project_texts(project)
    assert {(None, "From code"), (None, "Isn’t it"), (None, "%(n)s of them"), ("day", "Sun")} <= texts.keys()
    assert texts[None, "%(n)d row"].plural == "%(n)d rows"


def test_texts_of_packages_count_only_where_the_packages_have_no_thai_or_have_it_wrong(tmp_path: Path) -> None:
    texts = project_texts(tmp_path)
    assert (None, "This password is too common.") in texts
    assert (None, "This field is required.") in texts
    assert (None, "Enter a valid email address.") not in texts


def test_translations_stay_when_texts_come_and_go(tmp_path: Path) -> None:
    old = kept(tmp_path, 'msgid "Row"\nmsgstr "แถว"\n\nmsgid "Gone"\nmsgstr "ไปแล้ว"\n')
    text = written(as_texts(Text("Row"), Text("New"), Text("%(n)d row", "%(n)d rows")), old)
    again = written(as_texts(Text("%(n)d row", "%(n)d rows"), Text("New"), Text("Row")), kept(tmp_path, text))
    assert 'msgid "Row"\nmsgstr "แถว"' in text
    assert "Gone" not in text
    assert again == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "not in the catalogue: 'Saved %(n)d'"),
        ('msgid "Saved %(n)d"\nmsgstr ""\n', "untranslated: 'Saved %(n)d'"),
        ('#, fuzzy\nmsgid "Saved %(n)d"\nmsgstr "บันทึก %(n)d"\n', "fuzzy: 'Saved %(n)d'"),
        ('msgid "Saved %(n)d"\nmsgstr "บันทึก"\n', "other placeholders: 'Saved %(n)d' and 'บันทึก'"),
        ('msgid "Saved %(n)d"\nmsgstr "บันทึก %(n)d"\n\nmsgid "Old"\nmsgstr "เก่า"\n', "no longer used: 'Old'"),
    ],
)
def test_each_fault_is_named(tmp_path: Path, content: str, said: str) -> None:
    assert list(problems(as_texts(Text("Saved %(n)d")), kept(tmp_path, content))) == [said]


def test_a_complete_catalogue_has_no_faults(tmp_path: Path) -> None:
    content = 'msgid "%(n)d row"\nmsgid_plural "%(n)d rows"\nmsgstr[0] "%(n)d แถว"\n'
    assert list(problems(as_texts(Text("%(n)d row", "%(n)d rows")), kept(tmp_path, content))) == []


def test_django_reads_what_was_compiled(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    words = 'msgid "Hull number"\nmsgstr "หมายเลขเรือ"\n\n'
    words += 'msgid "%(n)d ship"\nmsgid_plural "%(n)d ships"\nmsgstr[0] "เรือ %(n)d ลำ"\n'
    path.write_text(written({}, Catalog(locale="th")) + words)
    compile_catalogue(path)
    settings.LOCALE_PATHS = [tmp_path]
    trans_real._translations.clear()
    try:
        with override("th"):
            assert gettext("Hull number") == "หมายเลขเรือ"
            assert ngettext("%(n)d ship", "%(n)d ships", 2) % {"n": 2} == "เรือ 2 ลำ"
    finally:
        trans_real._translations.clear()


def test_the_catalogue_of_the_project_is_complete() -> None:
    path = Path(settings.BASE_DIR) / "locale" / "th" / "LC_MESSAGES" / "django.po"
    assert list(problems(project_texts(settings.BASE_DIR), read_catalogue(path))) == []
