"""What is too heavy for each change: checkers, attacks and faults against the demo practice."""
