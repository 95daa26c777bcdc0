// The kiosk's window: header, trouble, and the bench's moments once the first frame is out.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import Packbench.Bench
import "parts"
import "screens"
import "theme"

Window {
    id: window

    required property BenchModel bench
    required property real px_per_mm

    color: Theme.paper
    title: "Packbench"

    Binding {
        property: "width"
        target: Theme
        value: window.width
    }
    Binding {
        property: "height"
        target: Theme
        value: window.height
    }
    Binding {
        property: "px_per_mm"
        target: Theme
        value: window.px_per_mm
    }
    Header {
        id: header

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        bench: window.bench
    }
    TroubleBanner {
        id: troubles

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: header.bottom
        height: visible ? implicitHeight : 0
        leads: window.bench.packer !== "" && window.bench.screen_name !== "devices" && !window.bench.refusal.shown
        troubles: window.bench.troubles

        onOpened: window.bench.press("DEVICES")
    }
    Item {
        id: work

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: troubles.bottom

        ScreenLoader {
            name: "starting"
            bench: window.bench

            sourceComponent: MessageScreen {
                bench: window.bench
                tone: "next"
            }
        }
        ScreenLoader {
            name: "fault"
            bench: window.bench

            sourceComponent: MessageScreen {
                bench: window.bench
                tone: "wrong"
            }
        }
        Loader {
            id: moments

            readonly property bool wanted: window.bench.ready || (window.bench.screen_name !== "starting" && window.bench.screen_name !== "fault")

            anchors.fill: parent

            // By its address: named here, all of its screens would be read before the first frame.
            onWantedChanged: if (wanted && status === Loader.Null) setSource("Moments.qml", { bench: window.bench })
            Component.onCompleted: wantedChanged()
        }
    }
}
