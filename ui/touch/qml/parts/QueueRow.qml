// One waiting job: the stripe's colour and the words say the same.
pragma ComponentBehavior: Bound
import QtQuick
import "../controls"
import "../theme"

Panel {
    id: job

    required property string number
    required property string title
    required property string detail
    required property string when_words
    required property string tone

    radius: 2 * Theme.mm
    Accessible.name: number + ", " + title + ", " + detail + ", " + when_words
    Accessible.role: Accessible.ListItem

    Rectangle {
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.top: parent.top
        color: Theme.tone_colour(job.tone)
        radius: width / 2
        width: 2.2 * Theme.mm
    }
    Big {
        id: number

        anchors.left: parent.left
        anchors.leftMargin: 6.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.action_size
        least_size: Theme.hint_size
        text: job.number
        width: 27.5 * Theme.mm
    }
    Column {
        anchors.left: number.right
        anchors.leftMargin: 3.5 * Theme.mm
        anchors.right: parent.right
        anchors.rightMargin: 4.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter

        Item {
            height: Math.max(title.implicitHeight, due.implicitHeight)
            width: parent.width

            Words {
                id: title

                anchors.left: parent.left
                anchors.right: due.left
                anchors.rightMargin: 3 * Theme.mm
                anchors.verticalCenter: parent.verticalCenter
                font.weight: Font.DemiBold
                text: job.title
            }
            Words {
                id: due

                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                color: Theme.said
                size: Theme.small_size
                font.weight: Font.Medium
                horizontalAlignment: Text.AlignRight
                text: job.when_words
                width: Math.min(implicitWidth, parent.width * 0.56)
            }
        }
        Words {
            color: Theme.said
            lineHeight: 0.94
            maximumLineCount: 2
            size: Theme.small_size
            text: job.detail
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
}
