// One device: kind, name, condition, the last detail, and the remedy when it needs one.
pragma ComponentBehavior: Bound
import QtQuick
import "../controls"
import "../theme"

Panel {
    id: card

    required property string name
    required property string kind
    required property string tone
    required property string condition
    required property string detail
    required property string remedy

    border.color: remedy === "" ? Theme.hairline : Theme.tone_frame(tone)
    border.width: remedy === "" ? Theme.hairline_width : Theme.frame_width
    Accessible.name: kind + " " + name + ": " + condition + ". " + detail + " " + remedy
    Accessible.role: Accessible.ListItem

    ToneMark {
        id: mark

        anchors.left: parent.left
        anchors.margins: Theme.inset
        anchors.top: parent.top
        height: 15 * Theme.mm
        tone: card.tone
        width: height
    }
    Column {
        anchors.left: mark.right
        anchors.leftMargin: Theme.gap
        anchors.right: parent.right
        anchors.rightMargin: Theme.inset
        anchors.top: mark.top
        spacing: 0.8 * Theme.mm

        Words {
            color: Theme.quiet
            size: Theme.small_size
            text: card.kind
            width: parent.width
        }
        Big {
            size: Theme.action_size
            text: card.name
            width: parent.width
        }
        Words {
            size: Theme.lead_size
            font.weight: Font.DemiBold
            color: Theme.tone_ink(card.tone)
            text: card.condition
            width: parent.width
        }
        Words {
            color: Theme.quiet
            maximumLineCount: 2
            text: card.detail
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
        Words {
            font.weight: Font.DemiBold
            maximumLineCount: 2
            text: card.remedy
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
}
