"""A network is read with its imports from wherever its files are."""

import posixpath
from pathlib import Path, PurePosixPath

import pytest

from convcalc.errors import InputError
from convcalc.network import load

NETWORK = "convcalc: 1\ninput: 4x8x8\nimport: [{}]\nlayers: [one]\n"
LIBRARY = "convcalc: 1\nblocks:\n  one: {{layers: [{{pointwise: {}}}]}}\n"


class Kept(dict):
    """Files as a mapping of paths to texts."""

    def name(self, path):
        return f"kept:{path}"

    def has(self, path):
        return path in self

    def real(self, path):
        return PurePosixPath(posixpath.normpath(path))

    def read(self, path):
        if path not in self:
            raise FileNotFoundError(2, "there is no such text")
        return self[path].encode()


def refused(path, files):
    with pytest.raises(InputError) as caught:
        load(path, files=files)
    return str(caught.value).splitlines()[0]


def test_the_imports_come_from_where_the_file_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(NETWORK.format("lib.yaml"))
    Path("lib.yaml").write_text(LIBRARY.format(8))
    kept = Kept({"net.yaml": NETWORK.format("lib.yaml"), "lib.yaml": LIBRARY.format(16)})
    # By hand: a pointwise layer from 4 channels has 4 weights and a bias for each that it makes.
    assert load("net.yaml").cost().params == 8 * 5
    network = load("net.yaml", files=kept)
    assert (network.name, network.file) == ("net", "kept:net.yaml")
    assert network.cost().params == 16 * 5


def test_what_is_wrong_is_told_by_the_name_that_the_file_has_there():
    kept = Kept({"a/net.yaml": NETWORK.format("lib.yaml"), "lib.yaml": LIBRARY.format(8)})
    assert refused("a/no.yaml", kept) == "error[CC101]: kept:a/no.yaml: there is no such text"
    assert refused("a/net.yaml", kept) == (
        "kept:a/net.yaml:3:10: error[CC101]: kept:a/lib.yaml: there is no such text"
    )


def test_an_import_stays_inside_the_folder_wherever_that_is():
    kept = Kept({"a/net.yaml": NETWORK.format("../lib.yaml"), "lib.yaml": LIBRARY.format(8)})
    assert refused("a/net.yaml", kept) == (
        "kept:a/net.yaml:3:10: error[CC120]: ../lib.yaml lies outside the folder of the file that "
        "was named; move it inside"
    )


def test_the_zoo_is_not_among_the_files():
    # torchvision 0.29.1: alexnet has 61,100,840 parameters.
    assert load("alexnet", files=Kept()).cost().params == 61_100_840


def test_a_name_that_the_files_have_is_a_file():
    kept = Kept({"alexnet": NETWORK.format("lib"), "lib": LIBRARY.format(8)})
    assert load("alexnet", files=kept).cost().params == 8 * 5


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('"\\0.yaml"', "embedded null byte"),
        ("loop.yaml", "Too many levels of symbolic links"),
        (f"{'a' * 300}.yaml", "File name too long"),
    ],
)
def test_a_path_that_no_disk_has_is_told_at_its_place(tmp_path, monkeypatch, written, told):
    monkeypatch.chdir(tmp_path)
    Path("loop.yaml").symlink_to("loop.yaml")
    Path("net.yaml").write_text(NETWORK.format(written))
    with pytest.raises(InputError) as caught:
        load("net.yaml")
    assert str(caught.value).startswith("net.yaml:3:10: error[CC101]: ")
    assert str(caught.value).splitlines()[0].endswith(told)
