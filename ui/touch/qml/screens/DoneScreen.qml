// The order is complete: a large tick over the whole panel, until the next scan.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../theme"

Item {
    id: page

    required property BenchModel bench
    readonly property DoneModel done: bench.done

    Rectangle {
        id: sheet

        anchors.bottom: row.visible ? row.top : parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top
        color: Theme.complete
        radius: Theme.radius * 1.1

        ToneMark {
            id: tick

            anchors.left: parent.left
            anchors.leftMargin: 18 * Theme.mm
            anchors.verticalCenter: parent.verticalCenter
            ground: "white"
            height: Math.min(82 * Theme.mm, parent.height * 0.66)
            sign: Theme.complete
            tone: "right"
            width: height
        }
        Column {
            anchors.left: tick.right
            anchors.leftMargin: 18 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 14 * Theme.mm
            anchors.verticalCenter: parent.verticalCenter
            spacing: 3.4 * Theme.mm

            Headline {
                color: "white"
                size: Math.round(19 * Theme.mm)
                text: page.done.title
                width: parent.width
            }
            Words {
                color: "white"
                size: Theme.action_size
                font.weight: Font.DemiBold
                maximumLineCount: 3
                text: page.done.detail
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
            Item {
                height: 2 * Theme.mm
                width: 1
            }
            Repeater {
                model: page.done.facts

                Row {
                    id: line

                    required property string fact

                    spacing: 3 * Theme.mm
                    width: parent.width

                    ToneMark {
                        anchors.verticalCenter: parent.verticalCenter
                        ground: "#0F7F60"
                        height: 7.4 * Theme.mm
                        tone: "right"
                        width: height
                    }
                    Words {
                        anchors.verticalCenter: parent.verticalCenter
                        color: "white"
                        size: Theme.lead_size
                        font.weight: Font.Medium
                        maximumLineCount: 2
                        text: line.fact
                        width: parent.width - 10.4 * Theme.mm
                        wrapMode: Text.Wrap
                    }
                }
            }
            Words {
                color: "white"
                size: Theme.title_size
                maximumLineCount: 3
                text: page.done.next
                topPadding: 4 * Theme.mm
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
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
