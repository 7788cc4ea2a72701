"""The half of Comity that serves the committee which negotiates the convention."""
