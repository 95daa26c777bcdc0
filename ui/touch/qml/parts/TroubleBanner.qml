// Device trouble: what, its consequence and the remedy, one line each, under the header; a touch shows the devices.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Column {
    id: banner

    required property Rows troubles
    property bool leads: false

    signal opened

    visible: troubles.count > 0

    Repeater {
        model: banner.troubles

        Rectangle {
            id: line

            required property string words

            color: Theme.care
            height: Math.max(15 * Theme.mm, says.implicitHeight + 4 * Theme.mm)
            width: banner.width
            Accessible.name: words
            Accessible.role: Accessible.AlertMessage

            ToneMark {
                id: mark

                anchors.left: parent.left
                anchors.leftMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                ground: Theme.ink
                height: 8 * Theme.mm
                sign: Theme.care
                tone: "care"
                width: height
            }
            Words {
                id: says

                anchors.left: mark.right
                anchors.leftMargin: 3 * Theme.mm
                anchors.right: arrow.visible ? arrow.left : parent.right
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                font.weight: Font.DemiBold
                maximumLineCount: 2
                text: line.words
                wrapMode: Text.Wrap
            }
            ToneMark {
                id: arrow

                anchors.right: parent.right
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                ground: Theme.ink
                height: 8 * Theme.mm
                tone: "next"
                visible: banner.leads
                width: height
            }
            TapHandler {
                enabled: banner.leads
                gesturePolicy: TapHandler.ReleaseWithinBounds

                onTapped: banner.opened()
            }
            Rectangle {
                anchors.bottom: parent.bottom
                color: Theme.ink
                height: Theme.hairline_width
                opacity: 0.25
                width: parent.width
            }
        }
    }
}
