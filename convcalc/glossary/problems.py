"""What the codes mean that stand for no rule of an operator: usage, files, values, memory."""

PROBLEMS = {
    "CC100": """The command line cannot be read.

    Why: a command or flag is unknown, or a value is missing.
    Example: convcalc conv 3x224x224 64 --kernle-size 3
    Fix: convcalc COMMAND -h shows what the command takes, examples first.
    """,
    "CC101": """A file cannot be read or written.

    Why: it does not exist, may not be opened, is empty, too large or no UTF-8 text, or the disk
    is full.
    Example: convcalc batch missing.jsonl
    Fix: check the path and its permissions, where the message is the system's own.
    """,
    "CC102": """A key is not known.

    Why: a misspelt key that is ignored would give a wrong number in silence.
    Example: {"variant": "conv", "input": "3x9x9", "out": 8, "k": 3, "stirde": 2}
    Fix: use the nearest name that the message gives; keys that begin with x- are your own.
    """,
    "CC103": """A key is missing.

    Why: the layer has no meaning without it, and nothing is guessed.
    Example: {"variant": "conv", "input": "3x9x9", "k": 3}
    Fix: give it; convcalc explain KEY says what it may be.
    """,
    "CC104": """A key is given twice, under its short and its long name.

    Why: two values for one thing; whichever were taken might be the wrong one.
    Example: {"variant": "conv", "input": "3x9x9", "out": 8, "k": 3, "kernel_size": 5}
    Fix: give one of them.
    """,
    "CC105": """A value cannot be read, or is out of its range.

    Why: sizes and counts are whole numbers, and most of them at least 1.
    Example: convcalc conv 3x224x224 64 -k 0
    Fix: the message says which form or range is meant.
    """,
    "CC106": """A text is no JSON object, or no YAML.

    Why: nothing after it can be read safely; a guess might be another network.
    Example: - conv: {out: 3, k: 3
    Fix: the message says what is missing there. A line of a batch is one object,
    {"variant": "conv", "input": [3, 9, 9], "out_channels": 8, "kernel_size": 3}; in YAML a value
    that begins with * & ! > | % @ or holds ": " stands in quotes, and lines are indented by spaces.
    """,
    "CC107": """A word is not one of those that can be chosen.

    Why: variants, styles, modes, dtypes and conventions are fixed lists.
    Example: convcalc conv 3x224x224 64 -k 3 --dtype fp23
    Fix: use one of the words that the message lists.
    """,
    "CC108": """A key is given twice in one mapping of a file.

    Why: two values for one thing; most readers of YAML drop the first in silence.
    Example: vars: {width: 1, width: 2}
    Fix: keep the one that is meant; the message names the line of the first.
    """,
    "CC109": """A file uses a part of YAML that is not read, or too much of it.

    Why: tags make objects of a program, merge keys hide where a value comes from, and aliases
    may multiply. Nothing in a file is ever run, and every file is read in bounded time.
    Example: layers: !!python/object:os.system [ls]
    Fix: remove tags; write defaults: or a block with vars: instead of merge keys; one document a
    file; keys that are words; what recurs once, with repeat:, each: or blocks:.
    """,
    "CC110": """A name in an expression is not known.

    Why: an expression knows the block's vars, the network's vars, cin and i, and nothing else.
    Example: conv: {out: mdi, k: 3} in a block with the var mid
    Fix: use one of the names that the message lists.
    """,
    "CC111": """An expression cannot be read.

    Why: it has numbers, names, + - * / // % **, comparisons, and or not, a if c else b, and a few
    functions; nothing in it is ever run as a program.
    Example: out: cin.real
    Fix: the message says what to write in its place.
    """,
    "CC112": """An expression cannot be computed.

    Why: it divides by zero, or a number grows beyond all bounds.
    Example: out: 9**9**9
    Fix: guard it, as in a/b if b != 0 else 0, or use smaller numbers.
    """,
    "CC113": """A network is too large, or nested too deeply.

    Why: a repeat that was mistyped would fill the memory before anything is told.
    Example: repeat: 1000000000
    Fix: lower the repeat, or make blocks and branches flatter.
    """,
    "CC114": """A var or a column is never used.

    Why: a var that no expression uses is a misspelt one, or left over; setting it changes nothing.
    Example: vars: {clases: 1000} beside linear: classes
    Fix: use it, or delete it.
    """,
    "CC115": """A layer, a preset or a network has no such name.

    Why: names of layers are local to their block, and a network has no cycles.
    Example: concat: [enc5, prev] where the encoder ends with enc4
    Fix: use a name that stands above in the same block, input or prev.
    """,
    "CC116": """An item of a list of layers cannot be read.

    Why: each item is one operator, variant or block, and graph words beside it.
    Example: - {conv: {out: 64, k: 3}, relu: {}}
    Fix: begin every layer with a dash of its own.
    """,
    "CC117": """There is no such operator, variant or block.

    Why: what is not known is not counted as zero.
    Example: - maxpol: 2
    Fix: use the nearest name that the message gives; convcalc list ops shows all.
    """,
    "CC118": """A block comes back to itself.

    Why: blocks are opened until only operators are left, and this one would never end.
    Example: a block whose layers name the block itself.
    Fix: use repeat for more of the same.
    """,
    "CC119": """A file is of another kind or version.

    Why: a misspelt layers: must not drop a file from an audit in silence.
    Example: a file without convcalc: 1 at its top.
    Fix: convcalc: 1, then input: and layers: make a network; only blocks: a library.
    """,
    "CC120": """A file that is imported cannot be used.

    Why: imports stay inside the folder of the file that was named, so that a network read from
    elsewhere cannot reach other files.
    Example: import: [../../etc/passwd]
    Fix: put the library beside the network, or below it.
    """,
    "CC121": """A block takes a name that is taken.

    Why: the same word would mean two things.
    Example: blocks: {relu: {layers: []}}
    Fix: use another name; only variants, such as bottleneck, may be replaced by a block.
    """,
    "CC122": """A combinator has no branch left.

    Why: a branch whose condition is false is absent, and of nothing no tensor can be made.
    Example: add: {skip: {if: false, layers: []}}
    Fix: let one branch always be there.
    """,
    "CC123": """Several tensors stand where one is meant.

    Why: after split, and at the start of a network with several inputs, there is no one tensor
    that the next layer could mean.
    Example: - split: [a, b], and then - relu
    Fix: say from: NAME beside the layer.
    """,
    "CC124": """The two sides of a difference count for another batch or dtype.

    Why: every number would differ, and not by what was changed in the networks.
    Example: convcalc diff saved.json net.yaml, where saved.json was made with --batch 8
    Fix: give --batch and --dtype as the saved report has them, or save it again.
    """,
    "CC125": """A process that answered a part of the lines was ended.

    Why: its answers are lost, and those after them would stand in the wrong place.
    Example: kill -9, or a system that is short of memory, while convcalc batch is at work
    Fix: begin again, with fewer processes (--jobs 1 starts none) where memory was short.
    """,
    "CC130": """A number of a sweep does not fit into 64 bits.

    Why: columns of points are arrays of int64; a number that wrapped would be wrong in silence.
    Example: a sweep of channels up to 2e9 on both sides of a convolution.
    Fix: sweep smaller values of the vars that the message names; convcalc net has no such end.
    """,
    "CC131": """Results, or parts of them, are there already.

    Why: a sweep of hours is not thrown away by a command that is repeated.
    Example: convcalc sweep points.sweep.yaml, twice.
    Fix: --resume goes on with parts, --overwrite begins anew, --out names another file.
    """,
    "CC132": """Parts of a result are of another sweep.

    Why: the sweep, its network, a flag or the version has changed, and so have the numbers.
    Example: convcalc sweep points.sweep.yaml --resume, after a limit was edited.
    Fix: undo the change, or drop the parts by --overwrite.
    """,
    "CC133": """Processes or machines that computed a sweep are gone.

    Why: the system ends processes when memory is short, and machines fail; what they had
    finished is kept.
    Example: convcalc sweep points.sweep.yaml --jobs 64 on a small machine.
    Fix: use fewer jobs, or start the scheduler again; with out, go on by --resume.
    """,
    "CC134": """A Dask cluster cannot be used.

    Why: no scheduler answers at the address, it has no workers, or one of them has another version
    of convcalc, whose numbers could be others.
    Example: convcalc sweep points.sweep.yaml --engine dask --scheduler tcp://10.0.0.1:8786, before
    dask scheduler is started there.
    Fix: start the scheduler and its workers, each with the same convcalc.
    """,
    "CC140": """A file is no ONNX model that can be read.

    Why: it is cut off or damaged, or it opens into more operators than any network has. Weights
    are not looked at, and may be missing.
    Example: convcalc net model.onnx, of which half was copied
    Fix: copy or export it again; onnx.checker says more about a file.
    """,
    "CC141": """A model leaves the size of an input open, or is given one that it cannot have.

    Why: a cost needs every size in numbers, and nothing is guessed but a batch of 1.
    Example: convcalc net model.onnx, exported with height and width as dynamic axes
    Fix: --input name=1x3x224x224, or --set height=224 for an axis that has a name; samples are
    told with --batch.
    """,
    "CC142": """The operators of a model do not fit together.

    Why: one reads what nothing writes, two write the same, or they wait for one another in a ring.
    Example: a file from which nodes were deleted by hand
    Fix: export it again; onnx.checker says more about a file.
    """,
    "CC143": """A network has operators that a network file cannot say.

    Why: an operator of a program of one's own has no word in YAML, and no tensor is empty there
    but one of which nothing is taken; nothing is left out in silence.
    Example: convcalc convert model.onnx -o net.yaml, which calculates with an empty tensor
    Fix: use the model as it is, or draw it: -o net.dot, -o net.mmd.
    """,
    "CC202": """The input has no channels and axes, too many axes, or is empty.

    Why: a layer works on channels and one to three spatial axes, each at least 1 long.
    Example: convcalc conv 224 64 -k 3
    Fix: write the input as CxL, CxHxW or CxDxHxW.
    """,
    "CC203": """A tuple has more or fewer values than the input has axes.

    Why: every axis has its own kernel size, stride, padding and dilation.
    Example: convcalc conv 3x224x224 64 -k 3x3x3
    Fix: give one value for all axes, or one for each.
    """,
    "CC220": """A run does not fit into the memory that it may use.

    Why: --verify really runs the layer; what it needs is known before it starts.
    Example: convcalc conv 512x4096x4096 512 -k 3 -p 1 --verify
    Fix: raise --memory, or verify a smaller input: the formulas are the same.
    """,
    "CC221": """The executor cannot run an operator.

    Why: elementwise, movement, product and recurrent say what they cost, and not how it is done;
    and of the functions that models have, not every one is a NumPy kernel.
    Example: verify of a network file that convert wrote of a transformer.
    Fix: verify the model itself, which says how each is done; else leave out --verify.
    """,
    "CC222": """A run does not confirm a predicted number.

    Why: formulas and the run are independent of each other, so one of the two is wrong.
    Example: a network is verified after a formula was changed.
    Fix: report it with the network: no number of it can be trusted before that is cleared up.
    """,
}
