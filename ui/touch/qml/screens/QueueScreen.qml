// The next job in the dark block, with the reason it is next; the jobs after it at the right.
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
    readonly property QueueModel queue: bench.queue

    Rectangle {
        id: block

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.top: parent.top
        color: Theme.ink
        radius: Theme.radius * 1.1
        width: (parent.width - 3 * Theme.gap) * 0.49

        Column {
            anchors.left: parent.left
            anchors.leftMargin: 8 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 8 * Theme.mm
            spacing: 0
            y: page.queue.next_number !== "" || page.queue.totes.count > 0 ? 7.4 * Theme.mm : (block.height - height) * 0.46

            ToneMark {
                ground: Theme.dark_tile
                height: 30 * Theme.mm
                sign: Theme.on_dark_soft
                tone: "current"
                visible: page.queue.next_number === "" && page.queue.totes.count === 0
                width: height
            }
            Item {
                height: 5 * Theme.mm
                visible: page.queue.next_number === "" && page.queue.totes.count === 0
                width: 1
            }
            Words {
                color: Theme.on_dark_quiet
                tracking: 0.06
                font.weight: Font.ExtraBold
                text: page.bench.captions.next_job
                visible: page.queue.next_number !== ""
                width: parent.width
            }
            Big {
                color: "white"
                size: Theme.headline_size
                text: page.queue.next_title
                width: parent.width
            }
            Words {
                color: Theme.on_dark_soft
                size: Theme.lead_size
                maximumLineCount: 2
                text: page.queue.summary
                topPadding: 1.5 * Theme.mm
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
            Item {
                height: 6 * Theme.mm
                width: 1
            }
            Rectangle {
                color: Theme.dark_faint
                height: reason.implicitHeight + 7 * Theme.mm
                radius: Theme.radius * 0.8
                visible: page.queue.why !== ""
                width: parent.width

                Words {
                    id: reason

                    anchors.left: parent.left
                    anchors.leftMargin: 5 * Theme.mm
                    anchors.right: parent.right
                    anchors.rightMargin: 5 * Theme.mm
                    anchors.verticalCenter: parent.verticalCenter
                    color: "white"
                    lineHeight: 1.1
                    maximumLineCount: 4
                    text: page.queue.why
                    wrapMode: Text.Wrap
                }
            }
            Item {
                height: 7 * Theme.mm
                width: 1
            }
            Row {
                id: totes

                readonly property real tile_width: Math.min(22 * Theme.mm, (width - (page.queue.totes.count - 1) * spacing) / Math.max(page.queue.totes.count, 1))

                spacing: 2.8 * Theme.mm
                visible: page.queue.totes.count > 0
                width: parent.width

                Repeater {
                    model: page.queue.totes

                    Rectangle {
                        id: tile

                        required property string tote

                        color: Theme.dark_tile
                        height: 20 * Theme.mm
                        radius: 2 * Theme.mm
                        width: totes.tile_width

                        Big {
                            anchors.centerIn: parent
                            color: "white"
                            size: Theme.lead_size
                            horizontalAlignment: Text.AlignHCenter
                            least_size: 3.4 * Theme.mm
                            text: tile.tote
                            width: parent.width - 2 * Theme.mm
                        }
                    }
                }
            }
            Words {
                color: Theme.on_dark_quiet
                lineHeight: 1.1
                maximumLineCount: 3
                text: page.queue.hint
                topPadding: totes.visible ? 6 * Theme.mm : 0
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
        ActionButton {
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 8 * Theme.mm
            anchors.right: parent.right
            bright: true
            command: page.bench.primary.command
            height: Theme.main_target * 1.06
            icon_name: page.bench.primary.icon
            key_down: page.bench.held_command === command && command !== ""
            key_hint: page.bench.primary.key
            label_size: Theme.name_size * 0.9
            text: page.bench.primary.label
            visible: page.bench.primary.shown

            onActivated: page.bench.press(page.bench.primary.command)
        }
    }
    RowsView {
        id: jobs

        anchors.bottom: verdict.visible ? verdict.top : actions.top
        anchors.bottomMargin: Theme.small_gap
        anchors.left: block.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        least_row: Math.max(19.5 * Theme.mm, Theme.least_target)
        model: page.queue.rows
        most_row: Math.max(25 * Theme.mm, Theme.least_target)

        delegate: QueueRow {
            bench: page.bench
            height: jobs.row_height
            width: ListView.view.width
        }
    }
    Panel {
        anchors.fill: jobs
        visible: page.queue.rows.count === 0

        Words {
            anchors.centerIn: parent
            color: Theme.quiet
            horizontalAlignment: Text.AlignHCenter
            size: Theme.lead_size
            text: page.bench.captions.none_queued
            width: parent.width - 2 * Theme.inset
            wrapMode: Text.Wrap
        }
    }
    VerdictBar {
        id: verdict

        anchors.bottom: actions.top
        anchors.bottomMargin: Theme.small_gap
        anchors.left: block.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        bar: page.bench.bar
    }
    ActionRow {
        id: actions

        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap
        anchors.left: block.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        bench: page.bench
        height: Theme.key_target
        spread: true
        with_primary: false
    }
}
