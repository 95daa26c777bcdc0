// Which lot to take, as big as it has to be read off a package held beside it, and what lies beside it on the shelf.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Rectangle {
    id: band

    required property LotModel lot
    readonly property bool careful: lot.lot !== "" && lot.note !== ""

    border.color: careful ? Theme.ink : Theme.hairline
    border.width: careful ? Theme.hairline_width * 2 : Theme.hairline_width
    color: careful ? Theme.tone_colour("care") : Theme.tone_ground("next")
    height: visible ? 24 * Theme.mm : 0
    radius: Theme.radius * 0.7
    visible: lot.shown
    Accessible.name: lot.caption + " " + lot.lot + " " + lot.use_by + " " + lot.note
    Accessible.role: Accessible.StaticText

    Words {
        id: caption

        anchors.left: parent.left
        anchors.leftMargin: 6 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        font.weight: Font.ExtraBold
        text: band.lot.caption
        tracking: 0.06
        width: implicitWidth
    }
    Big {
        id: code

        anchors.left: caption.right
        anchors.leftMargin: 5 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.name_size
        text: band.lot.lot
        visible: text !== ""
        width: visible ? (band.width - caption.width) * 0.4 : 0
    }
    Column {
        anchors.left: code.visible ? code.right : caption.right
        anchors.leftMargin: 6 * Theme.mm
        anchors.right: parent.right
        anchors.rightMargin: 5 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter

        Words {
            size: Theme.lead_size
            font.weight: Font.DemiBold
            text: band.lot.use_by
            visible: text !== ""
            width: parent.width
        }
        Words {
            size: band.lot.lot === "" ? Theme.lead_size : Theme.body_size
            maximumLineCount: 2
            text: band.lot.note
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
}
