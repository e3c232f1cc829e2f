"""Pure integer arithmetic on ints or on int64 arrays; it imports nothing of ours.

Only operators and comparisons, so that one text serves a single layer (exact ints)
and a sweep (arrays). No defaults: they live in the spec. No errors: they are rules.
The line that begins with `Formula:` is shown by `--explain` with the numbers put in,
and a test evaluates it against the function.

Nomenclature, all per axis unless said otherwise: `in_size out_size` elements of a
tensor along the axis; `kernel_size stride dilation` of the layer; `before after` zeros
of padding on the two sides, `pad` their sum; `in_channels out_channels groups` of the
whole layer.
"""
