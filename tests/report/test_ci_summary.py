"""The page in Markdown, rendered by a reader of CommonMark with GitHub's tables."""

from dataclasses import replace
from fractions import Fraction

import pytest
from ci_reports import ADVICE, ALL, MISSPELT, OVER, UNDER, report, text
from markdown_it import MarkdownIt

import convcalc
from convcalc.report.ci.summary import STEP_LIMIT, summary, write_markdown

RENDER = MarkdownIt("commonmark").enable("table")
WHOLE = """\
## convcalc: 2 errors, 2 warnings in 2 networks

|  | network | metric | value | limit | excess | change |
| --- | --- | --- | ---: | ---: | ---: | ---: |
| ❌ | lenet5 | macs | 416,520 | 400,000 | +16,520 (+4.1 %) | +26,520 (+6.8 %) |
| ❌ | bad.yaml | not valid |  |  |  |  |
| ✅ | lenet5 | params | 61,706 | 62,000 |  |  |

### Findings

- ❌ **error CC301** `convcalc.yaml:4:12` lenet5: macs 416,520 is over 400,000
  - largest: c3 240,000
  - raise the limit, or make c3 smaller
- ❌ **error CC102** `bad.yaml:7:3` stem: unknown key "stirde"
- ⚠️ **warning CC401** no revision main; fetch-depth: 0
- ⚠️ **warning CC507** `nets/my net.yaml:9:5` lenet5: features.c3: 6 channels; use a multiple of 8
- 💡 **note CC505** `nets/my net.yaml` lenet5: a bias before a norm
"""
WILD = "a|b <img src=x> `c` **d** [e](f) \\ ~g~ &amp; $h$ #1 __i__"


def cells(page):
    """The cells of the table, as they are shown."""
    tokens = RENDER.parse(page)
    return [one.content for one in tokens if one.type == "inline" and one.level == 4]


def shown(page):
    """All text that a reader sees, by paragraph or cell."""
    return [
        "".join(part.content for part in one.children or ())
        for one in RENDER.parse(page)
        if one.type == "inline"
    ]


def test_the_page():
    assert text(write_markdown, ALL) == WHOLE


def test_what_nobody_asked_for_has_no_column():
    """61,706 params and 416,520 MACs: as the zoo's file expects of LeNet-5."""
    assert text(write_markdown, report()).splitlines()[2:] == [
        "|  | network | metric | value |",
        "| --- | --- | --- | ---: |",
        "| ✅ | lenet5 | params | 61,706 |",
        "| ✅ | lenet5 | macs | 416,520 |",
    ]


@pytest.mark.parametrize("part", ["message", "network", "details"])
def test_a_text_means_itself(part):
    value = (WILD,) if part == "details" else WILD
    page = text(write_markdown, report(replace(OVER, **{part: value})))
    html = RENDER.render(page)
    assert [html.count(tag) for tag in ("<img", "<a ", "<em>", "<code>", "<strong>")] == [
        *(0, 0, 0, 1, 1)  # the place, and the level
    ]
    assert any(WILD in one for one in shown(page))


def test_a_network_means_itself_in_the_table():
    found = report(OVER)
    object.__setattr__(found.answers[0], "name", WILD)
    page = text(write_markdown, found)
    assert shown(page).count(WILD) == 2
    assert len(cells(page)) % 7 == 0


@pytest.mark.parametrize("file", ["a`b``c.yaml", "x:100:y.yaml", "<b>.yaml", "a|b.yaml"])
def test_a_place_is_code(file):
    page = text(write_markdown, report(replace(ADVICE, place=replace(ADVICE.place, file=file))))
    assert f"{file}:9:5" in "".join(shown(page))
    assert RENDER.render(page).count("<code>") == 1


@pytest.mark.parametrize(
    ("more", "row"),
    [
        ({"value": 9, "base": 10, "limit": 8}, "9 | 8 | +1 (+12.5 %) | -1 (-10.0 %) |"),
        ({"value": 9, "base": 9, "limit": 0}, "9 | 0 | +1 | 0 |"),
        (
            {"value": Fraction(7, 3), "base": 2, "limit": Fraction(5, 2)},
            "2.333 | 2.5 | +1 (+40.0 %) | +0.3333 (+16.7 %) |",
        ),
        (
            {"value": 10**400, "base": 1, "limit": 1},
            f"+{10**400 - 1:,} (+{(10**400 - 1) * 100:,}.0 %) |",
        ),
    ],
)
def test_changes_are_exact_with_their_share(more, row):
    page = text(write_markdown, report(replace(OVER, excess=1, **more)))
    assert page.splitlines()[4].endswith(row)


def rows(*verdicts):
    """The rows of macs: mark, network, value and limit."""
    lines = text(write_markdown, report(*verdicts)).splitlines()
    found = [line.strip("| ").split(" | ") for line in lines if " | macs | " in line]
    return [(mark, network, value, limit) for mark, network, _, value, limit, *_ in found]


EXPECTED = replace(OVER, rule="CC305", passed=True, limit=416520, excess=0)
LOOSER = replace(OVER, passed=True, limit=10**6, excess=0)


def test_the_limit_that_is_broken_is_shown_else_that_of_a_budget():
    assert rows(LOOSER, EXPECTED, OVER) == [("❌", "lenet5", "416,520", "400,000")]
    assert rows(EXPECTED, LOOSER) == [("✅", "lenet5", "416,520", "1,000,000")]
    wrong = replace(EXPECTED, passed=False, limit=1, excess=416519)
    assert rows(LOOSER, wrong) == [("❌", "lenet5", "416,520", "1")]


def test_a_network_with_other_vars_has_a_row_of_its_own():
    other = replace(OVER, network="lenet5 (classes=5)", value=416100)
    assert rows(LOOSER, other) == [
        ("❌", "lenet5 (classes=5)", "416,100", "400,000"),
        ("✅", "lenet5", "416,520", "1,000,000"),
    ]


def test_two_networks_of_one_name_are_told_by_their_files():
    found = report(OVER)
    again = replace(found.answers[0], file="other.yaml")
    page = text(write_markdown, replace(found, answers=[found.answers[0], again]))
    assert page.count("| lenet5 (nets/my net.yaml) |") == 2
    assert page.count("| lenet5 (other.yaml) |") == 2


def test_what_no_rule_is_about_has_its_change_too():
    """Each class of the last layer has 84 weights and a bias: 85 params more."""
    before = convcalc.load("lenet5", set={"classes": 9}).cost()
    found = report()
    found = replace(found, answers=[replace(found.answers[0], base=before)])
    assert "| lenet5 | params | 61,706 | +85 (+0.1 %) |" in text(write_markdown, found)


def test_a_short_page_is_not_cut():
    assert summary(ALL, STEP_LIMIT) == summary(ALL, len(WHOLE.encode())) == WHOLE


@pytest.mark.parametrize("room", [700, 1000, 5000, 20_000])
def test_a_long_page_is_cut_in_the_middle(room):
    """Whole lines go, so no character is cut; what is left is still a table and a list."""
    many = [replace(OVER, message=f"größe {number} 😀" * 3) for number in range(500)]
    page = summary(report(*many, problems=(MISSPELT,)), room)
    assert room / 4 < len(page.encode()) <= room
    kept = [line for line in page.splitlines() if line.startswith("- ❌")]
    (told,) = [line for line in page.splitlines() if "left out" in line]
    assert told == f"- … {501 - len(kept)} findings left out: the page would be too long"
    html = RENDER.render(page)
    assert (html.count("<table>"), html.count("<ul>") - html.count("  <ul>")) >= (1, 1)
    if room > 1000:
        assert "größe 0 😀" in page
        assert 'unknown key "stirde"' in page  # the last


def test_a_long_table_is_cut_in_its_middle():
    verdicts = [replace(UNDER, metric=f"metric{number}") for number in range(3000)]
    page = summary(report(OVER, *verdicts), 10_000)
    assert len(page.encode()) <= 10_000
    assert "| … |" in page
    found = cells(page)
    assert len(found) % 7 == 0
    assert "metric2999" in found
    assert "macs 416,520 is over 400,000" in page


def test_one_mebibyte_is_never_reached():
    """3,000 findings of 1,000 two-byte letters would be 6 MB."""
    many = [replace(OVER, message="ß" * 1000)] * 3000
    size = len(summary(report(*many), STEP_LIMIT).encode())
    assert 0.9 * 2**20 < size < 2**20
