// Where to go at the left, what to take at the right, what just happened under it.
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
    readonly property PickModel pick: bench.pick
    readonly property bool giving: pick.phase === "totes"

    Rectangle {
        id: block

        anchors.bottom: row.top
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.top: parent.top
        color: Theme.ink
        radius: Theme.radius * 1.1
        width: (parent.width - 3 * Theme.gap) * 0.381

        Column {
            anchors.left: parent.left
            anchors.leftMargin: 8 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 8 * Theme.mm
            anchors.top: parent.top
            anchors.topMargin: 6.4 * Theme.mm

            Words {
                color: Theme.on_dark_quiet
                tracking: 0.06
                font.weight: Font.ExtraBold
                text: page.giving ? page.bench.captions.totes : page.bench.captions.go_to
                width: parent.width
            }
            Big {
                color: "white"
                size: Math.min(31 * Theme.mm, block.height * 0.226)
                text: page.giving ? page.pick.given : page.pick.location
                width: parent.width
            }
            Words {
                color: Theme.on_dark_soft
                size: Theme.lead_size
                maximumLineCount: 3
                text: page.giving ? page.pick.left_words : page.pick.location_words
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
            Item {
                height: Math.max(5 * Theme.mm, block.height * 0.05)
                width: 1
            }
            Rectangle {
                border.color: page.pick.location_done ? "transparent" : Theme.on_dark_quiet
                border.width: page.pick.location_done ? 0 : Theme.hairline_width * 1.5
                color: page.pick.location_done ? Theme.dark_right : Theme.ink
                height: Math.max(15 * Theme.mm, block.height * 0.125)
                radius: Theme.radius * 0.8
                visible: !page.giving
                width: parent.width

                Row {
                    anchors.centerIn: parent
                    spacing: 3 * Theme.mm

                    ToneMark {
                        anchors.verticalCenter: parent.verticalCenter
                        ground: page.pick.location_done ? "transparent" : "#6FB8E8"
                        height: 8.6 * Theme.mm
                        sign: Theme.on_dark_right
                        tone: page.pick.location_done ? "right" : "next"
                        width: height
                    }
                    Words {
                        anchors.verticalCenter: parent.verticalCenter
                        color: "white"
                        size: Theme.lead_size
                        font.weight: Font.DemiBold
                        text: page.pick.location_done ? page.bench.captions.location_done : page.bench.captions.location_open
                        width: Math.min(implicitWidth, block.width - 32 * Theme.mm)
                    }
                }
            }
        }
        Column {
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 8 * Theme.mm
            anchors.right: parent.right
            visible: page.giving && page.pick.location !== ""

            Words {
                color: Theme.on_dark_quiet
                tracking: 0.06
                font.weight: Font.ExtraBold
                text: page.bench.captions.then_go
                width: parent.width
            }
            Big {
                color: Theme.on_dark_soft
                size: Theme.headline_size
                text: page.pick.location
                width: parent.width
            }
        }
        Words {
            id: into

            anchors.bottom: totes.top
            anchors.bottomMargin: 2.5 * Theme.mm
            anchors.left: totes.left
            color: Theme.on_dark_quiet
            tracking: 0.06
            font.weight: Font.ExtraBold
            text: page.bench.captions.into_tote
            visible: totes.visible
            width: totes.width
        }
        Grid {
            id: totes

            readonly property int lines: page.pick.totes.count > 6 ? 2 : 1
            readonly property real tile_height: (height - (lines - 1) * spacing) / lines
            readonly property real tile_width: Math.min((lines > 1 ? 40 : 22) * Theme.mm, (width - (columns - 1) * spacing) / columns)

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 8 * Theme.mm
            anchors.right: parent.right
            columns: Math.max(1, Math.ceil(page.pick.totes.count / lines))
            height: Math.max(26 * Theme.mm, block.height * 0.22)
            spacing: 2 * Theme.mm
            visible: page.pick.totes.count > 0 && !page.giving

            Repeater {
                model: page.pick.totes

                ToteTile {
                    required property string order

                    required current
                    required tote
                    required units
                    height: totes.tile_height
                    width: totes.tile_width
                }
            }
        }
    }
    Panel {
        anchors.bottom: row.top
        anchors.left: block.right
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top

        ItemHero {
            anchors.bottom: band.visible ? band.top : verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top
            item: page.pick.item
            left_count: page.pick.left
            left_words: page.pick.left_words
            visible: page.pick.item.shown && !page.giving
        }
        ToteGrid {
            anchors.bottom: verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top
            order_caption: page.bench.captions.order
            totes: page.pick.totes
            visible: page.giving
        }
        LotBand {
            id: band

            anchors.bottom: verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            lot: page.pick.lot
            visible: lot.shown && !page.giving
        }
        VerdictBar {
            id: verdict

            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            bar: page.bench.bar
        }
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
