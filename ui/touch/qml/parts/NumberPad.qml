// Ten large keys for a number counted by eye, for gloves; the number itself stands beside them.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Item {
    id: pad

    required property BenchModel bench
    readonly property real gap: 3 * Theme.mm
    readonly property real key_height: (height - 3 * gap) / 4
    readonly property real key_width: (width - 2 * gap) / 3

    Repeater {
        model: [7, 8, 9, 4, 5, 6, 1, 2, 3, 0]

        ActionButton {
            id: digit

            required property int index
            required property int modelData

            command: "NUMBER_" + modelData
            height: pad.key_height
            key_down: pad.bench.held_command === command
            label_size: Theme.name_size
            text: modelData
            width: modelData === 0 ? pad.width : pad.key_width
            x: (index % 3) * (pad.key_width + pad.gap)
            y: Math.floor(index / 3) * (pad.key_height + pad.gap)

            onActivated: pad.bench.press(digit.command)
        }
    }
}
