"""Pictures of fronts: well formed, the same each time, and of the numbers that were given."""

import re
from html.parser import HTMLParser
from unittest import mock
from xml.etree import ElementTree as ET

import pytest
from commandline import convcalc

from convcalc.report.front import drawing
from convcalc.report.front.page import write_page
from convcalc.report.front.palette import DARK, LIGHT, PAGE
from convcalc.report.front.panels import Panel
from convcalc.report.front.picture import Axis, Picture
from convcalc.report.sheet import Sheet
from convcalc.sweep.reading import Changes, Line
from convcalc.sweep.recipe import Recipe
from convcalc.sweep.run import run
from convcalc.sweep.shown import front_rows
from convcalc.sweep.sight import Sight, sight

pytest.importorskip("matplotlib")
PNG = b"\x89PNG\r\n\x1a\n"
NAMES = ("macs", "weights_bytes", "a$b$ <i>", "accuracy")


def picture(axes, count):
    front = [
        tuple(float(at + 1 + axis * (count - 2 * at)) for axis in range(axes))
        for at in range(count)
    ]
    others = [tuple(2.0 * one for one in row) for row in front]
    labels = [f"width {at} & <b>" for at in range(count)]
    named = [Axis(name, name == "accuracy") for name in NAMES[:axes]]
    return Picture("small & <b>", named, front, others, 10**6, labels)


@pytest.mark.parametrize(("axes", "count"), [(2, 0), (2, 1), (2, 4), (3, 0), (3, 70), (4, 700)])
def test_svg_is_well_formed_and_says_what_it_shows(axes, count):
    text = drawing.svg(picture(axes, count))
    said = [
        "".join(one.itertext())
        for one in ET.fromstring(text).iter()  # noqa: S314 — our own
        if one.tag.endswith("text")
    ]
    assert "small & <b>" in said
    assert f"front, {count} point{'s' * (count != 1)}; in grey {count} of 1,000,000 points" in said
    assert "macs [MAC]\u2003← smaller is better" in said
    names = [f"{name}\u2003" for name in NAMES[1:axes]]
    assert all(any(one.startswith(name) for one in said) for name in names if count or axes != 3)
    labelled = axes == 2 and 0 < count <= 8
    assert ("width 0 & <b>" in said) == labelled


@pytest.mark.parametrize(
    ("axes", "front", "corner"),
    [  # What two points beat together begins where the worse of their numbers meet.
        ((Axis("a"), Axis("b")), [(1, 5), (3, 2)], (3, 5)),
        ((Axis("a"), Axis("b", True)), [(1, 2), (3, 5)], (3, 2)),
        ((Axis("a", True), Axis("b")), [(1, 2), (3, 5)], (1, 5)),
        ((Axis("a", True), Axis("b", True)), [(1, 5), (3, 2)], (1, 2)),
    ],
)
def test_the_stairs_are_the_edge_of_what_is_beaten(axes, front, corner):
    drawn = mock.MagicMock()
    Panel(drawn, Picture("p", axes, front, (), 2), (0, 1), LIGHT)._stairs()
    (across, up), where = drawn.step.call_args.args, drawn.step.call_args.kwargs["where"]
    # Source: Matplotlib's Axes.step: with post a number holds from its point on, with pre up to it.
    assert corner == ((across[1], up[0]) if where == "post" else (across[0], up[1]))


def test_the_same_picture_is_the_same_bytes():
    assert drawing.svg(picture(3, 9)) == drawing.svg(picture(3, 9))
    assert drawing.png(picture(2, 9)) == drawing.png(picture(2, 9))


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_png(palette):
    data = drawing.png(picture(2, 9), palette)
    assert data.startswith(PNG)
    assert len(data) > 10_000


def contrast(one, other):
    """Source: WCAG 2.2, relative luminance and contrast ratio."""

    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_text_and_points_can_be_read_on_both_grounds(palette):
    # WCAG 2.2: 4.5 for text, 3 for what a picture is understood by.
    assert contrast(palette.ink, palette.paper) > 4.5
    assert contrast(palette.muted, palette.paper) > 4.5
    assert contrast(palette.front, palette.paper) > 4.5


class Page(HTMLParser):
    """What a page fetches, and the cells of its table."""

    def __init__(self):
        super().__init__()
        self.fetched, self.cells, self._cell = [], [], None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        for name in ("src", "href", "xlink:href", "srcset", "action"):
            if name in given and not given[name].startswith(("#", "data:")):
                self.fetched.append(given[name])
        if tag in ("td", "th"):
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.cells.append(self._cell)
            self._cell = None


def page(text):
    found = Page()
    found.feed(text)
    return found


def test_a_page_is_whole_and_has_the_table(tmp_path):
    results = tmp_path / "a & b.csv"
    results.write_text("name,macs,acc\n<script>,9007199254740993,0.5\nb,1,0.25\n")
    path = tmp_path / "front.html"
    ran = convcalc("pareto", results, "--min", "macs", "--max", "acc", "--report", f"html={path}")
    assert (ran.code, ran.err) == (0, "")
    text = path.read_text()
    found = page(text)
    assert found.cells == [
        "name",
        "macs",
        "acc",
        "<script>",
        "9,007,199,254,740,993",
        "0.5",
        "b",
        "1",
        "0.25",
    ]
    assert found.fetched == []
    assert "@import" not in text
    assert re.findall(r"url\((?!#)", text) == []
    assert text.count("<script>") == 1
    assert 'data-value="9007199254740993"' in text
    assert "<!-- " not in text


def test_every_colour_of_a_page_is_its_own(tmp_path):
    (tmp_path / "a.csv").write_text("macs,acc\n3,3\n1,1\n")
    path = tmp_path / "front.html"
    convcalc(
        "pareto", tmp_path / "a.csv", "--min", "macs", "--max", "acc", "--report", f"html={path}"
    )
    text = path.read_text()
    for name in ("paper", "ink", "muted", "grid", "front"):
        assert getattr(PAGE, name) not in text
        assert f"--{name}: {getattr(LIGHT, name)}" in text
        assert f"--{name}: {getattr(DARK, name)}" in text
        assert f"var(--{name})" in text[text.index("<svg") :]


def test_reports_of_every_kind(tmp_path):
    words = [
        "sweep",
        "mobilenet_v2",
        "--space",
        "width=0.25..1:0.25",
        "--min",
        "macs",
        "--max",
        "width",
    ]
    for form in ("json", "csv", "markdown", "html", "svg", "png"):
        words += ["--report", f"{form}={tmp_path / form}"]
    assert convcalc(*words).code == 0
    assert (tmp_path / "png").read_bytes().startswith(PNG)
    assert (tmp_path / "svg").read_text().startswith("<?xml")
    assert (tmp_path / "html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "csv").read_text() == convcalc(*words[:8], "-f", "csv").out
    assert (tmp_path / "json").read_text() == convcalc(*words[:8], "-f", "json").out


def test_reports_that_cannot_be(tmp_path):
    words = ("sweep", "mobilenet_v2", "--space", "width=0.5,1", "--min", "macs", "--max", "width")
    ran = convcalc(*words, "--report", f"png={tmp_path / 'no' / 'a.png'}")
    assert ran.code == 2
    assert ran.out  # the table was written
    assert "No such file or directory" in ran.err
    ran = convcalc(*words, "--report", "pdf=a.pdf")
    assert (ran.code, ran.out) == (2, "")
    assert 'format "pdf" is not known; use json, csv, markdown, html, svg, png' in ran.err
    with mock.patch.object(drawing, "find_spec", return_value=None):
        ran = convcalc(*words, "--report", "svg=a.svg")
    assert (ran.code, ran.out) == (2, "")
    assert "pip install 'convcalc[plot]', or use --plot" in ran.err


SPACE = ["width=0.25..2:0.25", "resolution=96..256:32", "kernel=1,3,5", "classes=1..30"]


def test_what_stands_beside_the_front_never_beats_it():
    line = Line(space=SPACE, limit=["params=4M"], min=["macs"], max=["resolution*kernel"])
    recipe = Recipe("mobilenet_v2", line, Changes())
    result = run(recipe)
    seen = sight(result.sweep, [row.point for row in front_rows(result)])
    assert seen == sight(result.sweep, [row.point for row in front_rows(result)])
    assert 1_000 < len(seen.others) <= 4_096 < result.sweep.points
    for macs, most in seen.others:
        assert any(a <= macs and b >= most for a, b in seen.front)
        assert not any(macs <= a and most >= b and (macs, most) != (a, b) for a, b in seen.front)


def test_nothing_that_can_be_is_no_picture_of_anything():
    # A kernel has at least one element.
    line = Line(space=["kernel=0,-1"], min=["macs"], max=["params"])
    recipe = Recipe("mobilenet_v2", line, Changes())
    assert sight(recipe.sweep(), []) == Sight((), ())


def test_a_page_is_written_of_any_picture(tmp_path):
    sheet = Sheet(["a"], [], dict, list, {"a": "a"})
    with (tmp_path / "p.html").open("w") as out:
        write_page(picture(3, 5), sheet, out)
    assert page((tmp_path / "p.html").read_text()).cells == ["a"]
