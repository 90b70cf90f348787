"""What people would build or take otherwise, on the same data; each is set up as its own guides say."""
