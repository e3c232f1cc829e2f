"""The files of a commit: contents, imports, links, names of every kind, and many of them."""

import os
import subprocess
from pathlib import Path

import pytest
from git_networks import IMPORTING, LIBRARY, NETWORK, made

from convcalc.audit.revision import Repository, Revision, RevisionError
from convcalc.errors import InputError
from convcalc.network import load
from convcalc.network.files import MAX_BYTES


@pytest.fixture
def at():
    """The revision of a word; every process is ended after the test."""
    with Repository.of(Path()) as repository:
        yield repository.revision


def refused(path, files):
    with pytest.raises(InputError) as caught:
        load(path, files=files)
    return str(caught.value).splitlines()[0]


def test_imports_are_those_of_the_revision(repo, at):
    repo.write("nets/net.yaml", IMPORTING.format("lib/one.yaml"))
    repo.write("nets/lib/one.yaml", LIBRARY.format(1))
    repo.commit()
    repo.write("nets/lib/one.yaml", LIBRARY.format(2))
    repo.commit()
    repo.write("nets/lib/one.yaml", LIBRARY.format(3))
    loaded = [load("nets/net.yaml", files=at(word)) for word in ("HEAD~1", "HEAD")]
    assert [made(one) for one in [*loaded, load("nets/net.yaml")]] == [1, 2, 3]
    assert (loaded[0].name, loaded[0].file) == ("net", "HEAD~1:nets/net.yaml")


def test_an_import_that_was_not_committed_is_missing(repo, at):
    repo.write("net.yaml", IMPORTING.format("one.yaml"))
    repo.commit()
    repo.write("one.yaml", LIBRARY.format(1))
    assert made(load("net.yaml")) == 1
    assert refused("net.yaml", at("HEAD")) == (
        "HEAD:net.yaml:3:10: error[CC101]: HEAD:one.yaml: there is no such file"
    )


OUTSIDE = "lies outside the folder of the file that was named; move it inside"


@pytest.mark.parametrize(
    "there", ["../one.yaml", "../../one.yaml", "/one.yaml", "link.yaml", "up/one.yaml"]
)
def test_an_import_stays_inside_the_folder(repo, at, there):
    """Above the folder, above the repository, and by links of the tree."""
    repo.write("one.yaml", LIBRARY.format(1))
    repo.write("nets/net.yaml", IMPORTING.format(there))
    (repo.path / "nets" / "link.yaml").symlink_to("../one.yaml")
    (repo.path / "nets" / "up").symlink_to("..")
    repo.commit()
    told = f"nets/net.yaml:3:10: error[CC120]: {there} {OUTSIDE}"
    assert refused("nets/net.yaml", at("HEAD")) == f"HEAD:{told}"
    with pytest.raises(InputError) as caught:
        load("nets/net.yaml")
    assert str(caught.value).splitlines()[0] == told


def test_a_library_that_comes_by_two_ways_is_read_once(repo, at):
    repo.write("net.yaml", IMPORTING.format("a/one.yaml, b/../a/one.yaml, linked/one.yaml"))
    repo.write("a/one.yaml", LIBRARY.format(4))
    (repo.path / "b").mkdir()
    (repo.path / "linked").symlink_to("a")
    repo.commit()
    assert made(load("net.yaml", files=at("HEAD"))) == made(load("net.yaml")) == 4


def test_links_are_followed_as_they_were(repo, at):
    repo.write("real/net.yaml", NETWORK.format(1))
    (repo.path / "first").symlink_to("second")
    (repo.path / "second").symlink_to("./real/../real")
    (repo.path / "net.yaml").symlink_to("first/net.yaml")
    repo.commit()
    repo.git("rm", "--quiet", "-r", ".")
    assert made(load("net.yaml", files=at("HEAD"))) == 1
    assert made(load("first/net.yaml", files=at("HEAD"))) == 1
    assert at("HEAD").real("net.yaml") == repo.path / "real" / "net.yaml"


def test_a_link_leads_nowhere_outside_of_the_tree(repo, at, tmp_path):
    """The file of the disk is there all the same."""
    (tmp_path / "net.yaml").write_text(NETWORK.format(1))
    (repo.path / "absolute.yaml").symlink_to(tmp_path / "net.yaml")
    (repo.path / "above.yaml").symlink_to("../net.yaml")
    (repo.path / "round.yaml").symlink_to("round.yaml")
    (repo.path / "broken.yaml").symlink_to("no.yaml")
    repo.commit()
    out = "it leads out of the repository"
    assert refused("absolute.yaml", at("HEAD")) == f"error[CC101]: HEAD:absolute.yaml: {out}"
    assert refused("above.yaml", at("HEAD")) == f"error[CC101]: HEAD:above.yaml: {out}"
    assert refused("../net.yaml", at("HEAD")) == f"error[CC101]: HEAD:../net.yaml: {out}"
    assert "Too many levels of symbolic links" in refused("round.yaml", at("HEAD"))
    assert "there is no such file" in refused("broken.yaml", at("HEAD"))
    assert at("HEAD").paths(["*.yaml"]) == []


@pytest.mark.parametrize(
    "path",
    [
        "with space.yaml",
        "zwei/Größe 網.yaml",
        "line\nend.yaml",
        "tab\t'\"\\.yaml",
        "a:b.yaml",
        "-h.yaml",
        "*.yaml",
        "HEAD missing.yaml",
    ],
)
def test_a_path_may_hold_whatever_the_disk_allows(repo, at, path):
    repo.write(path, NETWORK.format(3))
    repo.commit()
    (repo.path / path).unlink()
    head = at("HEAD")
    assert head.has(path)
    assert made(load(path, files=head)) == 3
    assert head.paths(["**/*.yaml"]) == [path]


def test_a_name_need_not_be_utf8(repo, at):
    path = os.fsdecode(b"caf\xe9.yaml")
    repo.write(path, NETWORK.format(3))
    repo.commit()
    assert made(load(path, files=at("HEAD"))) == 3
    assert at("HEAD").paths(["*"]) == [path]


def test_what_is_no_file_is_none(repo, at):
    repo.write("nets/net.yaml", NETWORK.format(1))
    repo.commit()
    head = at("HEAD")
    there = {
        path: head.has(path) for path in ("nets/net.yaml", "nets", "no", "nets/net.yaml/x", ".")
    }
    assert there == {**dict.fromkeys(there, False), "nets/net.yaml": True}
    assert refused("nets/", head) == "error[CC101]: HEAD:nets: Is a directory"
    assert refused("nets/net.yaml/x", head).endswith("there is no such file")
    assert refused("\0.yaml", head).endswith("there is no such file")


def test_a_pointer_of_lfs_is_no_network(repo, at):
    text = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614\nsize 12345\n"
    repo.write("net.yaml", text)
    repo.commit()
    assert refused("net.yaml", at("HEAD")).startswith("HEAD:net.yaml:")


def test_large_files_end_in_one_sentence_and_the_next_is_read(repo, at):
    """More than a pipe holds, in both directions of the limit."""
    (repo.path / "large.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    repo.write("most.yaml", NETWORK.format(2) + "#" * (MAX_BYTES - 200))
    repo.write("net.yaml", NETWORK.format(3))
    repo.commit()
    head = at("HEAD")
    assert "HEAD:large.yaml: it has 6,000,001 bytes and 6,000,000 are read" in refused(
        "large.yaml", head
    )
    assert made(load("most.yaml", files=head)) == 2
    assert made(load("net.yaml", files=head)) == 3


def test_patterns_find_what_was_there(repo, at, monkeypatch):
    for path in ("nets/a.yaml", "nets/deep/b.yaml", "nets/deep/c.yml", "d.yaml"):
        repo.write(path, NETWORK.format(1))
    (repo.path / "nets" / "link.yaml").symlink_to("a.yaml")
    repo.commit()
    patterns = [
        "*.yaml",
        "nets/*.yaml",
        "nets/**/*.yaml",
        "**/*.y*ml",
        "nets/a.yaml",
        "no/*.yaml",
        "nets/[ab].yaml",
    ]
    head = at("HEAD")
    expected = {one: sorted(map(str, Path().glob(one))) for one in patterns}
    repo.git("rm", "--quiet", "-r", ".")
    assert {one: sorted(head.paths([one])) for one in patterns} == expected
    assert head.paths(["nets/*.yaml", "nets/a*"]) == ["nets/a.yaml", "nets/link.yaml"]
    assert head.paths(["**/**/*.yml"], "nets") == ["nets/deep/c.yml"]
    (repo.path / "nets").mkdir()
    monkeypatch.chdir(repo.path / "nets")
    assert head.paths(["*.yaml"], "..") == ["../d.yaml"]
    assert head.paths(["../*.yaml", "../../*"]) == ["../d.yaml"]
    assert head.paths(["*.yaml"], str(repo.path)) == [str(repo.path / "d.yaml")]


def test_two_hundred_files_take_one_process(repo, monkeypatch):
    for at in range(200):
        repo.write(f"nets/{at}.yaml", IMPORTING.format(f"lib/{at}.yaml"))
        repo.write(f"nets/lib/{at}.yaml", LIBRARY.format(at + 1))
    repo.commit()
    started = []
    popen = subprocess.Popen

    def counted(command, **options):
        started.append((command[3], popen(command, **options)))
        return started[-1][1]

    monkeypatch.setattr(subprocess, "Popen", counted)
    with Repository.of(Path()) as repository:
        base = repository.base("HEAD")
        found = {path: made(load(path, files=base)) for path in base.paths(["nets/*.yaml"])}
        assert started[-1][1].poll() is None
    assert found == {f"nets/{at}.yaml": at + 1 for at in range(200)}
    assert [name for name, _ in started].count("cat-file") == 1
    assert len(started) == 6  # two to find the repository, three to find the base
    assert all(process.returncode is not None for _, process in started)


def test_a_repository_that_is_not_asked_starts_nothing_that_stays(repo):
    repo.commit()
    with Repository.of(Path()):
        pass


def test_git_that_dies_is_told(repo):
    repo.write("net.yaml", NETWORK.format(1))
    repo.commit()
    with Repository.of(Path()) as repository:
        head = repository.revision("HEAD")
        repository._objects._process.kill()
        repository._objects._process.wait()
        with pytest.raises(RevisionError, match="; git fsck says what is broken"):
            load("net.yaml", files=head)


def test_the_zoo_is_that_of_the_program(repo, at):
    repo.commit()
    # torchvision 0.29.1: alexnet has 61,100,840 parameters.
    assert load("alexnet", files=at("HEAD")).cost().params == 61_100_840


def test_a_revision_is_where_files_are(repo, at):
    repo.commit()
    assert isinstance(at("HEAD"), Revision)


def test_a_model_may_be_larger_than_a_text(repo, at):
    """An MNIST-like layer with its weights, 28² · 2600 numbers of 4 bytes: 8 MB, which git has."""
    onnx = pytest.importorskip("onnx")
    weight = onnx.TensorProto(name="w", dims=[784, 2600], data_type=onnx.TensorProto.FLOAT)
    weight.raw_data = bytes(4 * 784 * 2600)
    x, y = [onnx.helper.make_tensor_value_info(name, 1, [1, size])
            for name, size in (("x", 784), ("y", 2600))]  # fmt: skip
    node = onnx.helper.make_node("MatMul", ["x", "w"], ["y"])
    graph = onnx.helper.make_graph([node], "net", [x], [y], [weight])
    data = onnx.helper.make_model(graph).SerializeToString()
    assert len(data) > MAX_BYTES
    Path("net.onnx").write_bytes(data)
    repo.commit()
    Path("net.onnx").unlink()
    assert load("net.onnx", files=at("HEAD")).cost().macs == 784 * 2600
