"""The protocol between nodes as a library: pure, usable with nothing else of Comity."""
