// One side of a refusal: the picture of the thing and the mark that tells it apart, or its words alone.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Rectangle {
    id: card

    required property ItemModel item
    property string caption
    property string words
    property string tone
    property bool framed: false
    readonly property bool with_picture: item.shown && item.picture !== ""
    // The one thing in which two variants differ, instead of the whole name.
    property bool by_mark: false
    readonly property bool with_mark: by_mark && item.shown && item.differs !== ""

    border.color: framed ? Theme.right : Theme.hairline
    border.width: framed ? Theme.frame_width * 1.3 : Theme.hairline_width
    color: "white"
    radius: Theme.radius * 0.8
    Accessible.name: caption + ": " + words
    Accessible.role: Accessible.StaticText

    Picture {
        id: image

        anchors.left: parent.left
        anchors.margins: 1 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        color: "transparent"
        height: width
        letter: card.item.letter
        picture: card.item.picture
        tagged: false
        visible: card.with_picture
        width: card.with_picture ? parent.width * 0.56 : 0
    }
    Column {
        anchors.left: image.right
        anchors.leftMargin: card.with_picture ? 2 * Theme.mm : 6 * Theme.mm
        anchors.right: parent.right
        anchors.rightMargin: card.with_picture ? 4 * Theme.mm : 6 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        spacing: 1.5 * Theme.mm

        Words {
            color: Theme.said
            size: Theme.body_size
            text: card.caption
            width: parent.width
        }
        Big {
            color: Theme.tone_ink(card.tone)
            fontSizeMode: Text.Fit
            height: Math.min(implicitHeight, card.height - 16 * Theme.mm)
            least_size: Theme.small_size
            maximumLineCount: card.with_mark ? 2 : 5
            size: card.with_mark ? Theme.hero_size : card.item.shown ? Theme.action_size : Theme.big_size
            text: card.with_mark ? card.item.differs : card.words
            verticalAlignment: Text.AlignVCenter
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
}
