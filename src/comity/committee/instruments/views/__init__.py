"""The pages of the library of instruments."""
