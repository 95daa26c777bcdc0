// Totes and their orders as cards: the framed one is asked for now, an empty one has no tote yet.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../../controls"
import "../../theme"

Grid {
    id: grid

    required property Rows totes
    property string order_caption
    readonly property int lines: Math.max(1, Math.ceil(totes.count / columns))

    columns: totes.count > 6 ? 4 : totes.count > 4 || totes.count === 3 ? 3 : 2
    spacing: 3.4 * Theme.mm

    Repeater {
        model: grid.totes

        Rectangle {
            id: card

            required property string tote
            required property string order
            required property string units
            required property bool current

            border.color: current ? Theme.next : tote === "" ? Theme.hairline : Theme.right
            border.width: current ? Theme.frame_width * 1.4 : Theme.hairline_width * 1.5
            color: current ? Theme.tone_ground("next") : tote === "" ? Theme.done_ground : Theme.panel
            height: Math.min((grid.height - (grid.lines - 1) * grid.spacing) / grid.lines, 84 * Theme.mm)
            radius: Theme.radius * 0.8
            width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
            Accessible.name: order + " " + tote
            Accessible.role: Accessible.ListItem

            Column {
                anchors.centerIn: parent
                width: parent.width - 5 * Theme.mm

                Words {
                    color: card.current ? Theme.next_ink : Theme.said
                    fontSizeMode: Text.HorizontalFit
                    size: Theme.lead_size
                    font.weight: Font.Medium
                    horizontalAlignment: Text.AlignHCenter
                    minimumPixelSize: Theme.small_size
                    text: grid.columns > 3 ? card.order : grid.order_caption + " " + card.order
                    width: parent.width
                }
                Big {
                    color: card.tote !== "" ? Theme.ink : card.current ? Theme.next_ink : Theme.quiet
                    size: Math.min(Theme.big_size, Math.max(Theme.name_size, card.height * 0.32))
                    horizontalAlignment: Text.AlignHCenter
                    text: card.tote === "" ? (card.current ? "?" : "–") : card.tote
                    width: parent.width
                }
                Words {
                    color: Theme.quiet
                    size: Theme.lead_size
                    font.weight: Font.Medium
                    horizontalAlignment: Text.AlignHCenter
                    text: card.units
                    visible: text !== ""
                    width: parent.width
                }
            }
        }
    }
}
