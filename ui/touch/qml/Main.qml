// The kiosk's window: header, trouble, one screen, and a refusal over it when there is one.
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
        troubles: window.bench.troubles
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
        ScreenLoader {
            name: "sign_in"
            bench: window.bench

            sourceComponent: SignInScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "queue"
            bench: window.bench

            sourceComponent: QueueScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "pick"
            bench: window.bench

            sourceComponent: PickScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "pack"
            bench: window.bench

            sourceComponent: PackScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "label"
            bench: window.bench

            sourceComponent: LabelScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "done"
            bench: window.bench

            sourceComponent: DoneScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "dispatch"
            bench: window.bench

            sourceComponent: DispatchScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "devices"
            bench: window.bench

            sourceComponent: DevicesScreen {
                bench: window.bench
            }
        }
        ScreenLoader {
            name: "choice"
            bench: window.bench

            sourceComponent: ChoiceScreen {
                bench: window.bench
            }
        }
        Loader {
            active: window.bench.refusal.shown || window.bench.ready
            anchors.fill: parent
            visible: window.bench.refusal.shown

            sourceComponent: RefusalOverlay {
                bench: window.bench
            }
        }
    }
}
