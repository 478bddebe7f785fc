"""The book: what Interpersonal Therapy is, as data and pure functions."""
