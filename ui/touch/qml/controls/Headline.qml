// Heavy words that wrap instead of shrinking: a heading of one or two lines.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Words {
    font.features: ({ "tnum": 0 })
    font.weight: Font.ExtraBold
    lineHeight: 0.98
    maximumLineCount: 2
    size: Theme.headline_size
    tracking: -0.02
    wrapMode: Text.Wrap
}
