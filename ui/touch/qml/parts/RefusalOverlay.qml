// A refusal covers the work area until it is acknowledged: what was scanned, what was needed, what to do.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Rectangle {
    id: overlay

    required property BenchModel bench
    readonly property RefusalModel refusal: bench.refusal
    readonly property bool pictured: refusal.scanned_item.shown || refusal.needed_item.shown
    readonly property bool variants: refusal.scanned_item.shown && refusal.needed_item.shown && refusal.scanned_item.name === refusal.needed_item.name
    readonly property bool paired: pictured || refusal.needed !== ""

    color: Theme.paper
    Accessible.name: refusal.title
    Accessible.role: Accessible.AlertMessage

    // Nothing under the refusal can be touched.
    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        id: sheet

        readonly property real card_height: Math.min(78 * Theme.mm, height - 72 * Theme.mm)

        anchors.bottom: row.top
        anchors.bottomMargin: Theme.gap
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top
        border.color: Theme.tone_frame(overlay.refusal.tone)
        border.width: Theme.frame_width
        color: Theme.tone_ground(overlay.refusal.tone)
        radius: Theme.radius * 1.1

        // The verdict's own colour, all around, inside the line that sets it off from the paper.
        Rectangle {
            anchors.fill: parent
            anchors.margins: Theme.frame_width
            border.color: Theme.tone_colour(overlay.refusal.tone)
            border.width: 2 * Theme.mm
            color: "transparent"
            radius: parent.radius - Theme.frame_width
        }
        ToneMark {
            id: mark

            anchors.left: parent.left
            anchors.leftMargin: 11 * Theme.mm
            anchors.top: parent.top
            anchors.topMargin: 9.5 * Theme.mm
            height: 27 * Theme.mm
            tone: overlay.refusal.tone
            width: height
        }
        Big {
            anchors.left: mark.right
            anchors.leftMargin: 8 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 11 * Theme.mm
            anchors.verticalCenter: mark.verticalCenter
            size: Theme.big_size
            height: 30 * Theme.mm
            fontSizeMode: Text.Fit
            least_size: Theme.action_size
            maximumLineCount: 2
            text: overlay.refusal.title
            wrapMode: Text.Wrap
        }
        Row {
            id: cards

            anchors.left: mark.left
            anchors.top: mark.bottom
            anchors.topMargin: 8 * Theme.mm
            height: sheet.card_height
            readonly property bool both: (scanned_card.visible ? 1 : 0) + (needed_card.visible ? 1 : 0) > 1

            spacing: 7 * Theme.mm
            visible: overlay.paired
            width: !overlay.paired ? 0 : both ? sheet.width * 0.58 : sheet.width * 0.29

            RefusalCard {
                id: scanned_card

                by_mark: overlay.variants
                caption: overlay.bench.captions.scanned
                height: parent.height
                item: overlay.refusal.scanned_item
                tone: overlay.refusal.tone
                visible: overlay.paired && (overlay.refusal.scanned !== "" || item.shown)
                width: cards.both ? (cards.width - cards.spacing) / 2 : cards.width
                words: overlay.refusal.scanned
            }
            RefusalCard {
                id: needed_card

                by_mark: overlay.variants
                caption: overlay.bench.captions.needed
                height: parent.height
                item: overlay.refusal.needed_item
                tone: "right"
                framed: true
                visible: overlay.refusal.needed !== "" || item.shown
                width: cards.both ? (cards.width - cards.spacing) / 2 : cards.width
                words: overlay.refusal.needed
            }
        }
        Column {
            anchors.left: overlay.paired ? cards.right : mark.left
            anchors.leftMargin: overlay.paired ? 7 * Theme.mm : 0
            anchors.right: parent.right
            anchors.rightMargin: 8 * Theme.mm
            anchors.top: cards.top
            spacing: 2.6 * Theme.mm

            Words {
                tracking: -0.02
                size: overlay.paired ? Theme.action_size : text.length > 24 ? Theme.name_size : Theme.headline_size
                font.features: ({ "tnum": 0 })
                font.weight: Font.ExtraBold
                maximumLineCount: 2
                text: overlay.refusal.headline
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
            Words {
                size: overlay.paired ? Theme.title_size * 1.1 : Theme.name_size
                lineHeight: 1.12
                maximumLineCount: 6
                text: overlay.refusal.orders
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
            Words {
                color: Theme.said
                maximumLineCount: 3
                text: overlay.refusal.note
                topPadding: 2 * Theme.mm
                visible: text !== ""
                width: parent.width
                wrapMode: Text.Wrap
            }
        }
        Words {
            anchors.bottom: parent.bottom
            anchors.bottomMargin: 8 * Theme.mm
            anchors.left: mark.left
            anchors.right: cards.both ? cards.right : parent.right
            anchors.rightMargin: cards.both ? 0 : 11 * Theme.mm
            color: Theme.said
            maximumLineCount: 2
            text: overlay.refusal.footer
            wrapMode: Text.Wrap
        }
    }
    ActionRow {
        id: row

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        bench: overlay.bench
        height: Theme.main_target
    }
}
