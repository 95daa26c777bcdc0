// A drawing of the 4 x 6 inch label; its bars are no barcode, so that a scan of the screen proves nothing.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Packbench.Bench
import "../../controls"
import "../../theme"

Rectangle {
    id: paper

    required property LabelModel label
    required property CaptionModel captions
    readonly property real unit: width / 100

    border.color: Theme.ink
    border.width: Theme.hairline_width
    color: "white"
    Accessible.name: label.name + ", " + label.place + ", " + label.sscc_text
    Accessible.role: Accessible.StaticText

    Column {
        id: lines

        anchors.left: parent.left
        anchors.margins: 5 * paper.unit
        anchors.right: parent.right
        anchors.top: parent.top
        spacing: 1.2 * paper.unit

        Words {
            size: 3.5 * paper.unit
            maximumLineCount: 2
            text: paper.captions.sender_words + "  " + paper.label.sender_words
            width: parent.width
            wrapMode: Text.Wrap
        }
        Rectangle {
            color: Theme.ink
            height: Theme.hairline_width * 1.4
            width: parent.width
        }
        Words {
            size: 3.6 * paper.unit
            font.weight: Font.ExtraBold
            text: paper.captions.ship_to
            width: parent.width
        }
        Headline {
            size: 8.4 * paper.unit
            horizontalAlignment: Text.AlignLeft
            text: paper.label.name
            width: parent.width
        }
        Words {
            size: 7 * paper.unit
            horizontalAlignment: Text.AlignLeft
            maximumLineCount: 3
            text: paper.label.street
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
        Headline {
            size: 9.8 * paper.unit
            horizontalAlignment: Text.AlignLeft
            text: paper.label.place
            visible: text !== ""
            width: parent.width
        }
        Row {
            spacing: 4 * paper.unit
            topPadding: 1.6 * paper.unit
            width: parent.width

            Rectangle {
                color: Theme.ink
                height: 12 * paper.unit
                width: Math.max(16 * paper.unit, country.implicitWidth + 5 * paper.unit)

                Words {
                    id: country

                    anchors.centerIn: parent
                    color: "white"
                    size: 8.4 * paper.unit
                    font.weight: Font.ExtraBold
                    text: paper.label.country
                }
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                anchors.verticalCenterOffset: 0.8 * paper.unit
                font.capitalization: Font.AllUppercase
                size: 6 * paper.unit
                font.weight: Font.DemiBold
                text: paper.label.service
                width: parent.width - 26 * paper.unit
            }
        }
        Item {
            height: 0.4 * paper.unit
            width: 1
        }
        Rectangle {
            color: Theme.ink
            height: Theme.hairline_width * 1.4
            width: parent.width
        }
        Words {
            size: 4.7 * paper.unit
            font.weight: Font.DemiBold
            text: paper.label.footer
            width: parent.width
        }
        Rectangle {
            color: Theme.ink
            height: Theme.hairline_width * 1.4
            width: parent.width
        }
    }
    Item {
        id: bars

        anchors.bottom: number.top
        anchors.bottomMargin: 2 * paper.unit
        anchors.horizontalCenter: parent.horizontalCenter
        clip: true
        height: Math.max(8 * paper.unit, Math.min(40 * paper.unit, number.y - lines.y - lines.height - 5 * paper.unit))
        width: 76 * paper.unit

        Shape {
            height: 1
            preferredRendererType: Shape.GeometryRenderer
            width: paper.label.bars_units
            transform: Scale {
                xScale: bars.width / paper.label.bars_units
                yScale: bars.height
            }

            ShapePath {
                fillColor: Theme.ink
                strokeColor: "transparent"

                PathSvg {
                    path: paper.label.bars
                }
            }
        }
    }
    Big {
        id: number

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: 4 * paper.unit
        anchors.right: parent.right
        size: 5.2 * paper.unit
        horizontalAlignment: Text.AlignHCenter
        least_size: 3 * paper.unit
        text: paper.label.sscc_text
    }
}
