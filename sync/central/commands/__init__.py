"""The verbs of `packbench central` that do more than call one."""
