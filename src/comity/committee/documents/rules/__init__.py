"""The law of the documents: their lines, their paragraphs, their symbols, and who may do what with them."""
