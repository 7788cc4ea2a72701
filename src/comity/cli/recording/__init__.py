"""The commands of ``comity record`` that need a node, one file for each."""
