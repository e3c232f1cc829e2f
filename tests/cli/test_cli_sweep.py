"""`convcalc sweep` from the command line."""

import csv
import io
import json

import pytest
from commandline import convcalc

SWEEP = """\
convcalc: 1
sweep: small
network: mobilenet_v2
space:
  width: [0.35, 1.0]
  kernel: [3, 5]
limits: {macs: 400M}
minimize: [macs]
maximize: [params]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "small.sweep.yaml"
    path.write_text(SWEEP, encoding="utf-8")
    return path


def test_json_has_counts_and_the_front(file):
    ran = convcalc("sweep", file, "-f", "json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert told["schema"] == "convcalc/sweep@1"
    assert told["objectives"] == [{"minimize": "macs"}, {"maximize": "params"}]
    gone = {"left_out": {}, "impossible": {}, "limited": {"macs": 0}}
    assert told["counts"] == {"points": 4, **gone, "left": 4}
    # torchvision's MobileNetV2: 3,504,872 params and 300,774,272 MACs.
    whole = next(row for row in told["front"] if (row["width"], row["kernel"]) == (1.0, 3))
    assert (whole["params"], whole["macs"], whole["equal"]) == (3504872, 300774272, 1)


def test_formats_agree(file):
    told = json.loads(convcalc("sweep", file, "-f", "json").out)["front"]
    lines = convcalc("sweep", file, "-f", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == told
    rows = list(csv.DictReader(io.StringIO(convcalc("sweep", file, "-f", "csv").out)))
    assert [int(row["macs"]) for row in rows] == [row["macs"] for row in told]
    assert [float(row["width"]) for row in rows] == [row["width"] for row in told]
    plain = convcalc("sweep", file, "-f", "plain").out.splitlines()
    assert [line.split("\t") for line in plain] == [list(row.values()) for row in rows]


def test_a_table_has_the_counts_below(file):
    ran = convcalc("sweep", file)
    assert ran.out.startswith("small   4 points, batch 1, fp32\n")
    assert "4 on the front, 4 of 4 points left" in ran.out


def test_an_empty_result_says_which_limit_removed_how_many(tmp_path):
    path = tmp_path / "none.sweep.yaml"
    path.write_text(SWEEP.replace("400M", "1M"), encoding="utf-8")
    ran = convcalc("sweep", path)
    assert ran.code == 0
    assert "0 of 4 points left\n4 removed by the limit of macs" in ran.out
    assert "no point is left" in ran.err


def test_objectives_that_all_pull_one_way_are_warned_of(tmp_path):
    path = tmp_path / "one_way.sweep.yaml"
    path.write_text(SWEEP.replace("maximize: [params]", "").replace("[macs]", "[macs, params]"))
    assert "every objective is to minimize" in convcalc("sweep", path).err


def test_one_line_without_a_file():
    flags = ("--space", "width=0.5,1.0", "--min", "macs", "--max", "params")
    ran = convcalc("sweep", "mobilenet_v2", *flags, "--set", "classes=10", "-f", "jsonl")
    assert ran.code == 0
    # By hand: without 990 of 1,000 classes, each 1,280 weights and a bias.
    assert json.loads(ran.out.splitlines()[1])["params"] == 3504872 - 990 * 1281


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["resnet50"], "say --space VAR=VALUES"),
        (["resnet50", "--space", "classes"], "write --space NAME=VALUE"),
        (["resnet5o", "--space", "classes=3"], 'did you mean "resnet50"?'),
        (["resnet50", "--space", "clases=3"], 'did you mean "classes"?'),
        (["resnet50", "--space", "classes=3", "--min", "mac"], 'did you mean "macs"?'),
        (["resnet50", "--space", "classes=3", "--out", "a.txt"], "use .csv, .jsonl, .parquet"),
        (["resnet50", "--space", "classes=3", "--resume", "--overwrite"], "say one"),
        (["FILE", "--space", "classes=3"], "a sweep's file has keys"),
        (["FILE", "--resume"], "say --out PATH too"),
    ],
)
def test_what_cannot_be_asked(file, words, said):
    ran = convcalc("sweep", *[str(file) if word == "FILE" else word for word in words])
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_dry_run_says_sizes_and_computes_no_result(file, tmp_path):
    ran = convcalc("sweep", file, "--dry-run", "--out", tmp_path / "points.csv")
    assert ran.code == 0
    assert "4 points = 2 width × 2 kernel" in ran.out
    assert not (tmp_path / "points.csv").exists()
    told = json.loads(convcalc("sweep", file, "--dry-run", "-f", "json").out)
    assert told["points"] == 4
    assert told["first"][1] == {"point": 1, "width": 0.35, "kernel": 5}


def test_a_sample_is_the_same_each_time(tmp_path):
    path = tmp_path / "drawn.sweep.yaml"
    path.write_text(SWEEP + "sample: {random: 50, seed: 7}\n", encoding="utf-8")
    first = convcalc("sweep", path, "-f", "json")
    assert json.loads(first.out)["counts"]["points"] == 50
    assert convcalc("sweep", path, "-f", "json").out == first.out
