// A product picture on its soft ground, with the size on a tag in its corner, where no drawing is.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Rectangle {
    id: ground

    property string picture
    property string letter
    property bool tagged: true
    readonly property real side: Math.min(width, height) * 0.86

    color: Theme.picture_ground
    radius: Theme.radius * 0.8

    Image {
        anchors.centerIn: parent
        fillMode: Image.PreserveAspectFit
        height: ground.side
        source: ground.picture
        sourceSize: Qt.size(ground.side, ground.side)
        width: ground.side
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.margins: 3 * Theme.mm
        anchors.right: parent.right
        border.color: Theme.hairline
        border.width: Theme.hairline_width
        color: Theme.panel
        height: 12 * Theme.mm
        radius: 2 * Theme.mm
        visible: ground.tagged && ground.picture !== "" && ground.letter !== ""
        width: Math.max(height, size.implicitWidth + 6 * Theme.mm)

        Words {
            id: size

            anchors.centerIn: parent
            font.features: ({ "tnum": 0 })
            font.weight: Font.ExtraBold
            size: Theme.title_size
            text: ground.letter
        }
    }
    Words {
        anchors.centerIn: parent
        color: Theme.quiet
        size: Math.max(8, ground.side * 0.3)
        font.weight: Font.ExtraBold
        text: ground.letter
        visible: ground.picture === ""
    }
}
