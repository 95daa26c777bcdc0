// Text as this kiosk writes it: plain, never clipped, wrapped or elided instead.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Text {
    color: Theme.ink
    elide: Text.ElideRight
    font.features: ({ "tnum": 1 })
    font.pixelSize: Theme.body_size
    textFormat: Text.PlainText
    verticalAlignment: Text.AlignVCenter
}
