"""Work and who does it: lists, tasks, parcels, benches and workers."""
