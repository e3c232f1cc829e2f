"""`batch --jobs`: the same bytes from several processes, and none of them left, come what may."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from convcalc.cli.processes import Processes

PROGRAM = [sys.executable, "-m", "convcalc", "batch"]
LAYER = {"variant": "conv", "input": [3, 9, 9], "out_channels": 4, "kernel_size": 3}
LINE = json.dumps(LAYER).encode() + b"\n"
# A line in each way that there is, then enough of them for several blocks of 64 KiB.
ODD = b"\xef\xbb\xbf" + LINE + b"nope\n\n \r\n" + b'{"k": "' + b"x" * 2**21 + b'"}\n'
MANY = b"".join(
    json.dumps({**LAYER, "stride": n % 12, "x-id": "é" * (n % 150)}).encode() + b"\n"
    for n in range(1000)
)
CHILDREN = Path("/proc/self/task")
linux = pytest.mark.skipif(not CHILDREN.exists(), reason="no such file system")


def batch(*flags, given=b"", program=PROGRAM):
    ran = subprocess.run([*program, *flags], input=given, capture_output=True, check=False)
    return ran.returncode, ran.stdout, ran.stderr


@contextmanager
def started(*flags, stdin=subprocess.PIPE, stdout=subprocess.PIPE):
    """A run in a session of its own, as a terminal has it; nothing is left of it afterwards."""
    with subprocess.Popen(
        [*PROGRAM, *flags],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as run:
        try:
            yield run
        finally:
            with suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)


def asked(run, count=1):
    """The answers to lines, while the input stays open."""
    run.stdin.write(LINE * count)
    run.stdin.flush()
    return [json.loads(run.stdout.readline())["params"] for _ in range(count)]


def workers(run):
    return [
        int(pid) for pid in Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    ]


def until(happens, seconds=20):
    """What `happens` gives, once it is something."""
    end = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.001)
    return found


def gone(pids):
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_the_same_bytes_as_from_one_process(form, tmp_path):
    layers = tmp_path / "layers.jsonl"
    layers.write_bytes(ODD + MANY + ODD)
    alone = batch("-f", form, "--jobs", "1", given=layers.read_bytes())
    assert batch("-f", form, "--jobs", "3", given=layers.read_bytes()) == alone
    with layers.open("rb") as file:
        ran = subprocess.run(
            [*PROGRAM, "-j", "2", "-f", form], stdin=file, capture_output=True, check=False
        )
    assert (ran.returncode, ran.stdout, ran.stderr) == alone
    # By hand: of MANY every twelfth, with stride 0; nope and the long one twice, and the second
    # ODD begins with a mark that only the first line of a file may have.
    assert alone[2].splitlines()[-1] == b"89 of 1,006 lines cannot be computed"


@pytest.mark.parametrize("given", [b"", b"\n\n"])
@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_nothing(form, given):
    alone = batch("-f", form, "--jobs", "1", given=given)
    assert batch("-f", form, "--jobs", "2", given=given) == alone


def test_no_device():
    assert batch("--jobs", "2", os.devnull) == (0, b"", b"")


@pytest.mark.parametrize("word", ["0", "-1", "two", "1.5", "²"])
def test_a_number_of_processes_is_one(word):
    code, out, err = batch("--jobs", word)
    assert (code, out) == (2, b"")
    assert err.decode() == (
        f'error[CC105]: jobs: cannot read "{word}"; write auto or a number of processes, from 1\n'
    )


def loaded(*flags, given):
    program = [sys.executable, "-X", "importtime", "-m", "convcalc", "batch"]
    code, _, err = batch(*flags, given=given, program=program)
    assert code == 0
    return b"multiprocessing" in err


def test_few_lines_stay_in_one_process():
    assert not loaded(given=LINE * 1000)
    assert not loaded("--jobs", "1", given=LINE * 1000)
    assert loaded("--jobs", "2", given=LINE * 1000)  # else nothing would be seen at all


@pytest.mark.skipif(Processes.of("auto").most < 2, reason="one processor")
def test_many_lines_are_shared(tmp_path):
    layers = tmp_path / "layers.jsonl"
    layers.write_bytes(LINE * 6000)
    assert loaded(str(layers), given=b"")


@linux
def test_what_comes_slowly_is_answered_at_once_by_one():
    # 3·3·3·4 weights and 4 biases.
    with started("--jobs", "2") as run:
        for _ in range(3):
            assert asked(run) == [112]
        assert len(workers(run)) == 1
        assert asked(run, 500) == [112] * 500
        run.stdin.close()
        assert run.wait() == 0
        assert run.stderr.read() == b""


@linux
def test_a_reader_that_leaves_early_ends_all_quietly(tmp_path):
    layers = tmp_path / "layers.jsonl"
    layers.write_bytes(LINE * 5000)
    with started("--jobs", "2", str(layers)) as run:
        run.stdout.readline()
        pids = workers(run)
        run.stdout.close()
        assert (len(pids), run.wait(), run.stderr.read()) == (2, 0, b"")
        assert gone(pids)


@linux
def test_an_interrupt_reaches_all_and_one_speaks():
    with started("--jobs", "2") as run:
        asked(run)
        pids = workers(run)
        os.killpg(run.pid, signal.SIGINT)
        assert (run.wait(), run.stderr.read()) == (130, b"interrupted\n")
        assert gone(pids)


@linux
@pytest.mark.parametrize("busy", [False, True])
def test_a_process_that_is_killed_is_an_error(busy):
    with started("--jobs", "2") as run:
        asked(run)
        (pid,) = workers(run)
        if busy:
            os.kill(pid, signal.SIGSTOP)
            run.stdin.write(LINE)
            run.stdin.flush()
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)
        if not busy:
            run.stdin.write(LINE)
            run.stdin.flush()
        assert run.wait() == 2
        assert run.stderr.read() == (
            b"error[CC125]: the process with lines 2 to 2 was ended by signal 9 (Killed);"
            b" if memory is short, use fewer of them: --jobs 1\n"
        )


@linux
def test_no_process_outlives_the_one_that_started_it():
    with started("--jobs", "2") as run:
        asked(run)
        pids = workers(run)
        run.kill()
        run.wait()
        until(lambda: gone(pids))


@linux
def test_few_blocks_are_read_ahead_of_one_that_takes_long(tmp_path):
    layers, costs = tmp_path / "layers.jsonl", tmp_path / "costs.jsonl"
    layers.write_bytes(LINE * 20_000)
    with (
        layers.open("rb") as stdin,
        costs.open("wb") as stdout,
        started("--jobs", "2", stdin=stdin, stdout=stdout) as run,
    ):
        pid = until(lambda: workers(run))[0]
        os.kill(pid, signal.SIGSTOP)
        before = -1
        while (read := position(run)) != before:
            before = read
            time.sleep(0.5)
        assert read < layers.stat().st_size
        os.kill(pid, signal.SIGCONT)
        assert run.wait() == 0
    assert len(set(costs.read_bytes().splitlines())) == 1
    assert costs.read_bytes().count(b"\n") == 20_000


def position(run):
    """How much of its stdin, a file, a process has read. [B]"""
    return int(Path(f"/proc/{run.pid}/fdinfo/0").read_text().split()[1])


@linux
def test_a_bug_is_the_same_bug():
    program = (
        "from convcalc.cli import main; from convcalc.variants.layer import Layer\n"
        "cost = Layer.cost\n"
        "Layer.cost = lambda self: 1 / ('11' not in str(self.variant.stride)) and cost(self)\n"
        "main()"
    )
    alone, shared = [
        batch("--jobs", jobs, given=MANY, program=[sys.executable, "-c", program, "batch"])
        for jobs in ("1", "2")
    ]
    assert alone == shared
    assert alone[2].startswith(b"convcalc: a bug: ZeroDivisionError")
    assert (alone[0], alone[1].count(b"\n")) == (3, 11)
