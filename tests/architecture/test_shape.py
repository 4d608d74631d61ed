"""The shape of the house: sizes, names, and what may stand where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("pmqa", "customers", "channels", "complaints", "participation", "satisfaction", "standards")
CRITERION_APPS = PACKAGES[1:]
CORE = ("pmqa/evidence", "pmqa/cycle", "pmqa/profile", "pmqa/organization", "pmqa/thai")
LONGEST_FILE, USUAL_FILE = 400, 200
LONGEST_FUNCTION, USUAL_FUNCTION = 50, 25


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def ninetieth(sizes: list[int]) -> int:
    return sorted(sizes)[int(len(sizes) * 0.9)]


def test_files_are_short() -> None:
    lines = {named(path): len(path.read_text().splitlines()) for path in sources(*PACKAGES)}
    assert {name: count for name, count in lines.items() if count > LONGEST_FILE} == {}
    assert ninetieth(list(lines.values())) <= USUAL_FILE


def test_functions_are_short() -> None:
    lengths = {}
    for path in sources(*PACKAGES):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{named(path)}:{node.lineno} {node.name}"] = (node.end_lineno or 0) - node.lineno + 1
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert ninetieth(list(lengths.values())) <= USUAL_FUNCTION


def test_templates_are_short() -> None:
    assert ninetieth([len(path.read_text().splitlines()) for path in templates()]) <= 90


def test_packages_say_nothing_by_themselves() -> None:
    assert [
        named(path) for path in sources(*PACKAGES, "tests") if path.name == "__init__.py" and path.read_text()
    ] == []


def test_no_file_is_called_by_a_word_that_says_nothing() -> None:
    empty = {"utils", "helpers", "misc", "manager", "data", "info", "common", "base"}
    assert [named(path) for path in sources(*PACKAGES, "tests") if path.stem in empty] == []


UNSAFE = re.compile(
    r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:"
)


def test_templates_trust_nothing() -> None:
    """Paper is no page: a table of a report may set its own measures, as no policy of a browser reads it."""
    found = {named(path): UNSAFE.findall(path.read_text()) for path in templates()}
    for name, hits in found.items():
        assert [hit for hit in hits if not ("/paper/" in name and hit == " style=")] == [], name


@pytest.mark.parametrize("word", ["mark_safe", "csrf_exempt", "pickle", " eval(", " exec("])
def test_no_code_goes_round_a_guard(word: str) -> None:
    assert [named(path) for path in sources(*PACKAGES) if word in path.read_text()] == []


# What is sent back as it came, its token included, by pages that take nothing from the database.
SENT_BACK = "{% for name, value in kept %}"


def test_every_posting_form_carries_its_token() -> None:
    form = re.compile(r'<form[^>]*method="post"[^>]*>(.*?)</form>', re.S)
    for path in templates():
        for inner in form.findall(path.read_text()):
            assert "{% csrf_token %}" in inner or SENT_BACK in inner, named(path)


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize(
    ("library", "folder"),
    [("openpyxl", "pmqa/exchange"), ("weasyprint", "pmqa/reports"), ("PIL", "pmqa/")],
)
def test_a_library_is_imported_in_its_own_folder_only(library: str, folder: str) -> None:
    users = [
        named(path) for path in sources(*PACKAGES) if any(name.split(".")[0] == library for name in imported(path))
    ]
    assert users
    assert [name for name in users if not name.startswith(folder)] == []


def words_of(path: Path) -> set[str]:
    """The names and texts that a file of code uses, without its comments and docstrings."""
    tree, found = ast.parse(path.read_text()), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body[0].value.value = ""  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def test_the_core_names_no_criterion_and_no_table() -> None:
    from pmqa.criteria import CRITERIA, TABLES

    criteria = {criterion.code for criterion in CRITERIA} | {criterion.code.lower() for criterion in CRITERIA}
    tables = {table.key for table in TABLES if table.criterion != "P"}
    models = {table.model.__name__ for table in TABLES if table.criterion != "P"}
    for path in sources(*CORE):
        words = words_of(path)
        assert words & (criteria | tables | models | set(CRITERION_APPS)) == set(), named(path)
        assert not any(re.search(r"\bCS\[?[1-7]", word) for word in words), named(path)


def test_the_templates_of_the_core_ask_for_no_table_and_no_criterion() -> None:
    from pmqa.criteria import TABLES

    keys = "|".join(re.escape(table.key) for table in TABLES)
    asked = re.compile(
        rf"""table\.key\s*[!=]=|criterion\.code\s*[!=]=|['"](?:{keys})['"]\s*(?:==|!=)|\bCS[1-7]\b|\bcs[1-7]\b"""
    )
    folders = ("evidence", "parts", "scoring", "exchange")
    found = {named(path): asked.findall(path.read_text()) for path in templates() if path.parts[-2] in folders}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_apps_stand_in_the_order_of_imports() -> None:
    """Templates and translations of a higher layer go before those of a lower one."""
    ours = [app for app in settings.INSTALLED_APPS if app.split(".")[0] in PACKAGES]
    assert ours == [
        "pmqa",
        "pmqa.headquarters",
        "pmqa.annual",
        "pmqa.reminders",
        "pmqa.shelf",
        "pmqa.likeness",
        "pmqa.followup",
        "pmqa.discussion",
        "pmqa.assessing",
        "pmqa.statistics",
        "pmqa.rollup",
        "pmqa.reports",
        "pmqa.exchange",
        "pmqa.judging",
        "pmqa.scoring",
        "pmqa.freezing",
        *CRITERION_APPS,
        "pmqa.personal",
        "pmqa.evidence",
        "pmqa.profile",
        "pmqa.cycle",
        "pmqa.door",
        "pmqa.notices",
        "pmqa.audit",
        "pmqa.organization",
    ]
    assert settings.INSTALLED_APPS[: len(ours)] == ours


def test_criterion_apps_know_nothing_of_each_other() -> None:
    for app in CRITERION_APPS:
        for path in sources(app):
            others = {name.split(".")[0] for name in imported(path)} & (set(CRITERION_APPS) - {app})
            assert others == set(), named(path)


def test_no_model_overrides_save_and_no_signal_steers() -> None:
    """Guards of the database are laid round its migrations: there is no other moment for it."""
    laying = re.compile(r"from django\.db\.models\.signals import (?:post_migrate|pre_migrate|, )+\n")
    for path in sources(*PACKAGES):
        text = path.read_text()
        assert "django.dispatch" not in text, named(path)
        is_the_one = named(path) == "pmqa/guards.py"
        assert "db.models.signals" not in (laying.sub("", text) if is_the_one else text), named(path)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef):
                # To delete a file is what Django asks of a storage.
                names = {each.name for each in node.body if isinstance(each, ast.FunctionDef)}
                if named(path).startswith("pmqa/storage/"):
                    names.discard("delete")
                assert not names & {"save", "delete"}, f"{named(path)} {node.name}"


def test_nothing_is_left_undone() -> None:
    left = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    assert [named(path) for path in (*sources(*PACKAGES), *templates()) if left.search(path.read_text())] == []
