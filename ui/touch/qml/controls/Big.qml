// Heavy words in one line that shrink to their room: the one thing that matters.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Words {
    property real least_size: Theme.lead_size

    tracking: -0.02
    font.features: ({ "tnum": 0 })
    font.weight: Font.ExtraBold
    fontSizeMode: Text.HorizontalFit
    maximumLineCount: 1
    minimumPixelSize: least_size
}
