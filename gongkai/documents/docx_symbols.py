"""Characters written as a code of a picture font (``w:sym``), as the signs that people see."""

from __future__ import annotations

UNKNOWN = "□"
"""Stands for a sign that no character is known for; it keeps a figure beside it from being read."""

_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "❖",
    0x77: "◆", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xB2: "◇", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗",
    0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x20: " ",
}  # fmt: skip
_WINGDINGS.update({0x81 + index: sign for index, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")})
_WINGDINGS.update({0x8C + index: sign for index, sign in enumerate("❶❷❸❹❺❻❼❽❾❿")})
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x97: "●", 0x20: " "}
_SYMBOL = {0xB7: "•", 0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB0: "°", 0xB2: "″", 0xA2: "′"}


def symbol(code: str | None, font: str | None) -> str:
    """The sign with the hexadecimal ``code`` in ``font``.

    >>> symbol("F0FE", "Wingdings"), symbol("2103", "宋体"), symbol("F033", "Symbol")
    ('☑', '℃', '3')
    """
    try:
        point = int(code or "", 16)
    except ValueError:
        return UNKNOWN
    name = (font or "").casefold()
    plain = point - 0xF000 if 0xF000 <= point <= 0xF0FF else point
    if name == "wingdings 2":
        return _WINGDINGS_2.get(plain, UNKNOWN)
    if name.startswith(("wingdings", "webdings", "marlett")):
        return _WINGDINGS.get(plain, UNKNOWN) if name == "wingdings" else UNKNOWN
    if name == "symbol":
        return _SYMBOL.get(plain) or (chr(plain) if 0x20 <= plain <= 0x3F else UNKNOWN)
    if 0xF020 <= point <= 0xF07E:
        return chr(plain)
    sign = chr(point) if 0x20 <= point <= 0x10FFFF and not 0xD800 <= point <= 0xF8FF else UNKNOWN
    return sign if sign.isprintable() or sign.isspace() else UNKNOWN
