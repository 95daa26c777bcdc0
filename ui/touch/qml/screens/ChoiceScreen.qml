// A question with up to nine answers: each a large tile with its digit.
pragma ComponentBehavior: Bound
import QtQuick
import Packbench.Bench
import "../controls"
import "../parts"
import "../theme"

Item {
    id: page

    required property BenchModel bench
    readonly property ChoiceModel choice: bench.choice

    Column {
        id: question

        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: 8 * Theme.mm
        spacing: 1.5 * Theme.mm

        Headline {
            size: Theme.headline_size
            text: page.choice.title
            width: parent.width
        }
        Words {
            color: Theme.said
            size: Theme.lead_size
            maximumLineCount: 3
            text: page.choice.explain
            visible: text !== ""
            width: parent.width
            wrapMode: Text.Wrap
        }
    }
    Grid {
        id: grid

        readonly property int lines: Math.max(1, Math.ceil(page.choice.answers.count / columns))
        readonly property real room: row.y - question.y - question.height - 3 * Theme.gap

        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        anchors.top: question.bottom
        anchors.topMargin: 7 * Theme.mm
        columns: page.choice.answers.count > 4 ? 3 : 2
        spacing: Theme.small_gap + 0.8 * Theme.mm

        Repeater {
            model: page.choice.answers

            ActionButton {
                id: answer

                required property string words
                required command
                required property string key

                height: Math.max(Theme.least_target, Math.min(46 * Theme.mm, (grid.room - (grid.lines - 1) * grid.spacing) / grid.lines))
                key_down: page.bench.held_command === command
                key_hint: key
                label_size: Theme.title_size
                text: words
                width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns

                onActivated: page.bench.press(answer.command)
            }
        }
    }
    ActionRow {
        id: row

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.margins: Theme.gap
        anchors.right: parent.right
        bench: page.bench
    }
}
