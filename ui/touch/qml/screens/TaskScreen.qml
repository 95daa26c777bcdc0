// A task of the floor: its kind and where to go at the left, what to take, count or look at on the right.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../theme"

Item {
    id: page

    required property BenchModel bench
    readonly property TaskModel task: bench.task

    Rectangle {
        id: block

        anchors.bottom: row.top
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.top: parent.top
        color: Theme.ink
        radius: Theme.radius * 1.1
        width: (parent.width - 3 * Theme.gap) * 0.381

        Row {
            id: kind

            anchors.left: parent.left
            anchors.margins: 8 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.topMargin: 6.4 * Theme.mm
            height: 15 * Theme.mm
            spacing: 4 * Theme.mm

            Rectangle {
                id: tile

                color: Theme.on_dark_soft
                height: parent.height
                radius: Theme.radius * 0.7
                width: height

                Image {
                    anchors.centerIn: parent
                    height: tile.height * 0.7
                    source: page.task.icon ? "image://icon/" + page.task.icon + "/14181C" : ""
                    sourceSize: Qt.size(width, height)
                    width: height
                }
            }
            Big {
                anchors.verticalCenter: parent.verticalCenter
                color: "white"
                size: Theme.name_size
                text: page.task.kind_words
                width: kind.width - tile.width - kind.spacing
            }
        }
        Column {
            anchors.left: kind.left
            anchors.right: kind.right
            anchors.top: kind.bottom
            anchors.topMargin: 6 * Theme.mm
            visible: page.task.place !== ""

            Words {
                color: Theme.on_dark_quiet
                tracking: 0.06
                font.weight: Font.ExtraBold
                text: page.task.caption
                width: parent.width
            }
            Big {
                color: "white"
                size: Math.min(26 * Theme.mm, block.height * 0.19)
                text: page.task.place
                width: parent.width
            }
            Words {
                color: Theme.on_dark_soft
                size: Theme.lead_size
                maximumLineCount: 2
                text: page.task.place_words
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
            Item {
                height: 4 * Theme.mm
                width: 1
            }
            Rectangle {
                border.color: page.task.place_done ? "transparent" : Theme.on_dark_quiet
                border.width: page.task.place_done ? 0 : Theme.hairline_width * 1.5
                color: page.task.place_done ? Theme.dark_right : Theme.ink
                height: Math.max(15 * Theme.mm, block.height * 0.11)
                radius: Theme.radius * 0.8
                visible: page.task.scan_words !== ""
                width: parent.width

                Row {
                    anchors.centerIn: parent
                    spacing: 3 * Theme.mm

                    ToneMark {
                        anchors.verticalCenter: parent.verticalCenter
                        ground: page.task.place_done ? "transparent" : "#6FB8E8"
                        height: 8.6 * Theme.mm
                        sign: Theme.on_dark_right
                        tone: page.task.place_done ? "right" : "next"
                        width: height
                    }
                    Words {
                        anchors.verticalCenter: parent.verticalCenter
                        color: "white"
                        size: Theme.lead_size
                        font.weight: Font.DemiBold
                        text: page.task.scan_words
                        width: Math.min(implicitWidth, block.width - 32 * Theme.mm)
                    }
                }
            }
        }
        Column {
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 6.4 * Theme.mm
            anchors.left: kind.left
            anchors.right: kind.right
            spacing: 3 * Theme.mm

            Item {
                height: Math.max(then.implicitHeight, after.implicitHeight)
                visible: page.task.then !== ""
                width: parent.width

                Words {
                    id: then

                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.on_dark_quiet
                    tracking: 0.06
                    font.weight: Font.ExtraBold
                    text: page.bench.captions.then_go
                    width: Math.min(implicitWidth, parent.width * 0.55)
                }
                Big {
                    id: after

                    anchors.left: then.right
                    anchors.leftMargin: 3 * Theme.mm
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.on_dark_soft
                    size: Theme.title_size
                    text: page.task.then
                }
            }
            Words {
                color: Theme.on_dark_soft
                lineHeight: 1.05
                maximumLineCount: page.task.then !== "" ? 3 : 4
                size: Theme.small_size
                text: page.task.why
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
    }
    Panel {
        anchors.bottom: row.top
        anchors.left: block.right
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top

        Item {
            id: room

            anchors.bottom: verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top

            ItemHero {
                anchors.fill: parent
                item: page.task.item
                left_count: page.task.left
                left_words: page.task.left_words
                tote: page.task.lot
                tote_words: page.task.lot_words
                visible: page.task.item.shown && !page.task.pad
            }
            Column {
                id: counting

                anchors.left: parent.left
                anchors.top: parent.top
                spacing: 1.5 * Theme.mm
                visible: page.task.item.shown && page.task.pad
                width: parent.width * 0.44

                Picture {
                    height: Math.min(room.height * 0.36, width)
                    letter: page.task.item.letter
                    picture: page.task.item.picture
                    width: Math.min(parent.width, room.height * 0.7)
                }
                Words {
                    color: Theme.said
                    size: Theme.lead_size
                    maximumLineCount: 2
                    text: page.task.item.name
                    width: parent.width
                    wrapMode: Text.Wrap
                }
                Words {
                    size: Theme.lead_size
                    font.weight: Font.ExtraBold
                    maximumLineCount: 2
                    text: [page.task.item.rest, page.task.item.differs, page.task.lot].filter(part => part !== "").join(" · ")
                    width: parent.width
                    wrapMode: Text.Wrap
                }
            }
            Big {
                anchors.bottom: parent.bottom
                anchors.left: parent.left
                size: Math.round(Math.min(Theme.hero_size, room.height * 0.34))
                text: page.task.counted
                visible: page.task.pad
                width: counting.width
            }
            NumberPad {
                anchors.bottom: parent.bottom
                anchors.right: parent.right
                anchors.top: parent.top
                bench: page.bench
                visible: page.task.pad
                width: parent.width * 0.52
            }
            Column {
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: 6 * Theme.mm
                visible: page.task.instruct !== ""

                ToneMark {
                    height: 34 * Theme.mm
                    tone: "wrong"
                    width: height
                }
                Headline {
                    maximumLineCount: 3
                    size: Theme.name_size
                    text: page.task.instruct
                    width: parent.width
                    wrapMode: Text.Wrap
                }
            }
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
