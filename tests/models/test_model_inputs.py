"""What the command line says of a model's inputs, and what it is told when something is missing."""

import json

import pytest
from building import INT64, Making
from commandline import convcalc
from jsonschema import Draft202012Validator

from convcalc import InputError, load
from convcalc.report.schema import report_schema


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Saves a model as m.onnx in the working folder."""
    monkeypatch.chdir(tmp_path)

    def save(made, *outputs):
        (tmp_path / "m.onnx").write_bytes(made.model(*outputs).SerializeToString())

    return save


def image(saved, *dims):
    made = Making({"image": dims})
    saved(made, made.op("Conv", "image", made.weight(8, 3, 3, 5)))


def test_an_open_batch_is_one_sample(saved):
    image(saved, "N", 3, 20, 30)
    cost = load("m.onnx").cost(batch=4)
    # 18x26 positions of 8 · 3 · 15, in four samples.
    assert (cost.macs, cost.batch) == (4 * 360 * 18 * 26, 4)


@pytest.mark.parametrize("dims", [("N", 3, "h", "w"), (-1, 3, 0, -1), (1, 3, None, None)])
def test_open_sizes_are_asked_for(saved, dims):
    image(saved, *dims)
    with pytest.raises(InputError) as refused:
        load("m.onnx")
    problem = refused.value.problem
    assert problem.code == "CC141"
    assert "image has sizes that the file leaves open" in problem.message
    shape = "1x3xhxw" if "h" in dims else "1x3x?x?"
    assert f"--input image={shape}" in problem.message
    for asked in ("1x3x20x30", "3x20x30", "image=1x3x20x30"):
        assert load("m.onnx", input=asked).graph.inputs == ((3, 20, 30),)


def test_sizes_that_have_names_are_vars(saved):
    image(saved, "N", 3, "height", "width")
    network = load("m.onnx", set={"height": 20, "width": "15*2"})
    assert network.graph.inputs == ((3, 20, 30),)
    assert network.variables == {"height": 20, "width": 30}
    with pytest.raises(InputError, match='called "hieght"; did you mean "height"'):
        load("m.onnx", set={"hieght": 20})
    with pytest.raises(InputError, match="height=0 is no size"):
        load("m.onnx", set={"height": 0})


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2x3x20x30", "2 samples; write 1 first, and --batch 2"),
        ("1x4x20x30", "a size of 4 where the file has 3"),
        ("20x30", "2 sizes, but it has 4"),
        ("picture=1x3x20x30", 'unknown input "picture"'),
    ],
)
def test_an_input_that_cannot_be(saved, asked, said):
    image(saved, "N", 3, "h", "w")
    with pytest.raises(InputError) as refused:
        load("m.onnx", input=asked)
    assert said in str(refused.value)


def test_one_name_is_one_size_for_all_inputs(saved):
    made = Making({"ids": ("N", "L"), "mask": ("N", "L")}, kinds={"ids": INT64})
    words = made.op("Gather", made.weight(100, 16), "ids")
    saved(made, made.op("Mul", words, made.op("Unsqueeze", "mask", made.numbers([2]))))
    assert load("m.onnx", input="ids=1x9").graph.inputs == ((9,), (9,))


def test_what_is_not_counted_is_told(saved):
    made = Making({"x": (1, 3, 20, 30)})
    x = made.op("Conv", "x", made.weight(8, 3, 1, 1), called="stem")
    x = made.op("Fancy", x, called="a/fancy", domain="com.example")
    saved(made, made.op("Relu", x, called="after"))
    ran = convcalc("net", "m.onnx", "-f", "json")
    Draft202012Validator(report_schema()).validate(json.loads(ran.out))
    (network,) = json.loads(ran.out)["networks"]
    assert (ran.code, network["status"], network["totals"]["macs"]) == (0, "partial", 24 * 600)
    assert network["uncounted"] == [
        {"op": "com.example.Fancy", "count": 1, "paths": ["a.fancy"], "why": "it is not known"},
        {
            "op": "Relu",
            "count": 1,
            "paths": ["after"],
            "why": "what it reads is known only when Fancy runs",
        },
    ]
    assert ran.err.splitlines()[0] == ("partial: m: com.example.Fancy (a.fancy): it is not known")
    assert convcalc("net", "m.onnx", "--strict").code == 1


def test_a_model_that_is_counted_in_full(saved):
    image(saved, 1, 3, 20, 30)
    ran = convcalc("net", "m.onnx", "--strict", "-f", "json")
    assert (ran.code, ran.err) == (0, "")
    (network,) = json.loads(ran.out)["networks"]
    assert (network["name"], network["file"], network["status"]) == ("m", "m.onnx", "complete")


def test_a_shape_that_the_file_tells_lets_the_rest_go_on(saved):
    """What a file says of tensors between is believed where an operator is not known."""
    made = Making({"x": ("N", 3, 20, 30)})
    x = made.op("Fancy", "x", domain="com.example")
    last = made.op("Conv", x, made.weight(8, 5, 1, 1))
    model = made.model(last)
    import onnx  # noqa: PLC0415 — this test's own

    model.graph.value_info.append(onnx.helper.make_tensor_value_info(x, 1, ["N", 5, 4, 6]))
    from pathlib import Path  # noqa: PLC0415 — likewise

    Path("m.onnx").write_bytes(model.SerializeToString())
    del saved
    network = load("m.onnx")
    assert network.cost().macs == 40 * 24
    assert [one.op for one in network.uncounted] == ["com.example.Fancy"]


def test_audit_takes_a_model(saved, tmp_path):
    image(saved, 1, 3, 20, 30)
    (tmp_path / "convcalc.yaml").write_text(
        "convcalc: 1\nnetworks: ['*.onnx']\nbudgets:\n  - {match: m, macs: {max: 100k}}\n"
    )
    ran = convcalc("audit")
    assert ran.code == 1
    assert "macs" in ran.err
