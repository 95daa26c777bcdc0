"""What label and receipt printers share: one thread, one queue, and the states of one piece of paper."""
