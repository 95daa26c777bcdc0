"""Demand, suppliers and rules, proposals and purchases, pick faces and alerts: what supply keeps."""
