"""A secretariat's node that holds the generated negotiation, and how long its pages take."""
