// The label at the left as it is being printed, its facts at the right, each with its mark.
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
    readonly property LabelModel label: bench.label

    Rectangle {
        id: ground

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.top: parent.top
        color: "#E6E8E2"
        radius: Theme.radius
        width: (height - 2 * 7.5 * Theme.mm) / 1.5 + 2 * 5.4 * Theme.mm

        LabelDrawing {
            anchors.centerIn: parent
            captions: page.bench.captions
            height: width * 1.5
            label: page.label
            width: parent.width - 2 * 5.4 * Theme.mm
        }
    }
    Panel {
        id: sheet

        anchors.bottom: row.top
        anchors.left: ground.right
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top

        Column {
            id: words

            anchors.left: parent.left
            anchors.leftMargin: 8.6 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 8.6 * Theme.mm
            anchors.top: parent.top
            anchors.topMargin: 7 * Theme.mm
            spacing: 2 * Theme.mm

            Headline {
                size: Theme.headline_size
                text: page.label.headline
                width: parent.width
            }
            Words {
                color: Theme.said
                size: Theme.lead_size
                maximumLineCount: 3
                text: page.label.explain
                visible: text !== "" && !verdict.visible
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
        Column {
            id: checks

            readonly property real room: sheet.height - words.y - words.height - (verdict.visible ? verdict.height + Theme.gap : 0) - 9 * Theme.mm

            anchors.left: words.left
            anchors.right: words.right
            anchors.top: words.bottom
            anchors.topMargin: 4 * Theme.mm

            Repeater {
                model: page.label.checks

                Item {
                    id: check

                    required property string title
                    required property string detail
                    required property string mark

                    height: Math.min(21 * Theme.mm, checks.room / Math.max(page.label.checks.count, 1))
                    width: checks.width
                    Accessible.name: title + ", " + detail
                    Accessible.role: Accessible.ListItem

                    ToneMark {
                        id: sign

                        anchors.left: parent.left
                        anchors.verticalCenter: parent.verticalCenter
                        height: Math.min(13 * Theme.mm, check.height * 0.86)
                        tone: check.mark
                        width: height
                    }
                    Column {
                        anchors.left: sign.right
                        anchors.leftMargin: 5 * Theme.mm
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter

                        Words {
                            color: check.mark === "quiet" ? Theme.said : Theme.ink
                            tracking: -0.015
                            size: Math.min(Theme.title_size, check.height * 0.38)
                            font.weight: Font.ExtraBold
                            text: check.title
                            width: parent.width
                        }
                        Words {
                            color: check.mark === "wrong" ? Theme.danger_ink : Theme.said
                            size: Math.min(Theme.body_size, check.height * 0.32)
                            font.weight: check.mark === "wrong" ? Font.DemiBold : Font.Normal
                            text: check.detail
                            visible: text !== ""
                            width: parent.width
                        }
                    }
                }
            }
        }
        VerdictBar {
            id: verdict

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 5 * Theme.mm
            anchors.right: parent.right
            bar: page.bench.bar
        }
    }
    ActionRow {
        id: row

        anchors.bottom: parent.bottom
        anchors.left: ground.right
        anchors.margins: Theme.gap
        anchors.right: parent.right
        bench: page.bench
        spread: true
    }
}
