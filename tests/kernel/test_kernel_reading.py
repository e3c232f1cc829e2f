"""What a kernel may be written as, and what is said of all else."""

from fractions import Fraction

import numpy as np
import pytest
from commandline import convcalc

from convcalc.kernel.named import NAMED
from convcalc.kernel.reading import read_kernel

SOBEL = ((1, 0, -1), (2, 0, -2), (1, 0, -1))
FORMS = (
    'write rows like "1 0 -1; 2 0 -2; 1 0 -1", a name such as sobel-x,'
    " or a .csv, .npy or .yaml file"
)


@pytest.mark.parametrize(
    "text",
    [
        "1 0 -1; 2 0 -2; 1 0 -1",
        "1,0,-1;2,0,-2;1,0,-1;",
        " 1\t0 −1\n2 0 −2\r\n1 0 −1\n",
        "sobel-x",
        "+1 0.0 -1e0; 2 0 -2; 3/3 0 -1",
    ],
)
def test_the_same_kernel_in_other_words(text):
    assert read_kernel(text).rows == SOBEL


def test_fractions_stay_exact():
    assert read_kernel("1/9 0.1").rows == ((Fraction(1, 9), Fraction(1, 10)),)


@pytest.mark.parametrize("text", ["-1 0 1; -2 0 2; -1 0 1", "-.5 1", "-1"])
def test_a_leading_minus_is_part_of_the_kernel(text):
    ran = convcalc("kernel", text)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("name", NAMED)
def test_every_name_is_a_kernel(name):
    assert convcalc("kernel", name).code == 0


def test_files(tmp_path):
    csv, yaml, npy = (tmp_path / f"k.{end}" for end in ("csv", "yaml", "npy"))
    csv.write_bytes(b"\xef\xbb\xbf1,0,-1\r\n2,0,-2\r\n1,0,-1\r\n")
    yaml.write_text("kernel: [[1, 0, -1], [2, 0, -2], [1, 0, -1]]\n")
    np.save(npy, np.array(SOBEL))
    assert [read_kernel(str(path)).rows for path in (csv, yaml, npy)] == [SOBEL] * 3


def test_floats_of_an_array_are_not_taken_for_exact(tmp_path):
    np.save(tmp_path / "k.npy", np.outer([0.1, 0.2, 0.3], [0.7, 0.1, 0.2]))
    ran = convcalc("kernel", tmp_path / "k.npy")
    assert "rank 1, but for rounding: it separates" in ran.out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1 2; 3", "[CC105]: kernel: row 2 has 1 numbers, but row 1 has 2; give every row as many"),
        ("1 a", '[CC105]: kernel: row 1: "a" is no number; write it like -1, 0.5 or 1/9'),
        ("1 nan", '[CC105]: kernel: row 1: "nan" is no number; write it like -1, 0.5 or 1/9'),
        ("1; inf", '[CC105]: kernel: row 2: "inf" is no number; write it like -1, 0.5 or 1/9'),
        ("1/0", '[CC105]: kernel: row 1: "1/0" is no number; write it like -1, 0.5 or 1/9'),
        ("1e99", "[CC105]: kernel: row 1: 1e99 is too large; use at most 1e15"),
        ("", f"[CC105]: kernel: it is empty; {FORMS}"),
        ("sobl-x", f'[CC107]: kernel "sobl-x" is not known; did you mean "sobel-x"?; {FORMS}'),
        ("missing.csv", "[CC101]: missing.csv: No such file or directory"),
        ("--formt", "[CC100]: No such option: --formt; convcalc COMMAND -h shows examples"),
    ],
)
def test_what_is_no_kernel(text, sentence):
    ran = convcalc("kernel", text)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error{sentence}\n")


def test_files_that_hold_no_kernel(tmp_path):
    np.save(tmp_path / "cube.npy", np.zeros((2, 2, 2)))
    np.save(tmp_path / "complex.npy", np.zeros((2, 2), complex))
    np.save(tmp_path / "objects.npy", np.array([[{}]], object))
    (tmp_path / "word.csv").write_text("a,b\n1,2\n")
    (tmp_path / "map.yaml").write_text("rows: 3\n")
    (tmp_path / "bad.yaml").write_text("[1, 2\n")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe")
    (tmp_path / "folder.csv").mkdir()
    for path in tmp_path.iterdir():
        ran = convcalc("kernel", path)
        assert ran.code == 2, path
        assert ran.err.startswith("error[CC10")
        assert ran.err.count("\n") == 1
