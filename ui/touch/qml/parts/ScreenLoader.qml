// Builds a screen when it is first wanted, or when the kiosk is up and idle, and then keeps it.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench

Loader {
    id: loader

    required property BenchModel bench
    required property string name
    readonly property bool wanted: bench.screen_name === name

    active: wanted || bench.ready || status === Loader.Ready
    anchors.fill: parent
    visible: wanted && !bench.refusal.shown
}
