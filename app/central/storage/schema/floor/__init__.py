"""What is done: pick lists and parcels, tasks for people, and the benches they are done at."""
