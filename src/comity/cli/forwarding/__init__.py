"""Commands on parcels that a person carries between nodes."""
