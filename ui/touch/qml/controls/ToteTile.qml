// One tote on the dark block: grey when nothing goes in, white with its count, framed when it is to be scanned now.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Rectangle {
    id: tile

    property string tote
    property string units
    property bool current: false
    readonly property bool flat: width > height * 1.2
    readonly property bool lit: units !== "" || current

    border.color: Theme.on_dark_right
    border.width: current ? Theme.frame_width * 1.6 : 0
    color: lit ? "white" : Theme.dark_faint
    radius: 2 * Theme.mm
    Accessible.name: tote + " " + units
    Accessible.role: Accessible.StaticText

    Grid {
        anchors.centerIn: parent
        columnSpacing: 1.4 * Theme.mm
        columns: tile.flat ? 2 : 1
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        Big {
            color: tile.lit ? Theme.said : Theme.on_dark_quiet
            size: Theme.body_size
            font.weight: Font.DemiBold
            horizontalAlignment: Text.AlignHCenter
            least_size: 3.2 * Theme.mm
            text: tile.tote
            width: tile.flat && tile.units !== "" ? tile.width * 0.5 : tile.width - 3 * Theme.mm
        }
        Big {
            size: tile.flat ? Theme.action_size : Theme.name_size
            horizontalAlignment: Text.AlignHCenter
            text: tile.units
            visible: text !== ""
            width: tile.flat ? tile.width * 0.36 : tile.width - 3 * Theme.mm
        }
    }
}
