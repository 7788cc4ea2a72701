"""The pages of the shell itself: first page, record, directory, verification."""
