"""`convcalc audit` in real repositories: what a pull request sees."""

import json
import os
from pathlib import Path

import pytest
from commandline import convcalc
from repositories import SETTINGS, Repo
from small_audits import ONE, THREE

# Of ONE: 10 params and 512 MACs; each further channel is 5 params and 256 MACs.
WIDER = ONE.replace("2}", "3}")
CONFIG = """\
convcalc: 1
networks: ["nets/*.yaml"]
budgets:
  - match: "*"
    macs: {max: 1k, slack: 70%}
    since_base:
      macs: {max_increase: 2%, ignore_below: 10}
      params: 0
"""
SHALLOW = "the clone is shallow; fetch the whole history: fetch-depth: 0 for actions/checkout, "


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """`main` goes on after `topic` left it; what each file is on topic is in its name."""
    made = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        repo = Repo(made / "my repo")
        repo.write("convcalc.yaml", CONFIG)
        repo.write("nets/same.yaml", ONE)
        repo.write("nets/wider.yaml", ONE)
        repo.write("nets/smaller.yaml", WIDER)
        repo.write("nets/old name.yaml", THREE.replace("4x8x8", "4x4x4"))
        repo.write("nets/layers.yaml", THREE.replace("4x8x8", "4x4x4"))
        repo.write("nets/gone.yaml", ONE)
        repo.write("nets/größe 1.yaml", ONE)
        repo.write("nets/broken.yaml", "convcalc: 1\ninput: 4x8x8\nlayers: [{pointwise: x}]\n")
        repo.commit()
        repo.branch("topic")
        repo.write("nets/wider.yaml", WIDER)
        repo.write("nets/smaller.yaml", ONE)
        repo.git("mv", "nets/old name.yaml", "nets/renamed.yaml")
        # The first layer is called otherwise, and costs the same.
        repo.write("nets/layers.yaml", THREE.replace("4x8x8", "4x4x4").replace("stem", "start"))
        repo.git("rm", "--quiet", "nets/gone.yaml")
        repo.write("nets/größe 1.yaml", ONE.replace("8x8", "8x9"))  # 72 positions: 576 MACs
        repo.write("nets/new.yaml", ONE + "# new, and unlike the others\n" * 9)
        repo.write("nets/broken.yaml", ONE)
        repo.commit()
        repo.checkout("main")
        repo.write("nets/same.yaml", ONE.replace("2}", "1}"))
        repo.write("nets/gone.yaml", WIDER)
        repo.commit()
        repo.checkout("topic")
    return repo


@pytest.fixture
def here(project, monkeypatch):
    """The working folder is the repository, and git is nobody's."""
    for name in [one for one in os.environ if one.startswith(("GIT_", "CONVCALC_"))]:
        monkeypatch.delenv(name)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(project.path)
    return project


def report(*words, code=None):
    ran = convcalc("audit", *words, "-f", "json")
    assert code is None or ran.code == code, ran.err
    return json.loads(ran.out)


def failed(found):
    """Of each network the rules that did not pass, with value and base where there are numbers."""
    return {
        network["name"]: [
            (one["rule"], *([one["base"], one["value"]] if "base" in one else []))
            for one in network["checks"]
            if not one["passed"]
        ]
        for network in found["networks"]
    }


WHOLE = {
    "broken": [("CC402",)],
    "größe 1": [("CC401", 512, 576)],
    "layers": [],  # a layer that is called otherwise costs what it did
    "new": [("CC402",)],
    "renamed": [],
    "same": [],  # main made it cheaper since: the merge base counts
    "smaller": [],
    "wider": [("CC401", 512, 768), ("CC401", 10, 15)],
}


@pytest.mark.usefixtures("here")
def test_a_branch_is_compared_with_where_it_left():
    found = report("--base", "main", code=1)
    assert failed(found) == WHOLE
    assert [(one["rule"], one["message"]) for one in found["checks"]] == [
        ("CC403", f"nets/gone.yaml is in {base()} and no longer here")
    ]


def base():
    return Repo(Path.cwd()).git("merge-base", "main", "HEAD")[:10]


@pytest.mark.usefixtures("here")
def test_why_there_is_no_base_of_a_network():
    found = report("--base", "main")
    told = {
        one["name"]: check["message"]
        for one in found["networks"]
        for check in one["checks"]
        if check["rule"] == "CC402"
    }
    assert told["new"] == f"nets/new.yaml is new since {base()}"
    assert told["broken"].startswith(
        f"at the base it cannot be computed: {base()}:nets/broken.yaml:3:22: error[CC110]: "
    )


def test_a_detached_head_is_compared_alike(here):
    here.checkout(here.git("rev-parse", "topic"))
    assert failed(report("--base", "main")) == WHOLE
    here.checkout("topic")


def test_the_base_may_come_from_the_environment(here, monkeypatch):
    monkeypatch.setenv("CONVCALC_BASE", "main")
    assert failed(report()) == WHOLE
    monkeypatch.setenv("CONVCALC_BASE", "")  # as CI has it where there is no pull request
    assert "CC401" not in json.dumps(report())
    assert here


@pytest.mark.parametrize("folder", ["nets", "deep/er"])
def test_below_the_project_file_it_is_the_same(here, monkeypatch, folder):
    (here.path / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(here.path / folder)
    found = report("--base", "main", code=1)
    assert failed(found) == WHOLE
    up = "/".join(".." for _ in Path(folder).parts)
    assert [one["message"] for one in found["checks"]] == [
        f"{os.path.relpath(here.path / 'nets/gone.yaml')} is in {base_of(here)} and no longer here"
    ]
    wider = next(one for one in found["networks"] if one["name"] == "wider")
    assert wider["file"] == os.path.relpath(here.path / "nets/wider.yaml")
    assert wider["checks"][-1]["source"]["file"] == f"{up}/convcalc.yaml"


def base_of(repo):
    return repo.git("merge-base", "main", "HEAD")[:10]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nets/same.yaml"], 0),
        (["nets/smaller.yaml"], 0),
        (["nets/wider.yaml"], 1),
        (["nets/wider.yaml", "--exit-zero"], 0),
        (["nets/new.yaml"], 0),
        (["nets/new.yaml", "--strict"], 0),  # a note is none
        (["nets/new.yaml", "--require-baseline"], 2),
        (["nets/new.yaml", "--require-baseline", "--exit-zero"], 2),
        (["nets/same.yaml", "--require-baseline"], 0),
        (["nets/broken.yaml", "--require-baseline"], 2),
        (["lenet5", "--require-baseline", "--exit-zero"], 0),  # the zoo has no base to lack
    ],
)
def test_exit_codes(words, code):
    ran = convcalc("audit", "--base", "main", *words)
    assert ran.code == code
    if "--require-baseline" in words:
        assert ("error[CC402]" in ran.err) == (code == 2)


@pytest.mark.usefixtures("here")
def test_a_required_base_that_lacks_is_said_even_when_quiet():
    ran = convcalc("audit", "--base", "no", "--require-baseline", "nets/same.yaml", "--quiet")
    assert ran.code == 2
    assert ran.err.startswith('error[CC402]: nothing is compared with a base: revision "no" is ')
    assert report("--base", "no", "--require-baseline")["summary"]["errors"] == 1
    quiet = convcalc("audit", "--base", "no", "nets/same.yaml", "--quiet")
    assert (quiet.code, quiet.err) == (0, "")


@pytest.mark.usefixtures("here")
def test_to_switch_the_rule_off_does_not_switch_the_flag_off():
    own = Path("own.yaml")
    own.write_text("convcalc: 1\nrules: {CC402: 'off'}\n")
    words = ["nets/same.yaml", "--base", "no", "--config", own]
    assert (convcalc("audit", *words).code, convcalc("audit", *words).err) == (0, "")
    assert convcalc("audit", *words, "--require-baseline").code == 2
    own.unlink()


@pytest.mark.usefixtures("here")
def test_a_base_is_required_only_where_one_is_named():
    ran = convcalc("audit", "--require-baseline")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error[CC100]: --require-baseline needs --base REV, or CONVCALC_BASE\n"


def test_a_shallow_clone_is_told_what_to_fetch(here, tmp_path, monkeypatch):
    clone = here.clone(tmp_path / "shallow", "--depth", "1", "--branch", "topic")
    monkeypatch.chdir(clone.path)
    ran = convcalc("audit", "--base", "origin/main", "nets/wider.yaml")
    assert ran.code == 0
    assert 'note[CC402]: nothing is compared with a base: revision "origin/main" is' in ran.err
    assert SHALLOW in ran.err
    strict = convcalc("audit", "--base", "origin/main", "--require-baseline", "--exit-zero")
    assert strict.code == 2
    assert SHALLOW in strict.err


def test_outside_of_git_and_without_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(ONE)
    ran = convcalc("audit", "--base", "main", "a.yaml")
    assert ran.code == 0
    assert f"{tmp_path} is in no git repository; " in ran.err
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = convcalc("audit", "--base", "main", "a.yaml")
    assert ran.code == 0
    assert "git is not installed, or not on the PATH" in ran.err


def test_a_network_in_a_submodule(here, tmp_path, monkeypatch):
    parts = Repo(tmp_path / "parts")
    parts.write("a b.yaml", ONE)
    parts.commit()
    outer = Repo(tmp_path / "outer")
    outer.git("submodule", "--quiet", "add", f"file://{parts.path}", "parts")
    outer.write("convcalc.yaml", CONFIG.replace("nets/*", "**/*"))
    outer.commit()
    outer.branch("topic")
    inner = Repo(outer.path / "parts")
    inner.write("a b.yaml", WIDER)
    inner.commit()
    outer.commit()
    monkeypatch.chdir(outer.path)
    found = report("--base", "main", code=1)
    assert failed(found) == {"a b": [("CC401", 512, 768), ("CC401", 10, 15)]}
    assert [one["file"] for one in found["networks"]] == ["parts/a b.yaml"]
    assert here


def test_imports_are_those_of_the_base(here, tmp_path, monkeypatch):
    repo = Repo(tmp_path / "imports")
    library = "convcalc: 1\nblocks: {{one: {{layers: [{{pointwise: {}}}]}}}}\n"
    repo.write("convcalc.yaml", CONFIG)
    repo.write("nets/parts/lib.yaml", library.format(2))
    net = "convcalc: 1\ninput: 4x8x8\nimport: [parts/lib.yaml]\nlayers: [one]\n"
    repo.write("nets/a.yaml", net)
    repo.commit()
    repo.branch("topic")
    repo.write("nets/parts/lib.yaml", library.format(3))
    monkeypatch.chdir(repo.path)
    assert failed(report("--base", "main")) == {"a": [("CC401", 512, 768), ("CC401", 10, 15)]}
    assert here


def test_what_is_hidden_is_not_gone(here, tmp_path, monkeypatch):
    repo = Repo(tmp_path / "hidden")
    repo.write("convcalc.yaml", CONFIG.replace("nets/*", "**/*"))
    repo.write("a.yaml", ONE)
    repo.write(".cache/b.yaml", ONE)
    repo.commit()
    monkeypatch.chdir(repo.path)
    found = report("--base", "HEAD", code=0)
    assert (failed(found), found["checks"]) == ({"a": []}, [])
    assert here


@pytest.mark.usefixtures("here")
def test_the_table_shows_the_change():
    ran = convcalc(
        "audit", "--base", "main", "nets/wider.yaml", "nets/smaller.yaml", "nets/same.yaml"
    )
    rows = [line.split() for line in ran.out.splitlines()]
    assert rows[0][:5] == ["network", "params", "macs", "Δ", "macs"]
    assert [row[:5] for row in rows[1:4]] == [
        ["wider", "15", "768", "+50.0", "%"],
        ["smaller", "10", "512", "-33.3", "%"],  # 256 of 768
        ["same", "10", "512", "=", "4"],
    ]
