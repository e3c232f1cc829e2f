"""`convcalc diff`: formats, exit codes, and what cannot be compared."""

import csv
import io
import json

import pytest
from commandline import convcalc

NET = """\
convcalc: 1
input: 3x8x8
layers:
  - {name: stem, conv: {out: 8, k: 3, p: half}}
  - {name: act, relu: {}}
  - {name: body, conv: {out: 8, k: 3, p: half}}
"""
pytestmark = pytest.mark.usefixtures("nets")
FORMATS = ["table", "plain", "json", "jsonl", "csv", "markdown"]


@pytest.fixture
def nets(tmp_path, monkeypatch):
    """a.yaml; b.yaml with 5×5 taps in the body and the stem renamed; bad.yaml."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text(NET)
    changed = NET.replace("body, conv: {out: 8, k: 3", "body, conv: {out: 8, k: 5")
    (tmp_path / "b.yaml").write_text(changed.replace("name: stem", "name: start"))
    (tmp_path / "bad.yaml").write_text(NET.replace("relu", "rleu"))
    return tmp_path


def test_the_table():
    """By hand: the body has 8·8·9 + 8 = 584 params, then 8·8·25 + 8 = 1608; each of the 1024 is
    a MAC at 64 positions. The stem has 3·8·9 + 8 = 224 params and 216·64 MACs."""
    ran = convcalc("diff", "a.yaml", "b.yaml")
    assert (ran.code, ran.err) == (0, "")
    head, *lines = ran.out.splitlines()
    assert head == "a -> b   a.yaml -> b.yaml, batch 1, fp32"
    rows = [line.split() for line in lines]
    assert rows[1] == ["params", "808", "1,832", "+1,024", "+126.7", "%"]
    assert rows[2] == ["macs", "50,688", "116,224", "+65,536", "+129.3", "%"]
    assert "unchanged: activations, peak_activation_bytes, jump" in lines
    start, body = (" ".join(row) for row in rows[-2:])
    assert start == "~ stem -> start 224 13,824 renamed"
    assert body == (
        "~ body 584 -> 1,608 +1,024 36,864 -> 102,400 +65,536 +177.8 % k3x3 -> k5x5, p1 -> p2"
    )


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_nothing_changed_is_one_line(form):
    ran = convcalc("diff", "a.yaml", "a.yaml", "-f", form)
    assert (ran.code, ran.out, ran.err) == (0, "nothing changed\n", "")


def test_nothing_changed_for_programs():
    keys = "network,mark,path,metric,old,new,change,percent\n"
    assert convcalc("diff", "a.yaml", "a.yaml", "-f", "csv").out == keys
    assert convcalc("diff", "a.yaml", "a.yaml", "-f", "plain").out == ""
    changes = json.loads(convcalc("diff", "a.yaml", "a.yaml", "-f", "jsonl").out)["changes"]
    assert changes == {"mark": "~", "totals": [], "layers": []}


def test_json_is_a_report_with_base_and_changes():
    found = json.loads(convcalc("diff", "a.yaml", "b.yaml", "-f", "json").out)
    assert (found["schema"], found["base"], found["head"]) == (
        *("convcalc/report@1", "a.yaml", "b.yaml"),
    )
    assert found["summary"] == {"errors": 0, "warnings": 0, "exit_code": 0}
    (network,) = found["networks"]
    assert (network["name"], network["file"], network["status"]) == ("b", "b.yaml", "complete")
    assert (network["base"]["name"], network["base"]["totals"]["macs"]) == ("a", 50688)
    assert network["totals"]["macs"] == 116224
    totals = {one.pop("metric"): one for one in network["changes"]["totals"]}
    macs = {"old": 50688, "new": 116224, "change": 65536, "percent": 129.292929}
    assert totals["macs"] == macs
    # 3 + 2 cells of field along each axis, then 3 + 4.
    assert totals["receptive_field"] == {
        "old": [5, 5], "new": [7, 7], "change": [2, 2], "percent": [40.0, 40.0]
    }  # fmt: skip
    start, body = network["changes"]["layers"]
    assert (start["mark"], start["was"], start["path"]) == ("~", "stem", "start")
    assert (start["metrics"], start["facts"]) == ([], [])
    assert body["facts"] == [
        {"name": "kernel_size", "old": [3, 3], "new": [5, 5]},
        {"name": "padding", "old": [[1, 1], [1, 1]], "new": [[2, 2], [2, 2]]},
    ]
    assert {"metric": "params", "old": 584, "new": 1608, "change": 1024, "percent": 175.342466} in (
        body["metrics"]
    )
    # What `net` tells of the new network stands there too.
    (whole,) = json.loads(convcalc("net", "b.yaml", "-f", "json").out)["networks"]
    for layer in whole["layers"]:
        del layer["source"]
    assert network["layers"] == whole["layers"]
    assert network["totals"] == whole["totals"]


def test_csv_and_plain_have_a_row_for_each_number():
    rows = list(csv.reader(io.StringIO(convcalc("diff", "a.yaml", "b.yaml", "-f", "csv").out)))
    plain = convcalc("diff", "a.yaml", "b.yaml", "-f", "plain").out
    assert [line.split("\t") for line in plain.splitlines()] == rows[1:]
    assert ["a -> b", "~", "", "macs", "50688", "116224", "65536", "129.292929"] in rows
    assert ["a -> b", "~", "", "jump", *["1x1"] * 2] not in [row[:6] for row in rows]
    assert ["a -> b", "~", "start", "path", "stem", "start", "", ""] in rows
    assert ["a -> b", "~", "body", "kernel_size", "3x3", "5x5", "", ""] in rows
    assert ["a -> b", "~", "body", "padding", "1", "2", "", ""] in rows


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("a.yaml", "b.yaml"), 0),
        (("a.yaml", "b.yaml", "--fail-on", "macs:+2%"), 1),
        (("a.yaml", "b.yaml", "--fail-on", "macs:+2%", "--exit-zero"), 0),
        (("a.yaml", "b.yaml", "--fail-on", "macs:+200%", "--fail-on", "params:+1024"), 0),
        (("a.yaml", "b.yaml", "--fail-on", "macs:+200%", "--fail-on", "params:+1023"), 1),
        (("b.yaml", "a.yaml", "--fail-on", "macs:+0"), 0),
        (("b.yaml", "a.yaml", "--fail-on", "receptive_field:-0"), 1),
        (("a.yaml", "bad.yaml"), 2),
        (("a.yaml", "bad.yaml", "--exit-zero"), 2),
    ],
)
def test_the_exit_code_does_not_depend_on_the_format(words, code, form):
    assert convcalc("diff", *words, "-f", form).code == code


def test_a_broken_limit_is_a_sentence_on_stderr():
    ran = convcalc("diff", "a.yaml", "b.yaml", "--fail-on", "macs:+100%", "-f", "json")
    assert ran.code == 1
    assert ran.err == (
        "error[CC401]: a -> b: macs grew from 50,688 to 116,224 (+65,536, +129.3 %),"
        " 14,848 more than +100% allows\n"
        "  = most of it in body (~) +65,536\n"
    )
    found = json.loads(ran.out)
    (check,) = found["networks"][0]["checks"]
    assert check | {"message": ""} == {
        "rule": "CC401", "level": "error", "metric": "macs", "value": 116224, "limit": 101376,
        "excess": 14848, "base": 50688, "passed": False, "message": "",
        "details": ["most of it in body (~) +65,536"],
    }  # fmt: skip
    assert found["summary"] == {"errors": 1, "warnings": 0, "exit_code": 1}


def test_a_limit_that_holds_is_in_the_report():
    ran = convcalc("diff", "a.yaml", "b.yaml", "--fail-on", "macs:+150%", "-f", "json")
    (check,) = json.loads(ran.out)["networks"][0]["checks"]
    assert (check["passed"], check["limit"], ran.err) == (True, 126720, "")


def test_a_network_that_is_not_valid_is_told_and_is_in_the_report():
    ran = convcalc("diff", "a.yaml", "bad.yaml", "-f", "json")
    assert ran.err.startswith('bad.yaml:5:17: error[CC117]: unknown operator or block "rleu"')
    found = json.loads(ran.out)
    (network,) = found["networks"]
    assert (network["status"], network["errors"][0]["code"]) == ("invalid", "CC117")
    assert "changes" not in network
    assert found["summary"] == {"errors": 1, "warnings": 0, "exit_code": 2}


def test_a_saved_report_is_a_side(nets):
    (nets / "a.json").write_text(convcalc("net", "a.yaml", "-f", "json").out)
    assert convcalc("diff", "a.json", "a.yaml").out == "nothing changed\n"
    file, report = (
        convcalc("diff", one, "b.yaml", "-f", "csv").out for one in ("a.yaml", "a.json")
    )
    assert file == report
    ran = convcalc("diff", "a.json", "b.yaml", "--batch", "8", "--dtype", "fp16")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error[CC124]: a.json is of batch 1, fp32 and b.yaml is of batch 8, fp16; give --batch"
        " and --dtype as the saved report has them, or save it again\n"
    )


def test_networks_of_saved_reports_are_paired_new_and_gone(nets):
    for name, words in {"old": ["lenet5", "a.yaml"], "new": ["lenet5", "alexnet"]}.items():
        (nets / f"{name}.json").write_text(convcalc("net", *words, "-f", "json").out)
    ran = convcalc("diff", "old.json", "new.json", "--fail-on", "macs:+0")
    assert ran.code == 0
    assert "alexnet (new)   old.json -> new.json, batch 1, fp32\n" in ran.out
    assert "\na (gone)   old.json -> new.json, batch 1, fp32\n" in ran.out
    assert ran.out.endswith("\nnothing changed in lenet5\n")
    found = json.loads(convcalc("diff", "old.json", "new.json", "-f", "json").out)["networks"]
    assert [(one["name"], one["status"], one["changes"]["mark"]) for one in found] == [
        ("lenet5", "complete", "~"),
        ("alexnet", "complete", "+"),
        ("a", "gone", "-"),
    ]
    assert (found[1]["base"], found[2]["base"]["totals"]["macs"]) == (None, 50688)


def test_networks_of_the_zoo():
    """torchvision's figures: 25557032 params, and 44549160; 17 blocks more in the third stage."""
    ran = convcalc("diff", "resnet50", "resnet101")
    assert ran.code == 0
    rows = [line.split() for line in ran.out.splitlines()]
    assert rows[0] == ["resnet50", "->", "resnet101", "batch", "1,", "fp32"]
    assert rows[2] == ["params", "25,557,032", "44,549,160", "+18,992,128", "+74.3", "%"]
    blocks = [row for row in rows if row[:1] == ["+"]]
    assert [row[1] for row in blocks] == [f"layer3.{number}" for number in range(6, 23)]
    # 1024·256 + 9·256·256 + 256·1024 weights, and 2·(256 + 256 + 1024) numbers of norms.
    assert {row[2] for row in blocks} == {f"{2 * 1024 * 256 + 9 * 256**2 + 2 * 1536:,}"}


def test_layers_are_gathered_or_cut():
    gathered = convcalc("diff", "resnet50", "resnet101", "--depth", "1", "-f", "json")
    (layer,) = json.loads(gathered.out)["networks"][0]["changes"]["layers"]
    assert (layer["mark"], layer["path"]) == ("~", "layer3")
    cut = convcalc("diff", "a.yaml", "b.yaml", "--top", "1")
    assert cut.out.splitlines()[-2].split()[:2] == ["~", "body"]
    assert cut.out.splitlines()[-1].split()[:3] == ["and", "1", "others"]
    found = json.loads(convcalc("diff", "a.yaml", "b.yaml", "--top", "1", "-f", "json").out)
    assert [one["path"] for one in found["networks"][0]["changes"]["layers"]] == ["body"]


def test_settings_hold_for_both_sides():
    """Width 0.5 of MobileNetV2 at 160×160 against itself."""
    words = ("--set", "width=0.5", "--input", "3x160x160", "--batch", "2")
    ran = convcalc("diff", "mobilenet_v2", "mobilenet_v2", *words)
    assert ran.out == "nothing changed\n"
    found = convcalc("diff", "resnet18", "resnet34", "--batch", "2", "-f", "json")
    (network,) = json.loads(found.out)["networks"]
    assert network["base"]["totals"]["macs"] == 2 * 1814073344  # torchvision's resnet18


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "error[CC100]: a difference has two sides; write convcalc diff A B, or"),
        (("a.yaml",), "error[CC100]: a difference has two sides"),
        (("a.yaml", "b.yaml", "--fail-on", "mcas:+2%"), "error[CC107]: --fail-on mcas:+2%: metric"),
        (("a.yaml", "b.yaml", "--fail-on", "macs:2%"), "error[CC105]: --fail-on: cannot read"),
        (("a.yaml", "b.yaml", "--batch", "0"), "error[CC105]: batch: 0 is too small"),
        (("a.yaml", "none.yaml"), "error[CC101]: none.yaml: No such file or directory"),
        (("a.yaml", "none.json"), "error[CC101]: none.json: No such file or directory"),
        (("a.yaml", "resnet5o"), 'error[CC115]: "resnet5o" is no file and no network of the zoo;'),
        (("a.yaml", "b.yaml", "--base", "main"), "error[CC100]: --base main is a side too"),
    ],
)
def test_what_cannot_be_compared_is_2(words, says):
    ran = convcalc("diff", *words)
    assert ran.code == 2
    assert ran.err.startswith(says)


def test_zeros_are_new_and_never_divided_by(nets):
    (nets / "none.yaml").write_text("convcalc: 1\ninput: 3x8x8\nlayers: [{name: act, relu: {}}]\n")
    rows = [line.split() for line in convcalc("diff", "none.yaml", "a.yaml").out.splitlines()]
    assert ["macs", "0", "50,688", "+50,688", "new"] in rows
    back = [line.split() for line in convcalc("diff", "a.yaml", "none.yaml").out.splitlines()]
    assert ["macs", "50,688", "0", "-50,688", "-100.0", "%"] in back
    record = json.loads(convcalc("diff", "none.yaml", "a.yaml", "-f", "json").out)
    totals = {one["metric"]: one for one in record["networks"][0]["changes"]["totals"]}
    assert totals["macs"]["percent"] is None


def test_red_costs_more_and_green_less(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    red, green = "\x1b[31m", "\x1b[32m"
    more, less = (
        convcalc("diff", *words).out for words in (("a.yaml", "b.yaml"), ("b.yaml", "a.yaml"))
    )
    assert (red in more, green in more) == (True, False)
    assert (red in less, green in less) == (False, True)
    (row,) = [line for line in more.splitlines() if "receptive_field " in line]
    assert red not in row  # to see more is no cost


def rows(*words):
    """The mark, the path and what is said of it, of each row of layers."""
    lines = convcalc("diff", *words, "-f", "markdown").out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|  | layer"))
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[start + 2 :]]
    return [(row[0], row[1], row[-1]) for row in cells]


def test_a_block_that_is_new_gone_or_renamed_is_one_row(nets):
    blocks = "blocks: {unit: {layers: [{conv: {out: 8, k: 3, p: half, norm: bn, act: relu}}]}}\n"
    start = f"convcalc: 1\ninput: 3x8x8\n{blocks}layers:\n"
    unit, other = "  - {name: one, unit: {}}\n", "  - {name: two, unit: {}}\n"
    (nets / "one.yaml").write_text(start + unit)
    (nets / "two.yaml").write_text(start + unit + other)
    (nets / "renamed.yaml").write_text(start + unit.replace("one", "uno"))
    assert rows("one.yaml", "two.yaml") == [("+", "two", "3 layers")]
    assert rows("two.yaml", "one.yaml") == [("-", "two", "3 layers")]
    assert "one -> renamed   one.yaml -> renamed.yaml, batch 1, fp32, totals unchanged\n" in (
        convcalc("diff", "one.yaml", "renamed.yaml").out
    )
    assert rows("one.yaml", "renamed.yaml") == [("~", "one -> uno", "3 layers")]
    both = [("~", "one -> uno", "3 layers"), ("-", "two", "3 layers")]
    assert rows("two.yaml", "renamed.yaml") == both


def test_gathered_layers_say_how_many_they_are():
    """A bottleneck has ten operators: 6 and 23 of them, and two of the shortcut."""
    assert rows("resnet50", "resnet101", "--depth", "1") == [("~", "layer3", "62 -> 232 layers")]


def test_arguments_are_told_in_the_words_of_a_layer(nets):
    new = NET.replace("k: 3, p: half", "k: 3, p: 1, s: 2, bias: false", 1)
    (nets / "new.yaml").write_text(new.replace("relu: {}", "relu6: {}"))
    assert rows("a.yaml", "new.yaml") == [
        ("~", "stem", "s1 -> s2, bias true -> false, output 8x8x8 -> 8x4x4"),
        ("~", "act", "op relu -> relu6, output 8x8x8 -> 8x4x4"),
        ("~", "body", "output 8x8x8 -> 8x4x4"),
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_a_network_that_costs_nothing_can_be_new(nets, form):
    (nets / "flat.yaml").write_text("convcalc: 1\ninput: 3\nlayers: [flatten]\n")
    for name, words in {"old": ["a.yaml"], "new": ["a.yaml", "flat.yaml"]}.items():
        (nets / f"{name}.json").write_text(convcalc("net", *words, "-f", "json").out)
    ran = convcalc("diff", "old.json", "new.json", "-f", form)
    assert (ran.code, ran.err) == (0, "")
    if form in {"table", "markdown"}:
        assert "flat (new)   old.json -> new.json, batch 1, fp32" in ran.out


def test_reports_beside_the_output(nets, monkeypatch):
    """The body's 1,024 more params break a limit: JUnit has a failure, and the page of the step
    is what -f markdown writes."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(nets / "step.md"))
    page = convcalc("diff", "a.yaml", "b.yaml", "-f", "markdown").out
    ran = convcalc(
        *("diff", "a.yaml", "b.yaml", "--fail-on", "params:+1k", "--ci", "github"),
        *("--report", "junit=checks.xml", "--report", "json=all.json", "--report", "csv=all.csv"),
    )
    assert ran.code == 1
    assert "::error file=b.yaml,line=1,title=convcalc CC401::" in ran.err
    assert (nets / "step.md").read_text() == page
    assert 'tests="2" failures="1"' in (nets / "checks.xml").read_text()
    assert json.loads((nets / "all.json").read_text())["summary"]["exit_code"] == 1
    assert (nets / "all.csv").read_text().startswith("network,mark,path,metric,old,new")
