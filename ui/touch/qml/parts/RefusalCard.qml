// One side of a refusal: the picture of the thing and the mark that tells it apart.
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

    border.color: framed ? Theme.right : "transparent"
    border.width: framed ? Theme.frame_width * 1.3 : 0
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
        ink: card.item.ink
        letter: card.item.letter
        letter_part: 0.13
        picture: card.item.picture
        visible: card.with_picture
        width: card.with_picture ? parent.width * 0.56 : 0
    }
    Words {
        id: says

        anchors.bottom: big.top
        anchors.left: big.left
        color: Theme.quiet
        size: Theme.body_size
        text: card.caption
        width: big.width
    }
    Big {
        id: big

        readonly property bool short_mark: card.item.shown && card.item.differs !== ""

        anchors.left: image.right
        anchors.leftMargin: card.with_picture ? 2 * Theme.mm : 5 * Theme.mm
        anchors.right: parent.right
        anchors.rightMargin: 4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: 4 * Theme.mm
        color: Theme.tone_ink(card.tone)
        size: short_mark ? Theme.hero_size : Theme.name_size
        fontSizeMode: Text.Fit
        height: card.height * 0.6
        least_size: Theme.small_size
        maximumLineCount: short_mark ? 2 : 4
        text: short_mark ? card.item.differs : card.words
        verticalAlignment: Text.AlignTop
        wrapMode: Text.WordWrap
    }
}
