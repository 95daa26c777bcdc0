"""Couriers behind one port."""
