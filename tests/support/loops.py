"""Running a coroutine where another loop may be at work already (the one of a browser)."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run(coroutine):
    """What the coroutine gives; it runs in a loop and thread of its own."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, coroutine).result()
