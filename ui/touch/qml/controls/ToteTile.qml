// One tote on the dark block: grey when nothing goes in, white with its count, framed when it is to be scanned now.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Rectangle {
    id: tile

    property string tote
    property string units
    property bool current: false
    readonly property bool lit: units !== "" || current

    border.color: Theme.on_dark_right
    border.width: current ? Theme.frame_width * 1.6 : 0
    color: lit ? "white" : Theme.dark_faint
    radius: 2 * Theme.mm
    Accessible.name: tote + " " + units
    Accessible.role: Accessible.StaticText

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.mm

        Big {
            color: tile.lit ? Theme.said : Theme.on_dark_quiet
            size: Theme.body_size
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            least_size: 3.2 * Theme.mm
            text: tile.tote
            width: parent.width
        }
        Big {
            size: Theme.name_size
            horizontalAlignment: Text.AlignHCenter
            text: tile.units
            visible: text !== ""
            width: parent.width
        }
    }
}
