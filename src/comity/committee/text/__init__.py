"""The text under negotiation: provisions, brackets, options, and how far they are agreed."""
