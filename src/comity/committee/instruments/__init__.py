"""The library of instruments: other treaties, article by article, and how near the text is to them."""
