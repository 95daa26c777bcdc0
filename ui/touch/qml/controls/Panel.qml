// A white sheet with a hairline.
pragma ComponentBehavior: Bound
import QtQuick
import "../theme"

Rectangle {
    border.color: Theme.hairline
    border.width: Theme.hairline_width
    color: Theme.panel
    radius: Theme.radius
}
