"""The station's end of the wire: outbox up, changes down, by threads that never write to the station's databases."""
