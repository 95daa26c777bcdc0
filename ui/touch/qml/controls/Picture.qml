// A product picture on its soft ground, with the size letter in its middle.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Rectangle {
    id: ground

    property string picture
    property string letter
    property string ink: "#14181C"
    property real letter_part: 0.1
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
    Words {
        anchors.centerIn: parent
        color: ground.ink
        size: Math.max(8, ground.side * ground.letter_part)
        font.weight: Font.ExtraBold
        opacity: 0.9
        text: ground.letter
        visible: ground.picture !== "" && ground.letter_part > 0
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
