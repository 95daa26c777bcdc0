"""Receipt printers that speak ESC/POS: the packing slip, what the printer answers, and what it means."""
