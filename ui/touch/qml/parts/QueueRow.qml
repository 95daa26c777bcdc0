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
        text: job.number
        width: 26 * Theme.mm
    }
    Column {
        anchors.left: number.right
        anchors.leftMargin: 2.5 * Theme.mm
        anchors.right: due.left
        anchors.rightMargin: 3 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter

        Words {
            font.weight: Font.DemiBold
            text: job.title
            width: parent.width
        }
        Words {
            color: Theme.quiet
            maximumLineCount: 2
            size: Theme.small_size
            text: job.detail
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
    Words {
        id: due

        anchors.right: parent.right
        anchors.rightMargin: 4.4 * Theme.mm
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.quiet
        size: Theme.small_size
        font.weight: Font.Medium
        horizontalAlignment: Text.AlignRight
        maximumLineCount: 2
        text: job.when_words
        width: Math.min(implicitWidth, 46 * Theme.mm)
        wrapMode: Text.Wrap
    }
}
