"""Drawings of what is worn above the belt, on a square of 240."""

from __future__ import annotations

from resources.makers.drawings.paint import Paint, seam, shape

_TEE = "M92 40 Q120 66 148 40 L186 56 L214 108 L182 124 L168 102 L168 206 L72 206 L72 102 L58 124 L26 108 L54 56 Z"
_LONG = "M92 36 Q120 62 148 36 L184 50 L206 100 L220 190 L190 196 L178 128 L168 106 L168 210 L72 210 L72 106 L62 128 L50 196 L20 190 L34 100 L56 50 Z"  # noqa: E501
_NECK = "M88 42 Q120 78 152 42"


def tee(paint: Paint) -> str:
    return shape(_TEE, paint.fill, paint.line) + seam(_NECK, paint.line) + seam("M72 196 L168 196", paint.fold)


def pocket_tee(paint: Paint) -> str:
    pocket = "M128 92 L160 92 L160 122 L144 132 L128 122 Z"
    return tee(paint) + shape(pocket, paint.fold, paint.line, 2.5) + seam("M128 99 L160 99", paint.line, 2)


def body(paint: Paint) -> str:
    outline = "M94 46 Q120 70 146 46 L178 60 L200 98 L172 112 L162 98 L162 170 Q158 196 138 212 L102 212 Q82 196 78 170 L78 98 L68 112 L40 98 L62 60 Z"  # noqa: E501
    legs = seam("M79 168 Q96 178 103 211", paint.line) + seam("M161 168 Q144 178 137 211", paint.line)
    buttons = "".join(f'<circle cx="{x}" cy="205" r="2.6" fill="{paint.line}"/>' for x in (112, 120, 128))
    return shape(outline, paint.fill, paint.line) + seam("M90 48 Q120 80 150 48", paint.line) + legs + buttons


def long_sleeve(paint: Paint) -> str:
    cuffs = seam("M22 180 L49 186", paint.fold) + seam("M218 180 L191 186", paint.fold)
    return shape(_LONG, paint.fill, paint.line) + seam("M88 38 Q120 74 152 38", paint.line) + cuffs


def striped(paint: Paint) -> str:
    stripes = "".join(
        f'<path d="M73.5 {y} L166.5 {y} L166.5 {y + 9} L73.5 {y + 9} Z" fill="#F3F0E7"/>' for y in range(104, 200, 22)
    )
    arms = "".join(
        seam(path, "#F3F0E7", 8)
        for path in ("M40 102 L64 114", "M34 136 L57 142", "M30 164 L53 169", "M200 102 L176 114", "M206 136 L183 142",
                     "M210 164 L187 169")
    )  # fmt: skip
    return long_sleeve(paint) + stripes + arms


def sweatshirt(paint: Paint) -> str:
    ribs = seam("M72 197 L168 197", paint.line) + seam("M23 178 L50 184 M217 178 L190 184", paint.line)
    return shape(_LONG, paint.fill, paint.line) + seam("M86 39 Q120 78 154 39", paint.line, 6) + ribs


def hoodie(paint: Paint) -> str:
    hood = shape("M84 46 Q78 14 120 12 Q162 14 156 46 Q140 70 120 72 Q100 70 84 46 Z", paint.fill, paint.line)
    inside = shape("M94 46 Q92 26 120 25 Q148 26 146 46 Q134 60 120 62 Q106 60 94 46 Z", paint.line, paint.line, 2)
    pouch = shape("M94 150 L146 150 L160 186 L80 186 Z", paint.fold, paint.line, 2.5)
    cords = seam("M110 66 L108 98 M130 66 L132 98", "#EDEBE2", 3)
    ribs = seam("M72 199 L168 199 M23 178 L50 184 M217 178 L190 184", paint.line)
    return shape(_LONG, paint.fill, paint.line) + hood + inside + pouch + cords + ribs


def zip_hoodie(paint: Paint) -> str:
    hood = shape("M84 46 Q78 14 120 12 Q162 14 156 46 Q140 70 120 72 Q100 70 84 46 Z", paint.fill, paint.line)
    inside = shape("M94 46 Q92 26 120 25 Q148 26 146 46 Q134 60 120 62 Q106 60 94 46 Z", paint.line, paint.line, 2)
    pockets = seam("M84 186 L92 146 M156 186 L148 146", paint.fold, 3.5)
    zipper = seam("M120 66 L120 209", "#D9D6CB", 5) + seam("M120 66 L120 209", paint.line, 1.5)
    ribs = seam("M72 199 L168 199 M23 178 L50 184 M217 178 L190 184", paint.line)
    return shape(_LONG, paint.fill, paint.line) + hood + inside + pockets + zipper + ribs


def shirt(paint: Paint) -> str:
    collar = shape("M92 36 L120 58 L104 76 L84 44 Z", paint.fill, paint.line, 2.5)
    collar += shape("M148 36 L120 58 L136 76 L156 44 Z", paint.fill, paint.line, 2.5)
    placket = seam("M120 58 L120 209", paint.line)
    buttons = "".join(f'<circle cx="126" cy="{y}" r="2.8" fill="{paint.line}"/>' for y in range(84, 204, 24))
    pocket = shape("M136 94 L160 94 L160 120 L136 120 Z", paint.fold, paint.line, 2)
    cuffs = seam("M23 178 L50 184 M217 178 L190 184", paint.line)
    return shape(_LONG, paint.fill, paint.line) + collar + placket + buttons + pocket + cuffs


def jacket(paint: Paint) -> str:
    hood = shape("M82 50 Q74 14 120 10 Q166 14 158 50 L120 62 Z", paint.fold, paint.line)
    flap = shape("M114 58 L128 58 L128 209 L114 209 Z", paint.fill, paint.line, 2.5)
    pockets = shape("M80 150 L106 146 L106 158 L80 162 Z", paint.fold, paint.line, 2)
    pockets += shape("M160 150 L134 146 L134 158 L160 162 Z", paint.fold, paint.line, 2)
    snaps = "".join(f'<circle cx="121" cy="{y}" r="2.8" fill="{paint.line}"/>' for y in range(76, 204, 26))
    return hood + shape(_LONG.replace("Q120 62", "Q120 58"), paint.fill, paint.line) + flap + pockets + snaps


def vest(paint: Paint) -> str:
    outline = "M92 42 Q120 58 148 42 L172 54 Q160 90 176 112 L176 206 L64 206 L64 112 Q80 90 68 54 Z"
    rows = "".join(seam(f"M67 {y} L173 {y}", paint.fold) for y in range(124, 204, 20)) + seam(
        "M78 100 L162 100 M76 78 L164 78", paint.fold
    )
    collar = shape("M92 42 L96 24 Q120 32 144 24 L148 42 Q120 58 92 42 Z", paint.fold, paint.line, 3)
    return shape(outline, paint.fill, paint.line) + rows + collar + seam("M120 50 L120 204", paint.line, 4)
