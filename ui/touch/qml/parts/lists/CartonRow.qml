// The cartons to choose from, one key each; the one that counts is dark and ticked, the words above say why.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../../controls"
import "../../theme"

Item {
    id: row

    required property BenchModel bench
    readonly property Rows cartons: bench.pack.cartons

    implicitHeight: (caption.visible ? caption.implicitHeight : 0) + tiles.height + 1.6 * Theme.mm

    Words {
        id: caption

        color: Theme.said
        font.weight: Font.DemiBold
        size: Theme.small_size
        text: row.bench.pack.carton_words
        visible: text !== ""
        width: parent.width
    }
    Row {
        id: tiles

        anchors.bottom: parent.bottom
        height: Math.max(18 * Theme.mm, Theme.least_target)
        spacing: 2 * Theme.mm

        Repeater {
            model: row.cartons

            ActionButton {
                id: carton

                required property string code
                required property string name
                required command
                required property string key
                required property bool chosen

                Accessible.checked: chosen
                dark: chosen
                height: tiles.height
                inset: 1.2 * Theme.mm
                key_down: row.bench.held_command === command
                key_hint: chosen ? "\u2713 " + key : key
                label_size: 4.6 * Theme.mm
                text: name
                width: (row.width - (row.cartons.count - 1) * tiles.spacing) / row.cartons.count

                onActivated: row.bench.press(carton.command)
            }
        }
    }
}
