"""View models: the only border between the station and QML."""
