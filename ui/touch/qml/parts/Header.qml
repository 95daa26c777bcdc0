// Who works here, on what, how far, and whether the centre hears us.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Rectangle {
    id: header

    required property BenchModel bench

    color: Theme.ink
    implicitHeight: 17.2 * Theme.mm

    Rectangle {
        id: face

        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: -0.6 * Theme.mm
        color: Theme.dark_tile
        height: 10.4 * Theme.mm
        radius: height / 2
        visible: header.bench.packer !== ""
        width: height

        Words {
            anchors.centerIn: parent
            color: "white"
            font.weight: Font.ExtraBold
            text: header.bench.initial
        }
    }
    Words {
        id: packer

        anchors.left: face.right
        anchors.leftMargin: 3 * Theme.mm
        anchors.verticalCenter: face.verticalCenter
        color: "white"
        font.weight: Font.DemiBold
        text: header.bench.packer
        width: Math.min(implicitWidth, 48 * Theme.mm)
    }
    Words {
        id: title

        anchors.left: packer.text === "" ? parent.left : packer.right
        anchors.leftMargin: packer.text === "" ? Theme.gap : Math.max(Theme.gap * 1.6, 59 * Theme.mm - packer.x - packer.width)
        anchors.verticalCenter: face.verticalCenter
        color: "white"
        tracking: -0.02
        size: Theme.lead_size
        font.weight: Font.ExtraBold
        text: header.bench.screen_name === "starting" || header.bench.screen_name === "fault" ? header.bench.station : header.bench.title
        width: Math.min(implicitWidth, header.width * 0.36)
    }
    Words {
        anchors.baseline: title.baseline
        anchors.left: title.right
        anchors.leftMargin: 4.5 * Theme.mm
        anchors.right: link.visible ? link.left : parent.right
        anchors.rightMargin: Theme.gap
        color: Theme.on_dark_soft
        size: Theme.small_size
        text: header.bench.facts
    }
    Rectangle {
        id: link

        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: face.verticalCenter
        color: header.bench.online ? Theme.dark_right : Theme.dark_care
        height: 9.6 * Theme.mm
        radius: height / 2
        visible: header.bench.link_text !== ""
        width: Math.min(sign.width + says.implicitWidth + 9 * Theme.mm, header.width * 0.4)
        Accessible.name: header.bench.link_text
        Accessible.role: Accessible.StaticText

        Rectangle {
            id: sign

            anchors.left: parent.left
            anchors.leftMargin: 3.6 * Theme.mm
            anchors.verticalCenter: parent.verticalCenter
            color: header.bench.online ? Theme.on_dark_right : Theme.care
            height: (header.bench.online ? 2.6 : 2.8) * Theme.mm
            radius: header.bench.online ? height / 2 : 0
            rotation: header.bench.online ? 0 : 45
            width: height
        }
        Words {
            id: says

            anchors.left: sign.right
            anchors.leftMargin: 2.2 * Theme.mm
            anchors.right: parent.right
            anchors.rightMargin: 3 * Theme.mm
            anchors.verticalCenter: parent.verticalCenter
            color: "white"
            size: Theme.small_size
            font.weight: Font.Medium
            text: header.bench.link_text
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.right
        height: 1.4 * Theme.mm
        visible: header.bench.progress >= 0
        width: parent.width * header.bench.progress
    }
}
