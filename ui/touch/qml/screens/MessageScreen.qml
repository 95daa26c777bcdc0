// Starting, or a fault: one shape, one sentence.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../theme"

Item {
    id: page

    required property BenchModel bench
    property string tone: "next"

    Column {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: row.visible ? -Theme.main_target / 2 : 0
        spacing: 7 * Theme.mm
        width: Math.min(parent.width - 4 * Theme.inset, 260 * Theme.mm)

        ToneMark {
            anchors.horizontalCenter: parent.horizontalCenter
            height: 34 * Theme.mm
            tone: page.tone
            width: height
        }
        Headline {
            size: Theme.headline_size
            horizontalAlignment: Text.AlignHCenter
            text: page.bench.title
            width: parent.width
        }
        Words {
            color: Theme.quiet
            size: Theme.title_size
            horizontalAlignment: Text.AlignHCenter
            maximumLineCount: 8
            text: page.bench.message
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
    ActionRow {
        id: row

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        bench: page.bench
        visible: page.bench.actions.count > 0 || page.bench.primary.shown
    }
}
