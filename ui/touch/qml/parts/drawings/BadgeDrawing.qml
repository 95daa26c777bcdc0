// A badge on a clip, drawn: what the packer is to hold under the scanner.
pragma ComponentBehavior: Bound
import QtQuick
import "../../theme"

Rectangle {
    id: card

    readonly property real unit: width / 60

    border.color: Theme.dark_tile
    color: "white"
    radius: 5 * unit
    Accessible.ignored: true

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        color: Theme.ink
        height: 3 * card.unit
        radius: height / 2
        width: 16 * card.unit
        y: 5 * card.unit
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        clip: true
        color: Theme.picture_ground
        height: 30 * card.unit
        radius: 3 * card.unit
        width: 30 * card.unit
        y: 15 * card.unit

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.quiet
            height: 11 * card.unit
            radius: height / 2
            width: height
            y: 5 * card.unit
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            color: Theme.quiet
            height: 24 * card.unit
            radius: 9 * card.unit
            width: 21 * card.unit
            y: 18 * card.unit
        }
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        color: Theme.ink
        height: 3.4 * card.unit
        radius: height / 2
        width: 34 * card.unit
        y: 52 * card.unit
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        color: Theme.hairline
        height: 2.6 * card.unit
        radius: height / 2
        width: 24 * card.unit
        y: 58.5 * card.unit
    }
    Row {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 7 * card.unit
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: 1.2 * card.unit

        Repeater {
            model: [2, 1, 3, 1, 1, 2, 1, 3, 2, 1, 1, 3, 1, 2]

            Rectangle {
                required property int modelData

                color: Theme.ink
                height: 13 * card.unit
                width: modelData * 0.95 * card.unit
            }
        }
    }
}
