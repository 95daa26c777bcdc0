"""The floor in the browser: the next truck, what needs a person, the stations, and the work that waits."""
