"""Drawings of bags and household goods, on a square of 240."""

from __future__ import annotations

from resources.makers.drawings.paint import Paint, seam, shape


def tote(paint: Paint) -> str:
    straps = seam("M84 96 Q84 26 120 26 Q156 26 156 96", paint.line, 13) + seam(
        "M84 96 Q84 26 120 26 Q156 26 156 96", paint.fill, 7
    )
    bag = shape("M54 88 L186 88 L196 212 L44 212 Z", paint.fill, paint.line)
    return straps + bag + seam("M53 102 L187 102", paint.fold) + seam("M78 92 L90 92 M150 92 L162 92", paint.line, 4)


def rucksack(paint: Paint) -> str:
    straps = seam("M60 96 Q36 140 56 194 M180 96 Q204 140 184 194", paint.line, 11)
    pack = shape("M66 76 L174 76 L182 212 Q120 222 58 212 Z", paint.fill, paint.line)
    roll = shape("M62 40 Q120 32 178 40 L180 62 L172 82 L68 82 L60 62 Z", paint.fold, paint.line)
    pocket = shape("M78 140 L162 140 L166 202 L74 202 Z", paint.fold, paint.line, 2.5)
    buckle = (
        seam("M120 60 L120 128", paint.line, 7) + '<rect x="109" y="100" width="22" height="18" rx="4" fill="#D9D6CB"/>'
    )
    return straps + pack + roll + pocket + buckle + seam("M61 61 L179 61", paint.line)


def mug(paint: Paint) -> str:
    handle = seam("M164 92 Q214 90 210 136 Q206 172 160 174", paint.line, 17)
    handle += seam("M164 92 Q214 90 210 136 Q206 172 160 174", paint.fill, 10)
    cup = shape("M48 66 L170 66 L166 196 Q164 206 152 206 L66 206 Q54 206 52 196 Z", paint.fill, paint.line)
    rim = '<path d="M46 60 L172 60 L172 72 L46 72 Z" fill="#2F4266" stroke="#1B2842" stroke-width="2"/>'
    return handle + cup + rim + seam("M64 90 L67 186", paint.fold, 5)


def bottle(paint: Paint) -> str:
    flask = shape(
        "M92 68 Q78 84 78 104 L78 204 Q78 216 92 216 L148 216 Q162 216 162 204 L162 104 Q162 84 148 68 Z",
        paint.fill,
        paint.line,
    )
    neck = shape("M98 52 L142 52 L142 70 L98 70 Z", "#C9CED2", "#80878C", 3)
    lid = shape("M94 24 L146 24 Q150 24 150 30 L150 52 L90 52 L90 30 Q90 24 94 24 Z", "#3E434A", "#14181C", 3)
    return flask + neck + lid + seam("M93 108 L93 198", paint.fold, 6) + seam("M79 202 L161 202", paint.line)


def apron(paint: Paint) -> str:
    neck = seam("M90 58 Q92 16 120 16 Q148 16 150 58", paint.line, 5)
    ties = seam("M58 116 Q34 122 26 146 M182 116 Q206 122 214 146", paint.line, 5)
    cloth = shape("M88 54 L152 54 Q156 92 184 112 L184 216 L56 216 L56 112 Q84 92 88 54 Z", paint.fill, paint.line)
    pocket = shape("M82 138 L158 138 L158 186 L82 186 Z", paint.fold, paint.line, 2.5)
    return neck + ties + cloth + pocket + seam("M120 138 L120 186", paint.line, 2.5)


def towel(paint: Paint) -> str:
    back = shape("M66 40 L174 40 L174 180 L66 180 Z", paint.fold, paint.line)
    front = shape("M66 40 L150 40 L150 210 L66 210 Z", paint.fill, paint.line)
    stripes = "".join(f'<path d="M68 {y} L148 {y} L148 {y + 7} L68 {y + 7} Z" fill="#BE5A36"/>' for y in (170, 184))
    return back + front + stripes + seam("M90 52 L90 160 M108 52 L108 160 M126 52 L126 160", paint.fold, 2)


def notebook(paint: Paint) -> str:
    pages = shape("M74 36 L188 36 L188 212 L74 212 Z", "#F7F5EE", "#8F948D", 3)
    cover = shape("M60 30 L176 30 Q184 30 184 38 L184 198 Q184 206 176 206 L60 206 Z", paint.fill, paint.line)
    spine = shape("M52 30 L72 30 L72 206 L52 206 Z", paint.fold, paint.line)
    return pages + cover + spine + seam("M160 31 L160 205", "#BE5A36", 6)


def box(paint: Paint) -> str:
    lower = shape("M52 104 L188 104 L182 210 L58 210 Z", paint.fill, paint.line)
    lid = shape("M42 78 L198 78 L198 108 L42 108 Z", paint.fold, paint.line)
    ribbon = '<path d="M108 78 L132 78 L132 210 L108 210 Z" fill="#BE5A36" stroke="#873C21" stroke-width="2.5"/>'
    bow = shape("M118 76 Q72 70 76 42 Q98 32 118 76 Z", "#BE5A36", "#873C21", 3)
    bow += shape("M122 76 Q168 70 164 42 Q142 32 122 76 Z", "#BE5A36", "#873C21", 3)
    return (
        lower
        + lid
        + ribbon
        + bow
        + '<circle cx="120" cy="76" r="9" fill="#A24A2A" stroke="#873C21" stroke-width="2.5"/>'
    )
