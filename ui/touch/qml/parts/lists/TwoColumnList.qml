// A list of pairs, number at the left and words at the right, under a caption.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../../controls"
import "../../theme"

Panel {
    id: sheet

    required property Rows pairs
    property string caption
    property string nothing
    property string tone: "quiet"

    Words {
        id: head

        anchors.left: parent.left
        anchors.margins: Theme.inset
        anchors.right: parent.right
        anchors.top: parent.top
        color: Theme.quiet
        tracking: 0.06
        font.capitalization: Font.AllUppercase
        size: Theme.small_size
        font.weight: Font.ExtraBold
        text: sheet.caption
    }
    Words {
        anchors.left: head.left
        anchors.right: head.right
        anchors.top: head.bottom
        anchors.topMargin: Theme.gap
        color: Theme.quiet
        text: sheet.nothing
        visible: sheet.pairs.count === 0
        wrapMode: Text.Wrap
    }
    ListView {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.small_gap
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: head.bottom
        anchors.topMargin: Theme.small_gap
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: sheet.pairs

        delegate: Item {
            id: pair

            required property string left_words
            required property string right_words

            height: 15 * Theme.mm
            width: ListView.view.width

            ToneMark {
                id: mark

                anchors.left: parent.left
                anchors.leftMargin: Theme.inset
                anchors.verticalCenter: parent.verticalCenter
                height: 7 * Theme.mm
                tone: sheet.tone
                width: height
            }
            Words {
                id: number

                anchors.left: mark.right
                anchors.leftMargin: 3.5 * Theme.mm
                anchors.verticalCenter: parent.verticalCenter
                size: Theme.lead_size
                font.features: ({ "tnum": 0 })
                font.weight: Font.ExtraBold
                text: pair.left_words
                width: Math.min(implicitWidth, parent.width * 0.5)
            }
            Words {
                anchors.left: number.right
                anchors.leftMargin: 3 * Theme.mm
                anchors.right: parent.right
                anchors.rightMargin: Theme.inset
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.said
                fontSizeMode: Text.HorizontalFit
                horizontalAlignment: Text.AlignRight
                minimumPixelSize: Theme.hint_size
                size: Theme.small_size
                text: pair.right_words
            }
            Rectangle {
                anchors.bottom: parent.bottom
                anchors.left: parent.left
                anchors.leftMargin: Theme.inset
                anchors.right: parent.right
                anchors.rightMargin: Theme.inset
                color: Theme.hairline
                height: Theme.hairline_width
            }
        }
    }
}
