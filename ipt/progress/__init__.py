"""The expected course of weekly scores, and when a course asks for a second look.

`expected` and `review` need numpy, `refit` scipy too; nothing here loads them unasked.
"""

VERSION = "expected-course/1"
