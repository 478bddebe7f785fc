"""What raises a concern, who owns it, when it will be read, and what stops meanwhile."""
