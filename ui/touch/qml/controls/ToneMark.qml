// The shape of a verdict: tick in a disc, cross in an octagon, crossed-out tote, ! in a triangle, ? in a diamond,
// two ticks in a pill, clock; and of what is no verdict: arrow, dots, ring.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import "../theme"

Item {
    id: mark

    property string tone: "quiet"
    property color ground: Theme.tone_colour(tone)
    property color sign: Theme.tone_mark(tone)
    readonly property bool is_arrow: tone === "next"
    // The light colours stand on light grounds: a dark edge keeps their shape.
    readonly property bool edged: ["wrong_tote", "care", "unknown", "done"].includes(tone)
    readonly property var outlines: ({
        right: "M50 0A50 50 0 0 1 50 100A50 50 0 0 1 50 0z",
        wrong: "M29 0H71L100 29V71L71 100H29L0 71V29z",
        wrong_tote: "M4 12H96Q100 12 100 16V30Q100 34 96 34H93L85 88Q84 92 80 92H20Q16 92 15 88L7 34H4Q0 34 0 30V16Q0 12 4 12z",
        care: "M50 4Q54 4 56 8L98 88Q100 96 92 96H8Q0 96 2 88L44 8Q46 4 50 4z",
        unknown: "M50 0L100 50L50 100L0 50z",
        done: "M35 15H65A35 35 0 0 1 65 85H35A35 35 0 0 1 35 15z",
        not_now: "M50 0A50 50 0 0 1 50 100A50 50 0 0 1 50 0z",
        next: "M50 0",
        current: "M50 0A50 50 0 0 1 50 100A50 50 0 0 1 50 0z",
        quiet: "M50 0A50 50 0 0 1 50 100A50 50 0 0 1 50 0z"
    })
    readonly property var signs: ({
        right: "M28 52L44 68L73 34",
        wrong: "M33 33L67 67M67 33L33 67",
        wrong_tote: "M34 46L66 78M66 46L34 78",
        care: "M50 36V64M50 79V80",
        unknown: "M37 40Q38 27 50 27Q63 27 63 39Q63 46 56 50Q50 54 50 61M50 74V75",
        done: "M19 52L32 65L54 38M53 63L56 65L82 37",
        not_now: "M50 24V52L68 64",
        next: "M10 50H88M60 22L88 50L60 78",
        current: "M28 50H29M50 50H51M72 50H73",
        quiet: "M30 50H70"
    })

    implicitHeight: 11 * Theme.mm
    implicitWidth: implicitHeight
    Accessible.ignored: true

    Shape {
        height: 100
        preferredRendererType: Shape.GeometryRenderer
        width: 100
        transform: Scale {
            xScale: mark.width / 100
            yScale: mark.height / 100
        }

        ShapePath {
            fillColor: mark.is_arrow ? "transparent" : mark.ground
            joinStyle: ShapePath.RoundJoin
            strokeColor: mark.edged ? Theme.tone_frame(mark.tone) : "transparent"
            strokeWidth: 5

            PathSvg {
                path: mark.outlines[mark.tone]
            }
        }
        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            strokeColor: mark.is_arrow ? mark.ground : mark.sign
            strokeWidth: mark.is_arrow ? 11 : 9

            PathSvg {
                path: mark.signs[mark.tone]
            }
        }
    }
}
