"""The pages of the text."""
