// The one thing that matters: the product's picture, its name, what differs in big type, and how many are left.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../theme"

Item {
    id: hero

    required property ItemModel item
    property int left_count
    property string left_words
    property string tote
    property string tote_words

    Picture {
        id: picture

        height: parent.height
        letter: hero.item.letter
        picture: hero.item.picture
        width: Math.min(parent.width * 0.465, height * 1.08)
    }
    Item {
        id: texts

        anchors.bottom: parent.bottom
        anchors.left: picture.right
        anchors.leftMargin: Theme.inset
        anchors.right: parent.right
        anchors.top: parent.top

        Words {
            id: name

            anchors.top: parent.top
            color: Theme.said
            size: Theme.action_size
            maximumLineCount: 2
            text: hero.item.name
            width: parent.width
            wrapMode: Text.Wrap
        }
        Big {
            id: rest

            anchors.top: name.bottom
            anchors.topMargin: 0.5 * Theme.mm
            size: Theme.name_size
            font.weight: Font.ExtraBold
            text: hero.item.rest
            width: parent.width
        }
        Item {
            anchors.bottom: quantity.top
            anchors.left: parent.left
            anchors.right: from.visible ? from.left : parent.right
            anchors.rightMargin: from.visible ? Theme.gap : 0
            anchors.top: rest.bottom

            Big {
                anchors.fill: parent
                anchors.leftMargin: -0.03 * size
                size: Math.round(36 * Theme.mm)
                fontSizeMode: Text.Fit
                text: hero.item.differs
            }
        }
        Rectangle {
            id: from

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            anchors.verticalCenterOffset: 2 * Theme.mm
            color: Theme.tone_ground("next")
            height: 22 * Theme.mm
            radius: Theme.radius * 0.7
            visible: hero.tote !== ""
            width: Math.min(Math.max(from_words.implicitWidth, from_tote.implicitWidth, 30 * Theme.mm) + 12 * Theme.mm, parent.width * 0.6)

            Column {
                anchors.centerIn: parent
                width: parent.width - 4 * Theme.mm

                Words {
                    id: from_words

                    color: Theme.next_ink
                    size: Theme.small_size
                    horizontalAlignment: Text.AlignHCenter
                    text: hero.tote_words
                    width: parent.width
                }
                Big {
                    id: from_tote

                    color: Theme.next_ink
                    size: Theme.action_size
                    horizontalAlignment: Text.AlignHCenter
                    text: hero.tote
                    width: parent.width
                }
            }
        }
        Item {
            id: quantity

            anchors.bottom: parent.bottom
            height: number.capital + 3 * Theme.mm
            visible: hero.left_words !== ""
            width: parent.width

            Words {
                id: number

                readonly property real capital: 0.727 * size

                anchors.baseline: parent.bottom
                anchors.left: parent.left
                anchors.leftMargin: -0.02 * size
                font.features: ({ "tnum": 0 })
                tracking: -0.02
                size: Math.round(Math.min(Theme.hero_size, hero.height * 0.3))
                font.weight: Font.ExtraBold
                text: hero.left_count
            }
            Words {
                anchors.baseline: parent.bottom
                anchors.left: number.right
                anchors.leftMargin: 3.4 * Theme.mm
                anchors.right: parent.right
                color: Theme.said
                size: Theme.title_size
                maximumLineCount: 1
                text: hero.left_words
            }
        }
    }
}
