"""Which project file counts, which networks it means, and what goes before what."""

import os
from pathlib import Path

import pytest
from commandline import convcalc
from small_audits import ONE

from convcalc.audit.config import config_near
from convcalc.audit.patterns import files_of
from convcalc.errors import InputError

FILE = "convcalc: 1\nnetworks: [nets/*.yaml]\n"
TABLE = "[tool.convcalc]\nnetworks = ['nets/*.yaml']\n"
OVER = "budgets: [{match: '*', macs: 511}]\n"


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Writes files below an empty working folder, where no project file is above."""
    for name in [one for one in os.environ if one.startswith("CONVCALC_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def write(folder=".", **files):
        for name, text in files.items():
            path = Path(name.replace("__", "/").replace("_", "."))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        Path(folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(tmp_path / folder)

    return write


def near():
    return Path(config_near(Path.cwd()).file).as_posix()


def test_the_nearest_one_upward_counts(put):
    put("a/b/c", convcalc_yaml=FILE, a__convcalc_yaml=FILE, a__b__other_yaml=FILE)
    assert near() == "../../convcalc.yaml"


def test_in_one_folder_the_file_goes_before_the_table(put):
    put(convcalc_yaml=FILE, pyproject_toml=TABLE)
    assert near() == "convcalc.yaml"


def test_a_nearer_table_goes_before_a_farther_file(put):
    put("a", convcalc_yaml=FILE, a__pyproject_toml=TABLE)
    assert near() == "pyproject.toml"


@pytest.mark.parametrize(
    "text",
    [
        "[project]\nname = 'x'\n",
        "# [tool.convcalc]\n",
        "[tool.convcalcify]\n",
        "tool = 3\n# convcalc",
    ],
)
def test_a_pyproject_that_says_nothing_to_us_is_passed(put, text):
    put("a", convcalc_yaml=FILE, a__pyproject_toml=text)
    assert near() == "../convcalc.yaml"


@pytest.mark.parametrize(
    "text",
    [
        "[ tool . convcalc ]\n",
        "[tool.'convcalc']\n",
        '["tool"."convcalc"]\n',
        "[tool]\nconvcalc = {}\n",
        "[tool]\nconvcalc.networks = []\n",
        "tool.convcalc.networks = []\n",
        "[[tool.convcalc.budgets]]\nmatch = '*'\n",
        "[tool.convcalc.rules]\n",
        "\ufeff[tool.convcalc]\r\n",
    ],
)
def test_a_table_counts_however_it_is_written(put, text):
    put("a", convcalc_yaml=FILE, a__pyproject_toml=text)
    assert near() == "pyproject.toml"


def test_a_folder_of_that_name_is_no_file(put):
    put("a/convcalc.yaml", convcalc_yaml=FILE)
    os.chdir("..")
    assert near() == "../convcalc.yaml"


@pytest.mark.parametrize("text", ["[tool.convcalc\n", "[tool.convcalc]\nx = [\n"])
def test_a_broken_table_is_an_error_and_not_passed(put, text):
    put(pyproject_toml=text)
    with pytest.raises(InputError, match="CC106"):
        config_near(Path.cwd())


def test_without_a_project_file_there_is_nothing_to_audit(put):
    put()
    ran = convcalc("audit")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error[CC100]: nothing to audit; name files, or list them under networks:"
        " in a convcalc.yaml\n"
    )
    put(convcalc_yaml="convcalc: 1\n")
    assert "under networks: in convcalc.yaml\n" in convcalc("audit").err


@pytest.mark.parametrize("by", ["flag", "environment"])
def test_another_project_file_may_be_asked_for(put, monkeypatch, by):
    put(convcalc_yaml=FILE, other__mine_yaml="convcalc: 1\nnetworks: [a.yaml]\n" + OVER)
    put(other__a_yaml=ONE)
    if by == "environment":
        monkeypatch.setenv("CONVCALC_CONFIG", "other/mine.yaml")
    ran = convcalc("audit", *(["--config", "other/mine.yaml"] if by == "flag" else []))
    assert (ran.code, ran.err.partition(" ")[0]) == (1, "other/mine.yaml:3:30:")


def test_the_flag_goes_before_the_environment(put, monkeypatch):
    put(nets__a_yaml=ONE, one_yaml=FILE, two_yaml=FILE + OVER)
    monkeypatch.setenv("CONVCALC_CONFIG", "one.yaml")
    assert convcalc("audit").code == 0
    assert convcalc("audit", "--config", "two.yaml").code == 1


def test_a_project_file_that_is_asked_for_must_be_there(put):
    put("a", convcalc_yaml=FILE)
    assert convcalc("audit", "--config", "no.yaml").err == (
        "error[CC101]: no.yaml: No such file or directory\n"
    )
    assert convcalc("audit", "--config", "..").err.startswith("error[CC101]: ..: Is a directory")


@pytest.mark.parametrize(
    ("flag", "variable", "own", "project", "macs"),
    [
        ("5", "4", "3", "2", 5),
        (None, "4", "3", "2", 4),
        (None, None, "3", "2", 3),
        (None, None, None, "2", 2),
        (None, "", None, None, 1),
    ],
)
def test_flag_environment_file_project(put, monkeypatch, flag, variable, own, project, macs):  # noqa: PLR0917 — one for each
    assume = f"assume: {{batch: {project}}}\n" if project else ""
    network = f"{ONE}budget: {{assume: {{batch: {own}}}}}\n" if own else ONE
    put(convcalc_yaml=FILE + assume, nets__a_yaml=network)
    if variable is not None:
        monkeypatch.setenv("CONVCALC_BATCH", variable)
    ran = convcalc("audit", *(["--batch", flag] if flag else []))
    assert ran.out.splitlines()[1].split()[2] == f"{512 * macs:,}"


def test_the_dtype_likewise(put, monkeypatch):
    put(convcalc_yaml=FILE + "budgets: [{match: a, weights_bytes: 10}]\n", nets__a_yaml=ONE)
    assert convcalc("audit").code == 1  # ten params of four bytes
    monkeypatch.setenv("CONVCALC_DTYPE", "int8")
    assert convcalc("audit").code == 0
    assert convcalc("audit", "--dtype", "fp16").code == 1


@pytest.mark.parametrize("batch", ["0", "-1", "1.5", "x"])
def test_a_batch_that_is_none(put, monkeypatch, batch):
    put(convcalc_yaml=FILE, nets__a_yaml=ONE)
    monkeypatch.setenv("CONVCALC_BATCH", batch)
    ran = convcalc("audit")
    assert (ran.code, ran.out) == (2, "")
    assert "CONVCALC_BATCH" in ran.err


def test_a_dtype_that_is_none_is_told_once(put):
    put(convcalc_yaml=FILE, nets__a_yaml=ONE, nets__b_yaml=ONE)
    ran = convcalc("audit", "--dtype", "fp33")
    assert (ran.code, ran.out, ran.err.count("CC107")) == (2, "", 1)


def test_patterns_are_relative_to_the_project_file(put):
    put("a/b", convcalc_yaml=FILE.replace("nets/*", "a/**/*") + OVER, a__b__c__net_yaml=ONE)
    ran = convcalc("audit")
    assert (ran.code, ran.err.partition(" ")[0]) == (1, "../../convcalc.yaml:3:30:")
    assert "convcalc net c/net.yaml --top" in ran.err


@pytest.mark.parametrize("match", ["nets/a.yaml", "nets/*", "*/a.yaml", "a"])
@pytest.mark.parametrize("folder", [".", "nets", "x/y"])
@pytest.mark.parametrize("named", [True, False])
def test_a_path_is_matched_from_the_project_file_wherever_it_runs(put, match, folder, named):
    put(folder, convcalc_yaml=f"{FILE}{OVER.replace('*', match)}", nets__a_yaml=ONE)
    root = Path(config_near(Path.cwd()).file).parent
    assert convcalc("audit", *([root / "nets/a.yaml"] if named else [])).code == 1


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.yaml", ["a.yaml"]),
        ("**/*.yaml", ["a.yaml", "x/b.yaml", "x/y/c.yaml"]),
        ("**/**/c.yaml", ["x/y/c.yaml"]),
        ("x**/?.yaml", ["x/b.yaml"]),
        ("x/y/../b.yaml", ["x/y/../b.yaml"]),
        ("./a.yaml", ["a.yaml"]),
        (".h/*.yaml", [".h/d.yaml"]),
        ("[ab].yaml", ["a.yaml"]),
        ("[", []),
        ("x", []),
        (".", []),
        ("..", []),
        ("/", []),
        ("", []),
        ("a\0b", []),
        ("nothing/*", []),
    ],
)
def test_what_a_pattern_means(put, pattern, found):
    put(a_yaml=ONE, x__b_yaml=ONE, x__y__c_yaml=ONE, x__y__d_txt=ONE)
    Path(".h").mkdir()
    Path(".h/d.yaml").write_text(ONE)
    assert [path.as_posix() for path in files_of(pattern, Path())] == found


def test_a_pattern_may_begin_at_the_root(put, tmp_path):
    put(a_yaml=ONE)
    assert files_of(f"{tmp_path}/*.yaml", Path("elsewhere")) == [tmp_path / "a.yaml"]


def test_links_that_go_round_do_not_hold_it_up(put):
    put(a_yaml=ONE, x__y__b_yaml=ONE)
    for number in range(3):
        Path(f"x/up{number}").symlink_to("..")
    Path("x/self.yaml").symlink_to("self.yaml")
    Path("x/nowhere.yaml").symlink_to("nothing")
    Path("x/link.yaml").symlink_to("../a.yaml")
    found = [path.as_posix() for path in files_of("**/*.yaml", Path())]
    assert found == ["a.yaml", "x/link.yaml", "x/y/b.yaml"]


@pytest.mark.parametrize(
    ("networks", "says"),
    [
        ("[no/*.yaml]", '"no/*.yaml" matches no file; it is relative to the project file'),
        ("[lib.yaml]", '"lib.yaml" matches no network: 1 file, none of which has layers'),
        ("['*.yaml']", '"*.yaml" matches no network: 2 files, none of which has layers'),
        ("[resnet5o]", '"resnet5o" matches no file; it is relative to the project file'),
    ],
)
def test_a_pattern_without_a_network_is_a_warning(put, networks, says):
    library = "convcalc: 1\nblocks: {one: {layers: [relu]}}\n"
    put(convcalc_yaml=f"convcalc: 1\nnetworks: {networks}\n", lib_yaml=library)
    ran = convcalc("audit")
    assert (ran.code, convcalc("audit", "--strict").code) == (0, 1)
    assert f"warning[CC308]: {says}\n" in ran.err


def test_a_name_of_the_zoo_is_a_network(put):
    budgets = "budgets: [{match: vgg19, params: 143667239}]\n"  # one less than torchvision has
    put(convcalc_yaml=f"convcalc: 1\nnetworks: [vgg19]\n{budgets}")
    ran = convcalc("audit")
    assert ran.code == 1
    assert "vgg19: params 144 M (143,667,240) exceeds max 143667239 (143,667,239) by 1 (" in ran.err


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("{convcalc: 1, layers: [", 24),
        ("convcalc: 1\nlayers: [", None),
        ('"convcalc": 1\nlayers: [', None),
        ("\ufeffconvcalc: 1\nlayers: [", None),
        ("# mine\nconvcalc : 1\nlayers: [", None),
    ],
)
def test_a_listed_file_that_cannot_be_read_is_told(put, text, column):
    put(convcalc_yaml=FILE, nets__a_yaml=ONE, nets__b_yaml=text)
    ran = convcalc("audit")
    assert ran.code == 2
    assert "nets/b.yaml:" in ran.err
    assert column is None or f"nets/b.yaml:1:{column}: error[CC106]" in ran.err


def test_a_listed_network_whose_mark_is_misspelt_is_told(put):
    put(convcalc_yaml=FILE, nets__a_yaml=ONE, nets__b_yaml=ONE.replace("convcalc", "convclac"))
    ran = convcalc("audit")
    assert ran.code == 2
    assert "nets/b.yaml:1:1: error[CC119]: convcalc: 1 is missing at the top" in ran.err
    Path("nets/c.yaml").write_bytes(ONE.encode("utf-16"))
    assert "nets/c.yaml: the file is UTF-16; save it as UTF-8" in convcalc("audit").err


def test_other_files_are_passed_over(put):
    put(
        convcalc_yaml=FILE,
        nets__a_yaml=ONE,
        nets__compose_yaml="services: {}\n",
        nets__broken_yaml="x: [\n",
        nets__helm_yaml="{{ if convcalc }}\n# convcalc: 1\nrun: convcalc audit\nx: [",
        nets__lib_yaml="convcalc: 1\nblocks: {b: {layers: [relu]}}\n",
        nets__sweep_yaml="convcalc: 1\nsweep: x\n",
    )
    ran = convcalc("audit")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].startswith("1 network, ")
