"""Pictures that come with the book, and those that a reader brings."""
