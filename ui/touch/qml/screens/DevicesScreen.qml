// Every device on the bench: its state as a shape and in words, and what to do about it.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../theme"

Item {
    id: page

    required property BenchModel bench

    Grid {
        id: grid

        readonly property int lines: Math.max(1, Math.ceil(page.bench.devices.count / columns))
        readonly property real room: (verdict.visible ? verdict.y : row.y) - 2 * Theme.gap

        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top
        columns: page.bench.devices.count > 4 ? 3 : 2
        spacing: Theme.gap

        Repeater {
            model: page.bench.devices

            DeviceCard {
                height: Math.min(62 * Theme.mm, (grid.room - (grid.lines - 1) * grid.spacing) / grid.lines)
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
            }
        }
    }
    VerdictBar {
        id: verdict

        anchors.bottom: row.top
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
    }
}
