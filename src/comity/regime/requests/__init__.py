"""Requests between authorities: from the draft to the answer."""
