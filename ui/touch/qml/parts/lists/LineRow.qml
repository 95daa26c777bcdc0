// A line of the order: picture, name, what differs, done of wanted; framed when it is next, grey when it is done.
pragma ComponentBehavior: Bound
import QtQuick
import "../../controls"
import "../../theme"

Rectangle {
    id: line

    required property string name
    required property string rest
    required property string picture
    required property string letter
    required property string count
    required property string short
    required property bool done
    required property bool current

    border.color: current ? Theme.next : Theme.hairline
    border.width: current ? Theme.frame_width : Theme.hairline_width
    color: done ? Theme.done_ground : Theme.panel
    radius: 2 * Theme.mm
    Accessible.name: name + ", " + rest + ", " + count
    Accessible.role: Accessible.ListItem

    Picture {
        id: image

        anchors.left: parent.left
        anchors.leftMargin: 2.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        height: parent.height - 4.8 * Theme.mm
        tagged: false
        opacity: line.done ? 0.5 : 1
        picture: line.picture
        letter: line.letter
        width: height
    }
    Column {
        anchors.left: image.right
        anchors.leftMargin: 3 * Theme.mm
        anchors.right: number.left
        anchors.rightMargin: 2 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter

        Words {
            color: line.done ? Theme.quiet : Theme.ink
            size: Theme.small_size * 1.06
            font.weight: Font.DemiBold
            text: line.name
            width: parent.width
        }
        Words {
            color: line.done ? Theme.quiet : Theme.ink
            size: Theme.small_size * 1.06
            text: line.rest
            width: parent.width
        }
    }
    Words {
        id: number

        anchors.right: badge.visible ? badge.left : parent.right
        anchors.rightMargin: badge.visible ? 2 * Theme.mm : 4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        color: line.done ? Theme.quiet : Theme.ink
        size: Theme.title_size
        font.weight: line.done ? Font.Medium : Font.ExtraBold
        text: line.count
    }
    ToneMark {
        id: badge

        anchors.right: parent.right
        anchors.rightMargin: 3.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        height: 8 * Theme.mm
        tone: line.short === "" ? "right" : "care"
        visible: line.done
        width: height
    }
}
