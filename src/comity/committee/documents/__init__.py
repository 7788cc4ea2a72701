"""Documents of the committee: symbols, numbered paragraphs, versions."""
