"""What is under the key of one client, for tests that replace it."""

from kith.vault import renewal, store
from kith.web import tenancy


def words(client) -> dict:
    """Every word under the key of a client, opened: (label, row) to value."""
    found = {}
    with tenancy.within(client.practice_id):
        for model, sealed in renewal.models("client"):
            for row in renewal.rows_of(model, "client", client.pk):
                for each in sealed:
                    found[(each.label, row.pk)] = getattr(row, each.attname)
    return found


def boxes(client) -> dict:
    """The same as it lies in the database."""
    found = {}
    with tenancy.within(client.practice_id):
        for model, sealed in renewal.models("client"):
            names = [each.attname for each in sealed]
            for row in renewal.rows_of(model, "client", client.pk).values("pk", *names):
                found |= {(f.label, row["pk"]): row[f.attname] for f in sealed}
    return {key: bytes(box) for key, box in found.items() if box is not None}


def renew(client, **more):
    more = {"calm": 0, **more}
    return renewal.renew("client", client.pk, client.practice_id, **more)


def newest(client) -> int:
    return store.newest("client", str(client.pk))[0]
