"""From bytes to a text that YAML can be read from, or why it cannot."""

from __future__ import annotations

import re

from convcalc.errors import InputError
from convcalc.network.files import MAX_BYTES, too_large, unreadable
from convcalc.network.model_file import holds_model
from convcalc.network.source.nodes import Mark
from convcalc.network.source.text import Text, lined

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_INIT = "convcalc init writes a file to start from"
_CONVERT = "convcalc convert NAME.onnx -o NAME.yaml writes one"
_FORBIDDEN = re.compile(
    r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_TAB = re.compile(r"^(?:- | )*+-?+\t[ \t]*+(?=[^\s#])", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%(?!YAML 1\.\d+ *$).*", re.MULTILINE | re.ASCII)
# Tabs part words as spaces do (of PyYAML's two parsers only one knows); the line ends of YAML 1.1
# are none in 1.2.
_BLANKS = str.maketrans(dict.fromkeys("\t\x85\u2028\u2029", " "))


def decoded(data: bytes | str, file: str) -> Text:
    """The text of a file.

    Raises InputError: CC101 for what is no UTF-8 text or too much of it, CC106 for characters,
    tabs and directives that YAML does not have.
    """
    if len(data) > MAX_BYTES:
        raise too_large(file, len(data))
    text = data if isinstance(data, str) else _utf8(data, file)
    found = lined(file, text)
    if not text.strip("\ufeff \t\r\n"):
        raise unreadable(file, f"the file is empty; {_INIT}")
    _check(found)
    return found


def only_comments(file: str) -> InputError:
    """Comments, or a mere `---`."""
    return unreadable(file, f"the file holds nothing but comments; {_INIT}")


def parsable(text: Text) -> str:
    """The text as it goes to the parser: every character in its place."""
    return text.text.translate(_BLANKS) if _has_blanks(text.text) else text.text


def _has_blanks(text: str) -> bool:
    return "\t" in text or not text.isascii()


def _utf8(data: bytes, file: str) -> str:
    if holds_model(data):
        raise unreadable(file, f"the file is a model in ONNX, and no text; {_CONVERT}")
    if data.startswith(_UTF16):
        raise unreadable(file, "the file is UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise unreadable(file, f"byte {data.index(0) + 1} is NUL: the file is no text")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = lined(file, data[: error.start].decode())
        line = data[error.start :].decode(errors="replace").splitlines()[0]
        shown = lined(file, before.text + line)
        said = f"byte {error.start + 1} is 0x{data[error.start]:02X}: the file is not UTF-8"
        at = Mark(len(before.lines), len(before.lines[-1]) + 1)
        raise shown.error("CC101", f"{said}; save it as UTF-8", at) from None


def _check(text: Text) -> None:
    if found := _FORBIDDEN.search(text.text):
        said = f"the character U+{ord(found[0]):04X} cannot stand in YAML; remove it"
        raise text.error("CC106", said, text.mark_at(found.start()))
    if "\t" in text.text and (tabs := list(_TAB.finditer(text.text))):
        others = f" and {len(tabs) - 1:,} more" if len(tabs) > 1 else ""
        said = f"a tab indents this line{others}; indent with spaces"
        raise text.error("CC106", said, text.mark_at(text.text.index("\t", tabs[0].start())))
    if found := _DIRECTIVE.search(text.text):
        said = f'"{found[0].split()[0]}" begins a directive of YAML; remove it, or put it in quotes'
        raise text.error("CC106", said, text.mark_at(found.start(), len(found[0].rstrip())))
