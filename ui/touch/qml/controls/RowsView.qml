// A list that shows whole rows only, and says how many more there are below.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

ListView {
    id: rows

    property real least_row: 18 * Theme.mm
    property real most_row: 23 * Theme.mm
    readonly property int fitting: Math.max(1, Math.floor((height + spacing) / (least_row + spacing)))
    readonly property real row_height: Math.min(most_row, (height + spacing) / fitting - spacing)
    readonly property int below: Math.max(0, count - Math.ceil((contentY + height - row_height * 0.5) / (row_height + spacing)))

    boundsBehavior: Flickable.StopAtBounds
    clip: true
    highlightMoveDuration: 0
    interactive: contentHeight > height
    snapMode: ListView.SnapToItem
    spacing: 2.2 * Theme.mm

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 2 * Theme.mm
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.horizontalCenterOffset: parent.width * 0.1
        color: Theme.ink
        height: 8.4 * Theme.mm
        radius: height / 2
        visible: rows.below > 0
        width: more.implicitWidth + 8 * Theme.mm
        z: 2

        Words {
            id: more

            anchors.centerIn: parent
            color: "white"
            size: Theme.small_size
            font.weight: Font.DemiBold
            text: "+" + rows.below
        }
    }
}
