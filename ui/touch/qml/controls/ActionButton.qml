// A button that acts on release, once in 50 ms; a `hold` button acts after 800 ms of holding and shows how long.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import "../theme"

T.AbstractButton {
    id: button

    property string command
    property string key_hint
    property string icon_name
    property bool hold: false
    property bool danger: false
    property bool dark: false
    property bool bright: false
    property bool key_down: false
    property real inset: 3 * Theme.mm
    property int label_size: dark || bright ? Theme.action_size : Theme.lead_size
    readonly property bool resting: rest.running
    readonly property bool sunk: down || (key_down && visible)
    readonly property color front: dark ? "white" : danger ? Theme.danger_ink : Theme.ink

    signal activated

    function act_once(): void {
        if (!rest.running) {
            rest.restart();
            button.activated();
        }
    }

    focusPolicy: Qt.TabFocus
    implicitHeight: Theme.main_target
    implicitWidth: Math.max(words.implicitWidth + (icon.visible ? icon.width + 2.4 * Theme.mm : 0) + 10 * Theme.mm, hint.implicitWidth + 8 * Theme.mm, Theme.key_target * 1.3)
    Accessible.name: text
    Accessible.description: key_hint
    Accessible.role: Accessible.Button
    Accessible.onPressAction: if (!button.hold) button.act_once()

    onClicked: if (!button.hold) button.act_once()
    onSunkChanged: button.hold && button.sunk ? filling.restart() : filling.stop()

    background: Rectangle {
        border.color: button.danger ? Theme.wrong : button.dark ? Theme.ink : Theme.hairline
        border.width: button.danger ? Theme.frame_width * 0.7 : Theme.hairline_width * 1.5
        color: button.dark ? (button.sunk ? "#39434D" : Theme.ink) : (button.sunk ? "#DDE2DE" : Theme.panel)
        radius: Theme.radius

        Rectangle {
            anchors.fill: parent
            anchors.margins: -1.2 * Theme.mm
            border.color: Theme.focus
            border.width: Theme.frame_width
            color: "transparent"
            radius: parent.radius + 1.2 * Theme.mm
            visible: button.visualFocus
        }
        Rectangle {
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: parent.border.width
            anchors.top: parent.top
            color: Theme.tone_ground("wrong")
            radius: parent.radius
            visible: button.hold && button.sunk
            width: (parent.width - 2 * parent.border.width) * filling.reached
        }
    }
    contentItem: Item {
        Words {
            id: hint

            anchors.right: parent.right
            anchors.rightMargin: 2.2 * Theme.mm
            anchors.top: parent.top
            anchors.topMargin: 1.6 * Theme.mm
            color: button.dark ? Theme.on_dark_soft : Theme.said
            size: Theme.hint_size
            font.weight: Font.Medium
            horizontalAlignment: Text.AlignRight
            text: button.key_hint
            width: Math.min(implicitWidth, parent.width - 4.4 * Theme.mm)
        }
        Row {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: button.key_hint ? 0.6 * Theme.mm + (words.lineCount > 1 ? 1.4 * Theme.mm : 0) : 0
            spacing: 2.4 * Theme.mm

            Image {
                id: icon

                anchors.verticalCenter: parent.verticalCenter
                height: button.label_size * 1.05
                source: button.icon_name ? "image://icon/" + button.icon_name + "/" + String(button.front).slice(1) : ""
                sourceSize: Qt.size(width, height)
                visible: button.icon_name !== ""
                width: height
            }
            Words {
                id: words

                anchors.verticalCenter: parent.verticalCenter
                color: button.front
                tracking: -0.01
                size: button.label_size
                font.weight: button.dark || button.bright ? Font.ExtraBold : Font.DemiBold
                horizontalAlignment: Text.AlignHCenter
                maximumLineCount: 2
                text: button.text
                width: Math.min(implicitWidth, button.width - (icon.visible ? icon.width + 2.4 * Theme.mm : 0) - 2 * button.inset)
                wrapMode: Text.Wrap
            }
        }
    }

    Timer {
        id: rest

        interval: 50
    }
    NumberAnimation {
        id: filling

        property real reached: 0

        duration: 800
        from: 0
        property: "reached"
        target: filling
        to: 1

        onFinished: button.act_once()
        onStopped: filling.reached = 0
    }
}
