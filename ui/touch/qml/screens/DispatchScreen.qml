// Parcels that wait for the truck, and the latest that left.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../parts/lists"
import "../theme"

Item {
    id: page

    required property BenchModel bench
    readonly property DispatchModel dispatch: bench.dispatch

    Rectangle {
        id: block

        anchors.bottom: row.top
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.top: parent.top
        color: Theme.ink
        radius: Theme.radius * 1.1
        width: (parent.width - 4 * Theme.gap) * 0.31

        Column {
            anchors.left: parent.left
            anchors.margins: 8 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top
            spacing: 3 * Theme.mm

            Headline {
                color: "white"
                size: Theme.headline_size
                text: page.dispatch.title
                width: parent.width
            }
            Words {
                color: Theme.on_dark_soft
                size: Theme.lead_size
                lineHeight: 1.1
                maximumLineCount: 6
                text: page.dispatch.hint
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
        Column {
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 8 * Theme.mm
            anchors.right: parent.right

            Big {
                color: "white"
                size: Theme.big_size
                text: page.dispatch.waiting.count
                width: parent.width
            }
            Words {
                color: Theme.on_dark_quiet
                tracking: 0.06
                font.capitalization: Font.AllUppercase
                font.weight: Font.ExtraBold
                text: page.bench.captions.waiting
                width: parent.width
            }
        }
    }
    TwoColumnList {
        id: waiting

        anchors.bottom: verdict.visible ? verdict.top : row.top
        anchors.bottomMargin: Theme.gap
        anchors.left: block.right
        anchors.leftMargin: Theme.gap
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        caption: page.bench.captions.waiting
        nothing: page.bench.captions.none_waiting
        pairs: page.dispatch.waiting
        tone: "current"
        width: (parent.width - block.width - 4 * Theme.gap) / 2
    }
    TwoColumnList {
        anchors.bottom: waiting.bottom
        anchors.left: waiting.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.top: waiting.top
        caption: page.bench.captions.latest
        nothing: page.bench.captions.none_yet
        pairs: page.dispatch.last
        tone: "right"
    }
    VerdictBar {
        id: verdict

        anchors.bottom: row.top
        anchors.left: block.right
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
    }
}
