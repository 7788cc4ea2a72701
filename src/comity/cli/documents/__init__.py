"""The pages of documentation that are generated from the source, each kept beside those written by hand."""
