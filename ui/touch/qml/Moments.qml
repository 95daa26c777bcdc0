// Every screen of the bench, one at a time, and a refusal over it when there is one.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "parts"
import "screens"

Item {
    id: page

    required property BenchModel bench

    ScreenLoader {
        name: "sign_in"
        bench: page.bench

        sourceComponent: SignInScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "queue"
        bench: page.bench

        sourceComponent: QueueScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "pick"
        bench: page.bench

        sourceComponent: PickScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "task"
        bench: page.bench

        sourceComponent: TaskScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "pack"
        bench: page.bench

        sourceComponent: PackScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "label"
        bench: page.bench

        sourceComponent: LabelScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "done"
        bench: page.bench

        sourceComponent: DoneScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "dispatch"
        bench: page.bench

        sourceComponent: DispatchScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "devices"
        bench: page.bench

        sourceComponent: DevicesScreen {
            bench: page.bench
        }
    }
    ScreenLoader {
        name: "choice"
        bench: page.bench

        sourceComponent: ChoiceScreen {
            bench: page.bench
        }
    }
    Loader {
        active: page.bench.refusal.shown || page.bench.ready
        anchors.fill: parent
        visible: page.bench.refusal.shown

        sourceComponent: RefusalOverlay {
            bench: page.bench
        }
    }
}
