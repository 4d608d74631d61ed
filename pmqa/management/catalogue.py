"""The Thai catalogue: collects the texts of the project, compiles them, and says what is missing. Needs no gettext.

The texts of installed packages that their own Thai catalogues lack, or have wrong, are collected too: the project's
catalogue comes before theirs, so that no English reaches a Thai page.
"""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from pmqa.management.packages import FOREIGN, KEYS, REWORDED

LANGUAGE = "th"
KEYWORDS = ("_", "gettext", "gettext_lazy", "gettext_noop", "pgettext", "pgettext_lazy")
PLURAL_KEYWORDS = ("ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy")
OUTSIDE = {"tests", "bench", "data", "docs", "locale", "static", "node_modules"}
HEADER = """\
msgid ""
msgstr ""
"Language: th\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sdif]|\{\w*\}")


@dataclass(frozen=True)
class Text:
    """A text to translate, as it stands in the code: `plural` and `context` are None where it has none."""

    msgid: str
    plural: str | None = None
    context: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.msgid


def project_texts(root: Path) -> dict[tuple[str | None, str], Text]:
    """The texts of the Python files and templates below `root`, and of the packages where these have no Thai."""
    folders = [path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")]
    own = [text for path in folders if path.name not in OUTSIDE for text in _texts_below(path)]
    left = _translated_by_packages() - {(None, msgid) for msgid in REWORDED}
    foreign = [text for path in _foreign_paths() for text in _texts_below(path) if text.key not in left]
    return _merged(own + foreign)


def read_catalogue(path: Path) -> Catalog:
    """The catalogue kept at `path`; an empty one where there is no file yet."""
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def written(texts: dict[tuple[str | None, str], Text], old: Catalog) -> str:
    """The catalogue of `texts` with the translations of `old`: sorted, without dates and line numbers."""
    catalogue = Catalog(locale=LANGUAGE)
    for text in texts.values():
        before = old.get(text.msgid, text.context)
        msgid = (text.msgid, text.plural) if text.plural else text.msgid
        flags = {"fuzzy"} if before is not None and before.fuzzy else set()
        catalogue.add(msgid, _kept(before, plural=bool(text.plural)), flags=flags, context=text.context)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, no_location=True, omit_header=True, sort_output=True)
    return HEADER + buffer.getvalue().decode()


def compile_catalogue(path: Path) -> None:
    """Writes the catalogue at `path` beside it in the binary form (.mo) that Django reads."""
    buffer = io.BytesIO()
    write_mo(buffer, read_catalogue(path))
    partial = path.with_suffix(".partial")
    partial.write_bytes(buffer.getvalue())
    partial.replace(path.with_suffix(".mo"))


def problems(texts: dict[tuple[str | None, str], Text], catalogue: Catalog) -> Iterator[str]:
    """A line for each text that is missing, untranslated, fuzzy, no longer used, or has other placeholders."""
    kept = {(message.context, _single(message)): message for message in catalogue if message.id}
    for key in sorted(texts.keys() - kept.keys(), key=str):
        yield f"not in the catalogue: {key[1]!r}"
    for key in sorted(kept.keys() - texts.keys(), key=str):
        yield f"no longer used: {key[1]!r}"
    for message in kept.values():
        strings = _strings(message)
        if message.fuzzy:
            yield f"fuzzy: {_single(message)!r}"
        elif not strings or not all(strings):
            yield f"untranslated: {_single(message)!r}"
        elif any(_placeholders(string) != _placeholders(_last(message)) for string in strings):
            yield f"other placeholders: {_single(message)!r} and {strings[0]!r}"


def _merged(texts: list[Text]) -> dict[tuple[str | None, str], Text]:
    merged: dict[tuple[str | None, str], Text] = {}
    for text in texts:
        if text.key not in merged or text.plural:
            merged[text.key] = text
    return merged


def _texts_below(path: Path) -> Iterator[Text]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in files:
        if {"migrations", "tests"} & set(file.relative_to(path).parts):
            continue
        if file.suffix == ".py":
            yield from _texts(file.read_text())
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            yield from _texts("(\n" + templatize(file.read_text(), origin=str(file)) + "\n)")


def _texts(source: str) -> Iterator[Text]:
    keywords = dict.fromkeys(KEYWORDS + PLURAL_KEYWORDS)
    for _line, function, arguments, _comments in extract_python(io.BytesIO(source.encode()), keywords, [], {}):
        parts = list(arguments) if isinstance(arguments, list | tuple) else [arguments]
        context = parts.pop(0) if "pgettext" in function else None
        plural = parts[1] if function in PLURAL_KEYWORDS and len(parts) > 1 else None
        if parts and parts[0] and parts[0] not in KEYS:
            yield Text(parts[0], plural, context)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(name)
    return Path(spec.submodule_search_locations[0])


def _foreign_paths() -> Iterator[Path]:
    for name in FOREIGN:
        package, _, rest = name.partition("/")
        yield _package(package) / rest


def _translated_by_packages() -> set[tuple[str | None, str]]:
    found: set[tuple[str | None, str]] = set()
    for package in {name.partition("/")[0] for name in FOREIGN}:
        for path in _package(package).glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.mo"):
            with path.open("rb") as file:
                messages = list(read_mo(file))
            found.update((message.context, _single(message)) for message in messages if any(_strings(message)))
    return found


def _kept(message: Message | None, *, plural: bool) -> str | tuple[str, ...]:
    string = (_strings(message) or ("",))[0] if message is not None else ""
    return (string,) if plural else string


def _single(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _last(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[-1])


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


if __name__ == "__main__":
    # `./run` calls this before anything else: Django need not start for it.
    compile_catalogue(Path(sys.argv[1]))
