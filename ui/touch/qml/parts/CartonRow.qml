// The cartons to choose from, one key each; the chosen one is dark.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Row {
    id: row

    required property BenchModel bench
    readonly property Rows cartons: bench.pack.cartons

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
            height: row.height
            key_down: row.bench.held_command === command
            key_hint: key
            label_size: Theme.small_size
            text: name
            width: (row.width - (row.cartons.count - 1) * row.spacing) / row.cartons.count

            onActivated: row.bench.press(carton.command)
        }
    }
}
