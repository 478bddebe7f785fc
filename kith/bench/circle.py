"""A full circle of closeness: forty people in ten dated pictures, by the house's own deeds."""

from uuid import UUID

from kith.inventory import actions

PEOPLE, PICTURES = 40, 10
RINGS = ("inner", "middle", "outer", "outside")


def draw(client, by) -> None:
    """Everyone with something said of them; in each picture every fourth stands somewhere else."""
    people = [
        actions.add_person(
            client=client,
            id=UUID(int=client.pk.int ^ (n + 1)),
            by=by,
            display_name=f"Friend {n}",
            relation="friend",
            ring=RINGS[n % 4],
            good="listens",
            hard="is often away",
            i_expect="that they call",
            trust=n % 11,
        )
        for n in range(PEOPLE)
    ]
    for picture in range(1, PICTURES):
        sitting = actions.begin_sitting(client=client, by=by, title=f"session {picture}")
        for n, person in enumerate(people[picture % 4 :: 4]):
            was = actions.placed(person).ring
            ring = RINGS[(RINGS.index(was) + n) % 4]
            actions.move(person=person, sitting=sitting, ring=ring, was=was, by=by)
