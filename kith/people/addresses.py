"""E-mail addresses, veiled: the sign-in library stores and compares only a keyed hash.

`veil("Ada@example.org")` gives an address under `.invalid` that is the same for every spelling of
one mailbox and tells nothing. The real address lies sealed on the account or the client.
"""

import unicodedata

from kith.vault import keys

VEIL = "@veiled.invalid"


def normal(address: str) -> str:
    """Trimmed, NFKC, case-folded: what counts as the same mailbox."""
    return unicodedata.normalize("NFKC", address or "").strip().casefold()


def veil(address: str) -> str:
    """The stored form of an address; an already veiled one is given back."""
    if (address or "").endswith(VEIL):
        return address
    return keys.keyed_hash("address", normal(address))[:48] + VEIL
