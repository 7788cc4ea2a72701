"""What every template may load."""
