"""Drawings of legwear, headwear and other small clothing, on a square of 240."""

from __future__ import annotations

from resources.makers.drawings.paint import Paint, seam, shape


def trousers(paint: Paint) -> str:
    outline = "M78 28 L162 28 L178 214 L134 214 L120 92 L106 214 L62 214 Z"
    details = (
        seam("M77 44 L163 44", paint.line)
        + seam("M120 44 L120 90", paint.fold)
        + seam("M82 46 Q90 66 78 78 M158 46 Q150 66 162 78", paint.fold)
    )
    return shape(outline, paint.fill, paint.line) + details


def shorts(paint: Paint) -> str:
    outline = "M68 58 L172 58 L196 178 L132 184 L120 118 L108 184 L44 178 Z"
    cord = seam("M114 76 L108 100 M126 76 L132 100", "#EDEBE2", 3)
    return (
        shape(outline, paint.fill, paint.line)
        + seam("M65 75 L175 75", paint.line)
        + seam("M120 76 L120 118", paint.fold)
        + cord
    )


def socks(paint: Paint) -> str:
    one = "M100 34 L140 34 L140 130 Q142 150 160 160 Q186 172 178 192 Q170 208 138 204 Q104 198 100 164 Z"
    cuff = "M100 34 L140 34 L140 56 L100 56 Z"
    toe = "M160 160 Q186 172 178 192 Q171 206 150 205 Q146 180 160 160 Z"
    sock = (
        shape(one, paint.fill, paint.line)
        + shape(cuff, paint.fold, paint.line, 2.5)
        + shape(toe, paint.fold, paint.line, 2.5)
    )
    return f'<g transform="translate(-46 0)">{sock}</g><g transform="translate(22 8)">{sock}</g>'


def cap(paint: Paint) -> str:
    crown = shape("M48 146 Q44 66 118 62 Q186 66 186 146 Z", paint.fill, paint.line)
    brim = shape("M110 146 L186 146 Q222 150 228 168 Q180 160 112 166 Z", paint.fold, paint.line)
    panels = seam("M118 62 Q100 96 104 146 M118 62 Q160 90 162 146", paint.fold)
    return crown + panels + brim + f'<circle cx="118" cy="61" r="6" fill="{paint.line}"/>'


def beanie(paint: Paint) -> str:
    crown = shape("M54 158 Q44 58 120 52 Q196 58 186 158 Z", paint.fill, paint.line)
    ribs = "".join(seam(f"M{120 + x // 3} 56 Q{120 + x} 90 {120 + x} 152", paint.fold) for x in (-44, -22, 0, 22, 44))
    brim = shape("M46 150 L194 150 Q200 172 194 194 L46 194 Q40 172 46 150 Z", paint.fill, paint.line)
    brim_ribs = "".join(seam(f"M{x} 158 L{x} 187", paint.fold) for x in range(64, 190, 16))
    return crown + ribs + brim + brim_ribs


def scarf(paint: Paint) -> str:
    back = shape("M134 96 L168 96 L182 200 L146 204 Z", paint.fold, paint.line)
    loop = shape("M62 62 Q120 28 178 62 Q196 92 160 110 Q120 124 80 110 Q44 92 62 62 Z", paint.fill, paint.line)
    hole = shape("M86 70 Q120 54 154 70 Q150 84 120 86 Q90 84 86 70 Z", paint.line, paint.line, 2)
    front = shape("M84 104 L122 112 L114 210 L76 206 Z", paint.fill, paint.line)
    fringe = seam("M79 208 L77 222 M90 209 L88 223 M101 210 L100 224 M112 211 L111 224", paint.line, 3)
    return back + loop + hole + front + seam("M79 186 L116 190 M80 176 L117 180", paint.fold, 3) + fringe


def gloves(paint: Paint) -> str:
    one = (
        "M74 206 L74 160 Q52 140 46 116 Q44 104 56 104 Q66 106 78 128 L78 62 Q79 52 88 52 Q96 52 97 62 L97 46 "
        "Q98 36 107 36 Q115 36 116 46 L116 54 Q117 46 125 46 Q133 46 134 56 "
        "L134 76 Q136 68 143 69 Q150 71 150 80 L146 160 L146 206 Z"
    )
    fingers = seam("M97 64 L97 106 M116 58 L116 104 M134 78 L133 108", paint.fold)
    cuff = seam("M75 176 L145 176", paint.line) + "".join(
        seam(f"M{x} 182 L{x} 202", paint.fold) for x in range(84, 142, 12)
    )
    glove = shape(one, paint.fill, paint.line) + fingers + cuff
    left = f'<g transform="translate(-16 34) scale(0.82)">{glove}</g>'
    return left + f'<g transform="translate(256 4) scale(-0.82 0.82)">{glove}</g>'


def belt(paint: Paint) -> str:
    coil = f'<ellipse cx="120" cy="122" rx="84" ry="62" fill="none" stroke="{paint.line}" stroke-width="34"/>'
    coil += f'<ellipse cx="120" cy="122" rx="84" ry="62" fill="none" stroke="{paint.fill}" stroke-width="27"/>'
    strap = shape("M104 170 L206 176 Q216 184 206 200 L104 198 Z", paint.fill, paint.line)
    buckle = '<rect x="92" y="162" width="40" height="44" rx="6" fill="none" stroke="#A8ADB1" stroke-width="8"/>'
    holes = "".join(f'<circle cx="{x}" cy="187" r="3.2" fill="{paint.line}"/>' for x in (150, 168, 186))
    return coil + strap + buckle + seam("M112 184 L132 184", "#A8ADB1", 5) + holes


def pin(paint: Paint) -> str:
    ring = f'<circle cx="120" cy="120" r="70" fill="#E2AC33" stroke="{paint.line}" stroke-width="4"/>'
    face = '<circle cx="120" cy="120" r="57" fill="#2F4266"/>'
    box = shape("M84 106 L120 88 L156 106 L156 144 L120 162 L84 144 Z", paint.fill, "#F3F0E7", 4)
    return ring + face + box + seam("M84 106 L120 124 L156 106 M120 124 L120 162", "#F3F0E7", 4)
