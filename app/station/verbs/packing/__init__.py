"""A parcel from the open order to the truck: its units, its number and papers, its label, the gate."""
