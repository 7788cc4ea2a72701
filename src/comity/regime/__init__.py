"""The half of Comity that serves the convention in operation: States that cooperate under it."""
