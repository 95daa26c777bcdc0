// Text as this kiosk writes it: plain, never clipped, wrapped or elided instead.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Text {
    property real size: Theme.body_size
    property real tracking: 0

    color: Theme.ink
    elide: Text.ElideRight
    font.features: ({ "tnum": 1 })
    font.letterSpacing: tracking * size
    font.pixelSize: Math.max(1, Math.round(size))
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
