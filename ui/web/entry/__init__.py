"""Order entry by keyboard alone: at the telephone and at the counter."""
