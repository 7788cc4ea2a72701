"""Tables as data files, each with a frozen loader."""
