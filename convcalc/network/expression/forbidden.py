"""What is written in other languages, and what to write here instead."""

from __future__ import annotations

# By their first characters, longest first.
SYMBOLS = {
    "${": "names are written bare; write mid, not ${mid}",
    "$": "names are written bare; leave the $ out",
    "===": "=== is not part of expressions; write == to compare",
    "!==": "!== is not part of expressions; write != to compare",
    "=<": "=< is not part of expressions; write <=",
    "=>": "=> is not part of expressions; write >=",
    "<>": "<> is not part of expressions; write !=",
    ":=": "expressions set no names; add one to vars",
    "=": "= sets nothing here; write == to compare",
    "&&": "&& is not part of expressions; write and",
    "||": "|| is not part of expressions; write or",
    "!": "! is not part of expressions; write not",
    "^": "^ is not part of expressions; write ** for powers",
    "<<": "shifts are not part of expressions; write * 2**n",
    ">>": "shifts are not part of expressions; write // 2**n",
    "&": "& is not part of expressions; write and",
    "|": "| is not part of expressions; write or",
    "~": "~ is not part of expressions; write not",
    "?": "? is not part of expressions; write a if condition else b",
    ":": ": is not part of expressions; for a choice write a if condition else b",
    "@": "@ is not part of expressions; write * to multiply numbers",
    ";": "; is not part of expressions; write one expression",
    "[": "subscripts and lists are not part of expressions; give each value a name in vars",
    "]": "subscripts and lists are not part of expressions; give each value a name in vars",
    "{": "braces are not part of expressions; write names bare, and ( ) around parts",
    "}": "braces are not part of expressions; write names bare, and ( ) around parts",
    "`": "` is not part of expressions; write names bare",
    "\\": "\\ is not part of expressions; an expression may simply go on",
    "#": "# begins no comment inside an expression; put it behind the closing quote",
    ".": "attributes are not part of expressions; write a name of vars alone",
}

# Characters that look like others.
MEANT = {
    **dict.fromkeys("×·⋅∙•✕✖∗＊", "*"),
    **dict.fromkeys("−–—‐‑‒―﹣－", "-"),
    **dict.fromkeys("÷∕⁄／", "/"),
    "＋": "+",
    "％": "%",
    "（": "(",
    "）": ")",
    "，": ",",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "＝": "==",
    "＜": "<",
    "＞": ">",
    "¬": "not",
    "∧": "and",
    "∨": "or",
    "²": "**2",
    "³": "**3",
    "√": "**0.5",
    **dict.fromkeys("‘’‚‛′´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", "a plain space"),
}

# Words that are no names where an operator is expected.
WORDS = {
    "in": "in is not part of expressions; compare with ==, and join with or",
    "is": "is is not part of expressions; write == to compare",
    "for": "comprehensions are not part of expressions; each: and repeat: make copies",
    "div": "div is not part of expressions; write //",
    "mod": "mod is not part of expressions; write %",
    "xor": "xor is not part of expressions; write !=",
    "then": "then is not part of expressions; write a if condition else b",
    "elif": "elif is not part of expressions; write a if c else b if d else e",
    "not": "not stands before a value; write != to compare",
}

# Words that are never names.
NEVER = {
    "lambda": "lambda is not part of expressions; give the value a name in vars",
    "None": "there is no None; write 0 or false, or leave the argument out",
    "null": "there is no null; write 0 or false, or leave the argument out",
    "AND": "AND is written in small letters: and",
    "OR": "OR is written in small letters: or",
    "NOT": "NOT is written in small letters: not",
}
