"""What `comity check` looks at: each page of this folder reads the checkout and gives back the faults it found."""
