// One waiting job: the stripe's colour and the words say the same. A task has the drawing of its kind, and a key to take
// it by: the whole row is its button.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../../controls"
import "../../theme"

Panel {
    id: job

    required property string number
    required property string title
    required property string detail
    required property string when_words
    required property string tone
    required property string symbol
    required property string command
    required property string key
    required property BenchModel bench

    radius: 2 * Theme.mm
    Accessible.name: number + ", " + title + ", " + detail + ", " + when_words
    Accessible.role: Accessible.ListItem

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.top: parent.top
        color: Theme.tone_colour(job.tone)
        radius: width / 2
        width: 2.2 * Theme.mm
    }
    ActionButton {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: 4.2 * Theme.mm
        anchors.right: parent.right
        anchors.top: parent.top
        background.visible: down || visualFocus
        command: job.command
        contentItem.visible: false
        key_down: job.bench.held_command === command && command !== ""
        text: job.number + ", " + job.title
        visible: job.command !== ""

        onActivated: job.bench.press(job.command)
    }
    Image {
        id: drawing

        anchors.left: parent.left
        anchors.leftMargin: 6 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        height: 9 * Theme.mm
        source: job.symbol ? "image://icon/" + job.symbol + "/" + String(Theme.ink).slice(1) : ""
        sourceSize: Qt.size(width, height)
        visible: job.symbol !== ""
        width: visible ? height : 0
    }
    Big {
        id: number

        anchors.left: drawing.right
        anchors.leftMargin: drawing.visible ? 2 * Theme.mm : 0.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.action_size
        least_size: Theme.hint_size
        text: job.number
        width: (drawing.visible ? 24 : 27.5) * Theme.mm
    }
    Column {
        anchors.left: number.right
        anchors.leftMargin: 3.5 * Theme.mm
        anchors.right: take.visible ? take.left : parent.right
        anchors.rightMargin: take.visible ? 3 * Theme.mm : 4.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter

        Item {
            height: Math.max(title.implicitHeight, due.implicitHeight)
            width: parent.width

            Words {
                id: title

                anchors.left: parent.left
                anchors.right: due.left
                anchors.rightMargin: 3 * Theme.mm
                anchors.verticalCenter: parent.verticalCenter
                font.weight: Font.DemiBold
                text: job.title
            }
            Words {
                id: due

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.said
                size: Theme.small_size
                font.weight: Font.Medium
                horizontalAlignment: Text.AlignRight
                text: job.when_words
                width: Math.min(implicitWidth, parent.width * 0.56)
            }
        }
        Words {
            color: Theme.said
            lineHeight: 0.94
            maximumLineCount: 2
            size: Theme.small_size
            text: job.detail
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
    Rectangle {
        id: take

        anchors.right: parent.right
        anchors.rightMargin: 3.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.tone_ground(job.tone)
        height: 11 * Theme.mm
        radius: Theme.radius * 0.7
        visible: job.key !== ""
        width: height

        Words {
            anchors.centerIn: parent
            color: Theme.tone_ink(job.tone)
            font.weight: Font.ExtraBold
            horizontalAlignment: Text.AlignHCenter
            size: Theme.lead_size
            text: job.key
            width: parent.width
        }
    }
}
