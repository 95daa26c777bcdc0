"""The floor: what leaves next, what needs a person, what every station does, and the work that waits."""
