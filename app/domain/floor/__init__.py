"""What happens at a bench: walking, picking, packing, labelling, and the command card."""
