"""The words of network files: what stands at the top of a file, and beside a layer."""

from __future__ import annotations

from collections.abc import Iterator

from convcalc.glossary.entry import Entry

_PAGE = "docs/network.md"

# Each word with one sentence, and an example in YAML.
WORDS: dict[str, tuple[str, str]] = {
    "name": ("What a layer is called in paths, and by what others read it.", "name: stem"),
    "repeat": ("So many copies of a layer; i counts them from 0.", "repeat: 3"),
    "first": ("Other arguments for copy 0 of every row.", "first: {stride: 2}"),
    "each": (
        "A table of stages: its columns are names in the layer.",
        "each: [{name: stage1, c: 16, n: 1}, {name: stage2, c: 24, n: 2}]",
    ),
    "if": (
        "Where it is false a layer is the identity, and a branch is absent.",
        "if: stride != 1 or cin != out",
    ),
    "from": ("The tensor that a layer reads instead of the one before.", "from: enc4"),
    "train_only": (
        "Params are counted, work is not: an auxiliary head. What follows reads the tensor before.",
        "train_only: true",
    ),
    "shared": (
        "Work is counted, params are not: they are those of a layer before, such as a shared head.",
        "shared: true",
    ),
    "entry": ("The tensor that enters the block.", "add: [prev, entry]"),
    "prev": ("The tensor just computed.", "concat: [enc4, prev]"),
    "cin": (
        "The channels that enter the innermost block, also inside its branches.",
        "conv: {out: cin//2, k: 1}",
    ),
    "norm": (
        "The norm that follows a convolution, or none; bias: auto is off where one does.",
        "norm: {gn: {groups: 32}}",
    ),
    "act": ("The activation that follows a convolution and its norm, or none.", "act: relu6"),
    "split": ("Channels under several names; sizes if they are unlike.", "split: {into: [a, b]}"),
    "like": ("Resize to the sizes of that tensor.", "resize: {like: input}"),
    "convcalc": ("The version of the format, and the mark of our files.", "convcalc: 1"),
    "input": ("The shape, channels first; several inputs by name.", "input: 3x224x224"),
    "vars": ("Names for values; --set and presets change them.", "vars: {width: 1.0}"),
    "defaults": (
        "Arguments by operator; those of conv reach the variants made of convolutions.",
        "defaults: {conv: {p: half, norm: bn, act: relu}}",
    ),
    "blocks": (
        "Layers with a name and vars of their own.",
        "blocks: {double: {vars: {out: required}, layers: [{conv: {out: out, k: 3}}]}}",
    ),
    "import": (
        "Files whose blocks can be used, from this folder or below.",
        "import: [blocks.yaml]",
    ),
    "layers": ("What is run, in order.", "layers: [{conv: {out: 64, k: 7}}, relu]"),
    "outputs": ("The tensors that the network gives, if it is not the last.", "outputs: [boxes]"),
    "presets": (
        "Named settings of one file, with figures of their own.",
        "presets: {half: {set: {width: 0.5}, expected: {params: 1968680}}}",
    ),
    "expected": ("Figures that the file must have as it stands.", "expected: {params: 25557032}"),
    "source": ("Where the expected figures come from.", "source: torchvision 0.29.1"),
}


def language() -> Iterator[Entry]:
    """Every word of the language that is no argument of an operator."""
    for name, (sentence, example) in WORDS.items():
        yield Entry("language", name, sentence, f"Example: {example}\nMore: {_PAGE}")
