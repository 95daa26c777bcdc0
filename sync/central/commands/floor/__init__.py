"""Verbs about the floor: lists, tasks and quarantined commands."""
