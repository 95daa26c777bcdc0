// What just happened, or what to do next: shape, title, detail, on the colour of its tone.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../theme"

Rectangle {
    id: verdict

    required property BarModel bar

    border.color: Theme.tone_frame(bar.tone)
    border.width: Theme.frame_width
    color: Theme.tone_ground(bar.tone)
    implicitHeight: Math.max(24 * Theme.mm, texts.implicitHeight + 6 * Theme.mm)
    radius: Theme.radius
    visible: bar.shown
    Accessible.name: bar.title + ". " + bar.detail
    Accessible.role: Accessible.AlertMessage

    ToneMark {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: 5 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        height: 14 * Theme.mm
        tone: verdict.bar.tone
        width: height
    }
    Column {
        id: texts

        anchors.left: mark.right
        anchors.leftMargin: 5 * Theme.mm
        anchors.right: parent.right
        anchors.rightMargin: 5 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        spacing: 0.6 * Theme.mm

        Words {
            tracking: -0.02
            size: Theme.title_size
            font.weight: Font.ExtraBold
            maximumLineCount: 2
            text: verdict.bar.title
            width: parent.width
            wrapMode: Text.Wrap
        }
        Words {
            color: Theme.said
            size: Theme.body_size
            font.weight: Font.Medium
            maximumLineCount: 2
            text: verdict.bar.detail
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
}
