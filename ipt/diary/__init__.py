"""The diary: feelings, people, moments, and which of them went together."""
