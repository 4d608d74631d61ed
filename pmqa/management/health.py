"""What `./run doctor` looks at. Each check returns what is wrong, or an empty text where all is well."""

import hashlib
import os
import re
import secrets
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.translation import override
from django_q.brokers import get_broker
from django_q.models import OrmQ
from packaging.version import Version
from redis.exceptions import RedisError

from pmqa.backups.nightly import kept_backups
from pmqa.cycle.models import Assessment
from pmqa.evidence.durable import remove_stored, store_bytes
from pmqa.evidence.models import EvidenceFile
from pmqa.followup.models import ReportFile
from pmqa.freezing.verifying import (
    broken_links,
    changed_submissions,
    erased_since,
    missing_guards,
    without_snapshot,
)
from pmqa.management.commands.prepare import NOT_SERVED
from pmqa.reports.pdf import pango_missing
from pmqa.rollup.stored import check_all, stale

# PRAGMA values of SQLite, see DATABASES in the settings.
SQLITE_EXPECTED = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
# Older releases can damage the file in write-ahead mode.
SQLITE_SAFE_WAL = (3, 51, 3)
# The program's keys of Thai order compare by code points; the order of ICU for Thai would swap vowels once more.
BY_CODE_POINTS = "'กเก' > 'กขก'"
JOB_MAY_WAIT = timedelta(minutes=2)
KEY_LENGTH = 50
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu) or pango (Homebrew)"
LOCKED = re.compile(r"([\w.-]+)==(\S+) \\$")


@dataclass(frozen=True)
class Check:
    """A named check; the later ones count on the earlier ones, so that a failed `needed` one ends the round. `remark`
    says what is in order and yet worth knowing."""

    name: str
    problem: Callable[[], str]
    needed: bool = False
    remark: Callable[[], str] = str


def environment() -> str:
    """Whether the installed packages are those of the lock; a line with a condition is not looked at."""
    lines = (settings.BASE_DIR / "requirements.lock").read_text().splitlines()
    locked = [match.groups() for match in map(LOCKED.match, lines) if match]
    other = [name for name, version in locked if _installed(name) != Version(version)]
    return f"not as locked: {', '.join(other)}; remove .venv and start ./run" if other else ""


def _installed(name: str) -> Version | None:
    try:
        return Version(metadata.version(name))
    except metadata.PackageNotFoundError:
        return None


def configuration() -> str:
    found = [str(message.msg) for message in checks.run_checks() if message.level >= checks.WARNING]
    if settings.DEBUG:
        found.append("PMQA_DEBUG is on")
    return "; ".join(found)


def paper() -> str:
    with override("en"):
        problem = pango_missing()
    return f"{problem} Install {PANGO}" if problem else ""


def data_folder() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.PMQA_DATA) as file:
            file.write(b"-")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"{settings.PMQA_DATA} cannot be written: {error.strerror}"
    return ""


def file_storage() -> str:
    """Whether a file can be kept and removed where files lie."""
    name = f"doctor/{secrets.token_hex(8)}"
    try:
        store_bytes(b"-", name)
        remove_stored(name)
    except OSError as error:
        return f"no file can be kept: {error.strerror}"
    return ""


def secret_key() -> str:
    if len(settings.SECRET_KEY) < KEY_LENGTH:
        return f"shorter than {KEY_LENGTH} characters"
    path = settings.PMQA_DATA / "secret.key"
    if os.environ.get("PMQA_SECRET_KEY"):
        return ""
    if not path.exists():
        return f"{path} is missing: sessions end with each start"
    mode = stat.S_IMODE(path.stat().st_mode)
    return "" if mode == 0o600 else f"{path} may be read by others (mode {mode:o}); chmod 600 it"


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                return "; ".join(_sqlite_problems(cursor))
            cursor.execute(f"SELECT {BY_CODE_POINTS}")
            if not cursor.fetchone()[0]:
                return (
                    "texts sort by a language, and Thai lists are out of order; make it with C.UTF-8 (docs/deploy.md)"
                )
    except DatabaseError as error:
        return f"does not answer: {error}"
    return ""


def _sqlite_problems(cursor: object) -> Iterator[str]:
    def answer(pragma: str) -> object:
        cursor.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]
        return cursor.fetchone()[0]  # type: ignore[attr-defined]

    for name, expected in SQLITE_EXPECTED.items():
        if answer(name) != expected:
            yield f"{name} is {answer(name)}, not {expected}"
    if answer("journal_mode") == "wal" and sqlite3.sqlite_version_info < SQLITE_SAFE_WAL:
        yield f"write-ahead mode is not safe with SQLite {sqlite3.sqlite_version}"
    if answer("quick_check") != "ok":
        yield f"damaged: {answer('quick_check')}"


def migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(plan)} migrations are not applied; start ./run" if plan else ""


def static_files() -> str:
    found = (pair for finder in get_finders() for pair in finder.list(NOT_SERVED))
    names = (Path(getattr(storage, "prefix", None) or "") / name for name, storage in found)
    missing = [name for name in names if not (Path(settings.STATIC_ROOT) / name).exists()]
    return f"{len(missing)} not collected, {missing[0]} for one; start ./run" if missing else ""


def catalogue() -> str:
    source = Path(settings.LOCALE_PATHS[0]) / "th" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if not compiled.exists():
        return f"{compiled} is missing; run ./run doctor, which makes it"
    return "" if compiled.stat().st_mtime >= source.stat().st_mtime else f"{compiled} is older than {source.name}"


def worker() -> str:
    if settings.PMQA_BROKER_URL:
        try:
            get_broker().ping()
        except RedisError as error:
            return f"the broker does not answer: {error}"
        return ""
    waiting = OrmQ.objects.filter(lock__lt=timezone.now() - JOB_MAY_WAIT).count()
    return f"{waiting} jobs have waited longer than {JOB_MAY_WAIT}: is the worker running?" if waiting else ""


def evidence_files() -> str:
    return _told(problem for problem in map(_file_problem, _stored_files()) if problem)


def _told(problems: Iterable[str]) -> str:
    """The first ten of them, and how many more there are."""
    found: list[str] = []
    more = 0
    for problem in problems:
        if len(found) < 10:
            found.append(problem)
        else:
            more += 1
    return "; ".join(found) + (f"; and {more} more" if more else "")


def _stored_files() -> Iterator[EvidenceFile | ReportFile]:
    yield from EvidenceFile._base_manager.exclude(stored="").only("number", "stored", "sha256").iterator()
    yield from ReportFile.objects.exclude(stored="").only("title", "stored", "sha256").iterator()


def _file_problem(file: EvidenceFile | ReportFile) -> str:
    try:
        with file.stored.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return f"{file} (row {file.pk}): {file.stored.name} cannot be read"
    return "" if digest == file.sha256 else f"{file} (row {file.pk}): {file.stored.name} is not what was uploaded"


def guards() -> str:
    """Whether the database itself refuses a change of what is submitted."""
    tables = missing_guards()
    return f"{len(tables)} tables are not guarded, {tables[0]} for one; start ./run manage migrate" if tables else ""


def chain() -> str:
    return _told(broken_links())


def submissions() -> str:
    return _told(changed_submissions())


def submissions_remark() -> str:
    """What was erased of submissions by law, and how many were made before snapshots were kept."""
    earlier = without_snapshot()
    return "; ".join(filter(None, (_told(erased_since()), f"{earlier} have no snapshot" if earlier else "")))


def backups() -> str:
    """Whether the folder of the backups can be reached, where it stands already."""
    try:
        kept_backups()
    except OSError as error:
        return f"{settings.PMQA_BACKUPS} cannot be read: {error.strerror}"
    return ""


def backups_remark() -> str:
    if settings.PMQA_BACKUPS is None:
        return "PMQA_BACKUPS is off: nothing is backed up at night"
    found = kept_backups()
    return f"{len(found)} of the night, the last {found[-1].name}" if found else "none of the night yet"


def stored_results() -> str:
    """Whether what is stored of every assessment is what its rows say; what is due to be computed is no fault."""
    return _told(
        f"{each.assessment.unit.code} {each.assessment.year}: {each.what}" for each in check_all() if not each.is_due
    )


def stored_results_remark() -> str:
    waiting = len(stale(Assessment.objects.all()))
    return f"{waiting} assessments are to be computed again; the job cluster does it every minute" if waiting else ""


CHECKS = (
    Check("Installed packages", environment),
    Check("Configuration", configuration),
    Check("Thai line breaking for the PDF (Pango)", paper),
    Check("Data folder", data_folder, needed=True),
    Check("File storage", file_storage),
    Check("Secret key", secret_key),
    Check("Thai catalogue", catalogue),
    Check("Static files", static_files),
    Check("Database", database, needed=True),
    Check("Tables", migrations, needed=True),
    Check("Background jobs", worker),
    Check("Backups", backups, remark=backups_remark),
    Check("Evidence files are there and unchanged", evidence_files),
    Check("The database guards what is submitted", guards),
    Check("The chain of submissions holds", chain),
    Check("Submissions are as they were submitted", submissions, remark=submissions_remark),
    Check("Stored results are what the rows say", stored_results, remark=stored_results_remark),
)
