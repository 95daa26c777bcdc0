// Nobody is signed in: one dark block that asks for a badge.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../parts/drawings"
import "../theme"

Item {
    id: page

    required property BenchModel bench

    Rectangle {
        anchors.bottom: verdict.visible ? verdict.top : row.visible ? row.top : parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top
        color: Theme.ink
        radius: Theme.radius * 1.1

        BadgeDrawing {
            id: badge

            anchors.left: parent.left
            anchors.leftMargin: 26 * Theme.mm
            anchors.verticalCenter: parent.verticalCenter
            height: Math.min(92 * Theme.mm, parent.height * 0.7)
            width: height * 0.66
        }
        Column {
            anchors.left: badge.right
            anchors.leftMargin: 22 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 14 * Theme.mm
            anchors.verticalCenter: parent.verticalCenter
            spacing: 5 * Theme.mm

            Words {
                color: Theme.on_dark_quiet
                font.capitalization: Font.AllUppercase
                tracking: 0.06
                size: Theme.lead_size
                font.weight: Font.ExtraBold
                text: page.bench.station
                visible: text !== ""
                width: parent.width
            }
            Headline {
                color: "white"
                size: Theme.big_size
                text: page.bench.captions.scan_badge
                width: parent.width
            }
            Words {
                color: Theme.on_dark_soft
                size: Theme.title_size
                lineHeight: 1.12
                maximumLineCount: 4
                text: page.bench.message
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
    }
    VerdictBar {
        id: verdict

        anchors.bottom: row.visible ? row.top : parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        bar: page.bench.bar
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
