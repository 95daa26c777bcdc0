// The row of actions: the others from the left, the primary one, large and dark, at the right.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Packbench.Bench
import "../controls"
import "../theme"

RowLayout {
    id: row

    required property BenchModel bench
    property bool with_primary: true
    property bool spread: false

    implicitHeight: Theme.main_target
    spacing: Theme.small_gap + 0.8 * Theme.mm

    Repeater {
        model: row.visible ? row.bench.actions : null

        ActionButton {
            id: secondary

            required command
            required property string label
            required property string key
            required property string symbol
            required hold
            required danger

            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.maximumWidth: row.spread ? Infinity : implicitWidth
            Layout.leftMargin: danger && !row.spread ? 6 * Theme.mm : 0
            Layout.minimumWidth: Theme.least_target
            Layout.preferredWidth: implicitWidth
            icon_name: symbol
            key_down: row.bench.held_command === command
            key_hint: key
            text: label

            onActivated: row.bench.press(secondary.command)
        }
    }
    Item {
        Layout.fillWidth: !row.spread
        Layout.minimumWidth: 0
        visible: !row.spread
    }
    ActionButton {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.maximumWidth: Math.max(row.width * 0.355, implicitWidth)
        Layout.minimumWidth: Math.min(50 * Theme.mm, row.width * 0.3)
        Layout.preferredWidth: Layout.maximumWidth
        command: row.bench.primary.command
        danger: row.bench.primary.danger
        dark: !row.bench.primary.danger
        hold: row.bench.primary.hold
        icon_name: row.bench.primary.icon
        key_down: row.bench.held_command === command && command !== ""
        key_hint: row.bench.primary.key
        text: row.bench.primary.label
        visible: row.with_primary && row.bench.primary.shown

        onActivated: row.bench.press(row.bench.primary.command)
    }
}
