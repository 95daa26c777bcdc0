// A list that shows whole rows only, and says under them how many more there are.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../theme"

Item {
    id: rows

    property alias currentIndex: list.currentIndex
    property alias delegate: list.delegate
    required property Rows model
    property real least_row: 18 * Theme.mm
    property real most_row: 23 * Theme.mm
    readonly property real gap: 2.2 * Theme.mm
    readonly property real strip: 8 * Theme.mm
    readonly property int holding: Math.max(1, Math.floor((height + gap) / (least_row + gap)))
    readonly property bool too_many: model.count > holding
    readonly property real room: too_many ? height - strip : height
    readonly property int fitting: Math.max(1, Math.floor((room + gap) / (least_row + gap)))
    readonly property real row_height: Math.min(most_row, (room + gap) / fitting - gap)
    readonly property int below: Math.max(0, model.count - Math.ceil((list.contentY + list.height - row_height * 0.5) / (row_height + gap)))

    ListView {
        id: list

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        height: Math.min(rows.height, Math.min(rows.room, rows.fitting * (rows.row_height + spacing) - spacing) + Theme.hairline_width)
        highlightMoveDuration: 0
        interactive: contentHeight > height
        model: rows.model
        snapMode: ListView.SnapToItem
        spacing: rows.gap
    }
    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: 2.4 * Theme.mm
        visible: rows.below > 0
        y: list.height + (rows.height - list.height - height) / 2

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.hairline
            height: Theme.hairline_width * 2
            width: rows.width * 0.34
        }
        Words {
            color: Theme.said
            size: Theme.small_size
            font.weight: Font.DemiBold
            text: "+ " + rows.below
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.hairline
            height: Theme.hairline_width * 2
            width: rows.width * 0.34
        }
    }
}
