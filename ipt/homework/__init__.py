"""Between sessions: what is tried out (`practice`), and additions beside IPT (`exercises`)."""
