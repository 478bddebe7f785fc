"""Pictures drawn as SVG by pure functions; colours come only from CSS classes."""
