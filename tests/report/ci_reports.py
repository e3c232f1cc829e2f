"""Reports whose verdicts are made by hand."""

import io

import convcalc
from convcalc.audit.verdict import Level, Verdict
from convcalc.errors import Place, Problem
from convcalc.report.groups import Selection
from convcalc.report.network_answer import NetworkAnswer
from convcalc.report.network_sheet import NetworkTable
from convcalc.report.whole import Report

LENET = convcalc.load("lenet5")  # 61,706 params and 416,520 MACs: LeCun et al. 1998
COST = LENET.cost()
BUDGET = Place("convcalc.yaml", 4, 12, 4, "    macs: {max: 400k}")
LAYER = Place("nets/my net.yaml", 9, 5, 2, "  - c3: {k: 5}")

OVER = Verdict(
    rule="CC301",
    level=Level.ERROR,
    message="macs 416,520 is over 400,000",
    network="lenet5",
    metric="macs",
    value=416520,
    limit=400000,
    excess=16520,
    base=390000,
    place=BUDGET,
    details=("largest: c3 240,000", "raise the limit, or make c3 smaller"),
)
UNDER = Verdict(
    rule="CC301",
    level=Level.ERROR,
    message="params 61,706 is within 62,000",
    passed=True,
    network="lenet5",
    metric="params",
    value=61706,
    limit=62000,
    excess=-294,
)
ADVICE = Verdict(
    rule="CC507",
    level=Level.WARNING,
    message="6 channels; use a multiple of 8",
    network="lenet5",
    path="features.c3",
    place=LAYER,
)
NOTE = Verdict(rule="CC505", level=Level.NOTE, message="a bias before a norm", network="lenet5")
OFF = Verdict(rule="CC506", level=Level.OFF, message="much padding", network="lenet5")
BASELINE = Verdict(rule="CC401", level=Level.WARNING, message="no revision main; fetch-depth: 0")
MISSPELT = Problem(
    "CC102", 'unknown key "stirde"', "stem", Place("bad.yaml", 7, 3, 6, "  stirde: 2")
)


def report(*verdicts, beside=(), problems=(), exit_code=1):
    """LeNet with these verdicts and, where there are problems, a file that is not valid."""
    answers = [NetworkAnswer("lenet5", "nets/my net.yaml", LENET, COST, verdicts=verdicts)]
    if problems:
        answers.append(NetworkAnswer("bad.yaml", "bad.yaml", problems=problems))
    table = NetworkTable(Selection(depth=1))
    return Report(answers, table, exit_code, beside)


ALL = report(OVER, UNDER, ADVICE, NOTE, OFF, beside=(BASELINE,), problems=(MISSPELT,), exit_code=2)


def text(write, found):
    """What a writer writes."""
    out = io.StringIO()
    write(found, out)
    return out.getvalue()
