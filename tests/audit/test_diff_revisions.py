"""Sides from git, in real repositories."""

import json

import pytest
from commandline import convcalc

NET = """\
convcalc: 1
input: 3x8x8
layers:
  - {name: stem, conv: {out: 8, k: 3, p: half}}
  - {name: body, conv: {out: 8, k: 3, p: half}}
"""
WIDER = NET.replace("name: body, conv: {out: 8", "name: body, conv: {out: 16")
PROJECT = "convcalc: 1\nnetworks: [nets/*.yaml]\n"
NOTHING = "nothing changed\n"


@pytest.fixture
def repo(repo):
    """A commit with nets/a.yaml, and a project file that names all of nets/."""
    repo.write("convcalc.yaml", PROJECT)
    repo.write("nets/a.yaml", NET)
    repo.commit()
    return repo


def changes(*words):
    """Mark, name and change of MACs of each network that is told."""
    ran = convcalc("diff", *words, "-f", "json")
    assert ran.code == 0, ran.err
    told = []
    for network in json.loads(ran.out)["networks"]:
        macs = [one for one in network["changes"]["totals"] if one["metric"] == "macs"]
        mark = network["changes"]["mark"]
        told.append((mark, network["name"], *[one["change"] for one in macs]))
    return told


# 8·8·9·64 MACs for eight more channels of the body; both layers have (3 + 8)·8·9·64.
MORE, ALL = 36864, 50688


@pytest.mark.parametrize("words", [(), ("nets/a.yaml",)], ids=["all", "one"])
def test_the_working_tree_and_a_branch(repo, words):
    assert convcalc("diff", "--base", "main", *words).out == NOTHING
    repo.write("nets/a.yaml", WIDER)
    assert changes("--base", "main", *words) == [("~", "a", MORE)]
    table = convcalc("diff", "--base", "main", *words).out
    assert table.startswith("a   main -> working tree, batch 1, fp32\n")


def test_the_base_is_where_the_branch_began(repo):
    repo.branch("work")
    repo.write("nets/a.yaml", WIDER)
    repo.commit()
    repo.checkout("main")
    repo.write("nets/a.yaml", NET.replace("8", "4"))  # what others did meanwhile is no change
    repo.commit()
    repo.checkout("work")
    assert changes("--base", "main") == [("~", "a", MORE)]


def test_networks_that_are_new_gone_and_renamed(repo):
    repo.write("nets/b.yaml", WIDER)
    repo.commit()
    repo.git("mv", "nets/a.yaml", "nets/z.yaml")
    repo.git("rm", "--quiet", "nets/b.yaml")
    repo.write("nets/c.yaml", "convcalc: 1\ninput: 3x8x8\nlayers: [{conv: {out: 2, k: 1}}]\n")
    # 3·2·64 MACs are new, and those of b are gone; a is told by its new name.
    expected = [("+", "c", 384), ("~", "z"), ("-", "b", -ALL - MORE)]
    assert changes("--base", "main") == expected
    assert ("nothing changed in a -> z\n") in convcalc("diff", "--base", "main").out


def test_one_network_that_is_new_or_gone(repo):
    repo.write("nets/b.yaml", NET)
    (repo.path / "nets" / "a.yaml").unlink()
    assert changes("--base", "main", "nets/b.yaml") == [("+", "b", ALL)]
    assert changes("--base", "main", "nets/a.yaml") == [("-", "a", -ALL)]


def test_a_file_of_a_revision(repo, monkeypatch):
    repo.write("nets/a.yaml", WIDER)
    assert changes("main:nets/a.yaml", "nets/a.yaml") == [("~", "a", MORE)]
    monkeypatch.chdir(repo.path / "nets")
    assert changes("main:nets/a.yaml", "a.yaml") == [("~", "a", MORE)]
    assert changes("main:./a.yaml", "a.yaml") == [("~", "a", MORE)]


def test_two_revisions(repo):
    repo.git("tag", "v1")
    repo.write("nets/a.yaml", WIDER)
    repo.write("nets/b.yaml", NET)
    repo.commit()
    assert changes("v1", "main") == [("~", "a", MORE), ("+", "b", ALL)]
    assert changes("HEAD~1", "HEAD") == changes("v1", "main")
    assert changes("v1:nets/a.yaml", "main:nets/a.yaml") == [("~", "a", MORE)]


def test_imports_are_those_of_the_revision(repo):
    block = "convcalc: 1\nblocks: {wide: {vars: {out: 8}, layers: [{conv: {out: out, k: 1}}]}}\n"
    repo.write("nets/lib/blocks.yaml", block)
    repo.write(
        "nets/a.yaml", NET.replace("layers", "import: [lib/blocks.yaml]\nlayers") + "  - wide\n"
    )
    repo.commit()
    repo.write("nets/lib/blocks.yaml", block.replace("out: 8", "out: 9"))
    assert changes("--base", "main", "nets/a.yaml") == [("~", "a", 8 * 64)]


def test_a_limit_and_a_base(repo):
    repo.write("nets/a.yaml", WIDER)
    ran = convcalc("diff", "--base", "main", "--fail-on", "macs:+2%")
    assert ran.code == 1
    assert ran.err.startswith("error[CC401]: a: macs grew from 50,688 to 87,552 (+36,864, +72.7 %)")


def test_a_network_that_is_not_valid_among_good_ones(repo):
    repo.write("nets/b.yaml", NET)
    repo.commit()
    repo.write("nets/a.yaml", WIDER)
    repo.write("nets/b.yaml", NET.replace(" conv", " cnov"))
    ran = convcalc("diff", "--base", "main")
    assert ran.code == 2
    assert ran.out.startswith("a   main -> working tree")
    assert ran.err.startswith("nets/b.yaml:4:18: error[CC117]")


def test_what_was_not_valid_is_told_with_its_revision(repo):
    repo.write("nets/a.yaml", NET.replace(" conv", " cnov"))
    repo.commit()
    repo.write("nets/a.yaml", NET)
    ran = convcalc("diff", "--base", "HEAD", "nets/a.yaml")
    assert ran.code == 2
    assert ran.err.startswith("HEAD:nets/a.yaml:4:18: error[CC117]")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--base", "mian"), "CC402", 'revision "mian" is unknown; did you mean "main"?'),
        (("mian", "main"), "CC402", '"mian" is no file and no network of the zoo; revision "mian"'),
        (("main:none.yaml", "nets/a.yaml"), "CC101", "main:none.yaml: "),
        (("--base", "main", "none.yaml"), "CC101", "none.yaml: No such file"),
    ],
)
@pytest.mark.usefixtures("repo")
def test_what_is_not_there(words, code, says):
    ran = convcalc("diff", *words)
    assert ran.code == 2
    assert f"error[{code}]: {says}" in ran.err


def test_all_networks_are_those_of_the_project_file(repo):
    (repo.path / "convcalc.yaml").unlink()
    for words in (("--base", "main"), ("main", "HEAD")):
        ran = convcalc("diff", *words)
        assert ran.code == 2
        assert ran.err.startswith("error[CC100]: which networks are meant? Name one, or list them")


def test_outside_of_a_repository(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = convcalc("diff", "lenet5", "--base", "main")
    assert ran.code == 2
    assert "is in no git repository" in ran.err
    ran = convcalc("diff", "main", "lenet5")
    assert ran.err.startswith('error[CC402]: "main" is no file and no network of the zoo; ')


def test_only_networks_are_told(repo):
    repo.write("nets/lib.yaml", "convcalc: 1\nblocks: {one: {layers: [relu]}}\n")
    repo.write("nets/chart.yaml", "{{ of another program }}")
    repo.write("nets/broken.yaml", NET.replace("layers:", "layers: ["))
    repo.commit()
    repo.git("rm", "--quiet", "nets/lib.yaml", "nets/chart.yaml")
    assert convcalc("diff", "main", "main").err.count("error[") == 1  # told once
    repo.git("rm", "--quiet", "nets/broken.yaml")
    ran = convcalc("diff", "--base", "main", "-f", "json")
    assert [one["file"] for one in json.loads(ran.out)["networks"]] == [
        *("nets/a.yaml", "nets/broken.yaml")
    ]


def test_many_networks_that_are_the_same_are_counted(repo):
    for number in range(12):
        repo.write(f"nets/n{number}.yaml", NET)
    repo.commit()
    repo.write("nets/a.yaml", WIDER)
    assert convcalc("diff", "--base", "main").out.endswith(
        "\nnothing changed in 12 other networks\n"
    )
