"""The demonstration: three nodes on this machine, and both halves of Comity played on them as users would."""
