// Sizes in millimetres of the real screen, colours and type of the kiosk.
pragma Singleton
import QtQuick

QtObject {
    // Set once by Main.qml: the window in pixels, and pixels per millimetre as the screen says (0: it does not say).
    property real width: 1920
    property real height: 1080
    property real px_per_mm: 0

    // The screens are drawn for 345 x 194 mm; on other screens the drawing keeps the real millimetre as far as it fits.
    readonly property real fit: Math.min(width / 345, height / 194)
    readonly property real mm: px_per_mm > 0 ? Math.max(fit * 0.94, Math.min(px_per_mm, fit * 1.0)) : fit
    readonly property real least_target: Math.min(15 * Math.max(px_per_mm, mm), height / 6)
    readonly property real main_target: Math.max(25 * mm, least_target)
    readonly property real key_target: Math.max(20 * mm, least_target)

    readonly property real gap: 5 * mm
    readonly property real small_gap: 3 * mm
    readonly property real inset: 7 * mm
    readonly property real radius: 3 * mm
    readonly property real hairline_width: Math.max(1, Math.round(0.25 * mm))
    readonly property real frame_width: Math.max(2, Math.round(0.7 * mm))

    // Pixel sizes of Inter: its capitals are 0.727 of the size, so body has 4.15 mm capitals.
    readonly property int hint_size: Math.round(3.6 * mm)
    readonly property int small_size: Math.round(5.0 * mm)
    readonly property int body_size: Math.round(5.7 * mm)
    readonly property int lead_size: Math.round(6.6 * mm)
    readonly property int title_size: Math.round(7.6 * mm)
    readonly property int action_size: Math.round(8.6 * mm)
    readonly property int name_size: Math.round(11 * mm)
    readonly property int headline_size: Math.round(15.8 * mm)
    readonly property int big_size: Math.round(22 * mm)
    readonly property int hero_size: Math.round(28 * mm)

    readonly property color paper: "#F3F4F1"
    readonly property color panel: "#FFFFFF"
    readonly property color ink: "#14181C"
    readonly property color quiet: "#5B6670"
    // What is read to act on, beside the ink: at least 7:1 on white and on every tone's ground.
    readonly property color said: "#414B54"
    readonly property color hairline: "#D9DDD8"
    readonly property color dark_tile: "#333E48"
    readonly property color dark_faint: "#24303A"
    readonly property color on_dark_quiet: "#A7B1BA"
    readonly property color on_dark_soft: "#D5DADF"
    readonly property color picture_ground: "#EEF0EC"
    readonly property color done_ground: "#EBEEE9"
    readonly property color focus: "#0072B2"

    readonly property color right: "#009E73"
    readonly property color complete: "#00614A"
    readonly property color wrong: "#D55E00"
    readonly property color wrong_tote: "#E69F00"
    readonly property color care: "#F0E442"
    readonly property color unknown: "#CC79A7"
    readonly property color done: "#56B4E9"
    readonly property color next: "#0072B2"
    readonly property color on_dark_right: "#3DDBA6"
    readonly property color dark_right: "#21382F"
    readonly property color dark_care: "#4A4326"
    readonly property color danger_ink: "#8A3500"
    readonly property color next_ink: "#005385"

    // Each verdict has a colour of Okabe and Ito's eight to itself; "not now" has the ink, on white.
    readonly property var tone_colours: ({
        right: right, wrong: wrong, wrong_tote: wrong_tote, care: care, unknown: unknown, done: done, not_now: ink,
        next: next, current: next, quiet: "#8A949C"
    })
    readonly property var tone_grounds: ({
        right: "#E0F2EC", wrong: "#FDEEE6", wrong_tote: "#FDF1DA", care: "#FDFBDC", unknown: "#F9EDF4", done: "#E3F2FC", not_now: "#FFFFFF",
        next: "#E7F0F8", current: "#E7F0F8", quiet: "#EEF0EE"
    })
    readonly property var tone_marks: ({
        right: "#FFFFFF", wrong: "#FFFFFF", wrong_tote: ink, care: ink, unknown: ink, done: ink, not_now: "#FFFFFF",
        next: "#FFFFFF", current: "#FFFFFF", quiet: "#FFFFFF"
    })
    // Frames on light ground need 3:1; the light colours are framed in a darker one, and yellow, 1.3:1 on white, in ink.
    readonly property var tone_frames: ({
        right: right, wrong: wrong, wrong_tote: "#6B4700", care: ink, unknown: "#7F2E5F", done: "#00486E", not_now: ink,
        next: "transparent", current: "transparent", quiet: "transparent"
    })
    // Words in a tone's colour on white and on its ground, at least 7:1.
    readonly property var tone_inks: ({
        right: "#005A43", wrong: danger_ink, wrong_tote: "#6B4700", care: ink, unknown: "#7F2E5F", done: "#00486E", not_now: ink,
        next: next_ink, current: next_ink, quiet: said
    })

    function tone_colour(tone: string): color {
        return tone_colours[tone];
    }
    function tone_ground(tone: string): color {
        return tone_grounds[tone];
    }
    function tone_mark(tone: string): color {
        return tone_marks[tone];
    }
    function tone_frame(tone: string): color {
        return tone_frames[tone];
    }
    function tone_ink(tone: string): color {
        return tone_inks[tone];
    }
}
