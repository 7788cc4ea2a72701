"""A subject that only the benches open: a letter of any size from one authority to another, with no law of its own."""
