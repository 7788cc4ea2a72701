"""A secretariat's node whose negotiation many follow live: its officers, their sessions, and the acts that are made."""
