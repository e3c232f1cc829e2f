"""`batch` as a filter: thousands of layers, bad lines, pipes that close and pipes that wait."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "convcalc", "batch"]
GOOD = {"variant": "conv", "input": [3, 9, 9], "out_channels": 4, "kernel_size": 3}


def batch(text, *flags):
    data = text if isinstance(text, bytes) else text.encode()
    return subprocess.run([*PROGRAM, *flags], input=data, capture_output=True, check=False)


def records(ran):
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_thousands_of_layers_in_order():
    lines = [json.dumps({**GOOD, "out_channels": n}) for n in range(1, 3001)]
    ran = batch("\n".join(lines))
    assert (ran.returncode, ran.stderr) == (0, b"")
    # By hand: 3·3·3·n weights and n biases.
    assert [one["params"] for one in records(ran)] == [28 * n for n in range(1, 3001)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"nope", "CC106]: column 1: Expecting value"),
        (b"[1]", "CC106]: the line is a list, not an object"),
        (b"7", "CC106]: the line is a number, not an object"),
        (b'{"k": NaN}', "CC106]: NaN is no number of JSON"),
        (b'{"k": 1, "k": 2}', 'CC106]: key "k" is given twice'),
        (b"\xff", "CC106]: byte 1 of the line is not UTF-8"),
        (b"[" * 100_000, "CC106]: the line is nested too deeply"),
        (b'{"k": ' + b"9" * 5000 + b"}", "CC106]: Exceeds the limit"),
        (b'{"variant": "cnov", "input": [3, 9, 9]}', 'did you mean "conv"?'),
        (b'{"variant": "conv", "out": 4, "k": 3}', "CC103]: input is missing"),
        (b'{"variant": "conv", "input": [3, 9], "stirde": 2}', 'did you mean "stride"?'),
        (b'{"variant": "conv", "input": [3, 9], "out": 4, "k": 3.5}', "CC105]: kernel_size: 3.5"),
        (b'{"variant": "conv", "input": [3, 2], "out": 4, "k": 3}', "CC201]: axis 0: effective"),
    ],
)
def test_a_bad_line_has_an_error_in_its_place(line, says):
    good = json.dumps(GOOD).encode()
    ran = batch(b"\n".join([good, line, good]))
    first, bad, last = records(ran)
    assert ran.returncode == 2
    assert list(bad) == ["line", "error"]
    assert bad["line"] == 2
    assert says in bad["error"]
    assert first == last
    assert ran.stderr == b"1 of 3 lines cannot be computed\n"


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no such file system")
def test_a_line_of_100_megabytes_is_refused_in_bounded_memory():
    program = (
        "import runpy, sys; sys.argv = ['convcalc', 'batch'];\n"
        "try: runpy.run_module('convcalc', run_name='__main__')\n"
        "finally: print(open('/proc/self/status').read(), file=sys.stderr)"
    )
    text = b'{"k": "' + b"x" * 100_000_000 + b'"}\n' + json.dumps(GOOD).encode()
    ran = subprocess.run(
        [sys.executable, "-c", program], input=text, capture_output=True, check=False
    )
    bad, good = records(ran)
    assert bad["error"].endswith("longer than 1,048,576 bytes; write one layer a line")
    assert good["params"] == 112
    peak = re.search(rb"VmHWM:\s+(\d+) kB", ran.stderr)
    assert int(peak[1]) < 120_000


def test_bom_and_crlf_and_blank_lines_and_own_keys():
    line = json.dumps({**GOOD, "x-id": "a"}).encode()
    ran = batch(b"\xef\xbb\xbf" + line + b"\r\n\r\n  \n" + line + b"\r\n")
    assert ran.returncode == 0
    assert [one["x-id"] for one in records(ran)] == ["a", "a"]


def test_every_format():
    text = "\n".join([json.dumps(GOOD), "nope", json.dumps(GOOD)])
    assert len(json.loads(batch(text, "-f", "json").stdout)) == 3
    for form, lines in {"csv": 3, "plain": 2, "markdown": 4, "table": 4}.items():
        ran = batch(text, "-f", form)
        assert (ran.returncode, len(ran.stdout.splitlines())) == (2, lines)
        assert ran.stderr.startswith(b"line 2: error[CC106]: ")


def test_an_answer_leaves_before_the_next_line_comes():
    with subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as waiting:
        for _ in range(2):
            waiting.stdin.write(json.dumps(GOOD).encode() + b"\n")
            waiting.stdin.flush()
            assert json.loads(waiting.stdout.readline())["params"] == 112
        waiting.stdin.close()
        assert waiting.wait() == 0


def test_a_reader_that_leaves_early_ends_it_quietly(tmp_path):
    layers = tmp_path / "layers.jsonl"
    layers.write_text((json.dumps(GOOD) + "\n") * 5000)
    with subprocess.Popen(
        [*PROGRAM, layers], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as head:
        assert json.loads(head.stdout.readline())["params"] == 112
        head.stdout.close()
        assert head.wait() == 0
        assert head.stderr.read() == b""


def test_verified_lines():
    text = "\n".join(json.dumps({**GOOD, "stride": n}) for n in (1, 2, 3))
    ran = batch(text, "--verify")
    assert ran.returncode == 0
    assert all(check["ok"] for one in records(ran) for check in one["verified"])


@pytest.mark.parametrize(("file", "why"), [("missing.jsonl", b"No such file"), (".", b"Is a dir")])
def test_a_file_that_cannot_be_read(file, why):
    ran = batch("", file)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"error[CC101]: " + file.encode() + b": " + why)
