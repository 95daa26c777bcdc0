// The lines of the order at the left, the next item at the right; the cartons to choose from under the lines.
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
    readonly property PackModel pack: bench.pack
    readonly property bool waiting: pack.phase === "tote"
    readonly property real side: (width - 3 * Theme.gap) * 0.348

    RowsView {
        id: lines

        anchors.bottom: cartons.visible ? cartons.top : row.top
        anchors.bottomMargin: cartons.visible ? Theme.small_gap : Theme.gap
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.top: parent.top
        anchors.topMargin: Theme.gap
        currentIndex: page.pack.current_line
        least_row: 19 * Theme.mm
        model: page.pack.lines
        most_row: 23 * Theme.mm
        visible: !page.waiting
        width: page.side

        delegate: LineRow {
            height: lines.row_height
            width: ListView.view.width
        }
    }
    CartonRow {
        id: cartons

        anchors.bottom: row.top
        anchors.bottomMargin: Theme.gap
        anchors.left: lines.left
        bench: page.bench
        visible: page.pack.cartons.count > 0 && !page.waiting
        width: page.side
    }
    Panel {
        anchors.bottom: row.top
        anchors.left: page.waiting ? parent.left : lines.right
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top

        ItemHero {
            anchors.bottom: band.visible ? band.top : verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top
            item: page.pack.item
            left_count: page.pack.left
            left_words: page.pack.left_words
            tote: page.pack.tote
            tote_words: page.bench.captions.from_tote
            visible: page.pack.item.shown && !page.waiting
        }
        ToteGrid {
            anchors.bottom: verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            anchors.top: parent.top
            order_caption: page.bench.captions.order
            totes: page.pack.totes
            visible: page.waiting
        }
        ToneMark {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: verdict.visible ? -verdict.height / 2 : 0
            height: 48 * Theme.mm
            tone: "right"
            visible: !page.pack.item.shown && !page.waiting
            width: height
        }
        LotBand {
            id: band

            anchors.bottom: verdict.visible ? verdict.top : parent.bottom
            anchors.left: parent.left
            anchors.margins: 6.4 * Theme.mm
            anchors.right: parent.right
            lot: page.pack.lot
            visible: lot.shown && !page.waiting
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
