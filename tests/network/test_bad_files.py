"""Every file in tests/bad is refused with exactly the text beside it.

The texts were read one by one: place, caret, cause and remedy.
"""

from pathlib import Path

import pytest

from convcalc.errors import InputError
from convcalc.network import Settings, read_network
from convcalc.network.source import read_text
from convcalc.network.source.compose import composed
from convcalc.network.source.decode import decoded

FILES = sorted((Path(__file__).parents[1] / "bad").glob("*.yaml"))

ONLY_LIBYAML = {"value_missing"}  # PyYAML's own parser reads {out:} as {out: null}


@pytest.fixture(autouse=True)
def _beside_the_files(monkeypatch):
    """Messages name a file as it was named on the command line."""
    monkeypatch.chdir(FILES[0].parent)


def load(path):
    """What a command does with a file."""
    return read_network(read_text(path.read_bytes(), path.name), Settings({}))


def said(read):
    with pytest.raises(InputError) as caught:
        read()
    return f"{caught.value}\n"


def test_every_file_has_its_text():
    texts = sorted((Path(__file__).parents[1] / "bad").glob("*.err"))
    assert [path.stem for path in texts] == [path.stem for path in FILES]
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_its_text(path):
    assert said(lambda: load(path)) == path.with_suffix(".err").read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_parsers_lead_to_the_same_text(path):
    """Where PyYAML was built without libyaml, its own parser reads."""
    text = decoded_or_none(path)
    if text is None or path.stem in ONLY_LIBYAML:
        pytest.skip("refused before a parser sees it, or by one of them only")
    fast, slow = (outcome(text, parser) for parser in ("CSafeLoader", "SafeLoader"))
    assert fast == slow


def decoded_or_none(path):
    try:
        return decoded(path.read_bytes(), path.name)
    except InputError:
        return None


def outcome(text, parser):
    try:
        return composed(text, parser)
    except InputError as error:
        return str(error)
