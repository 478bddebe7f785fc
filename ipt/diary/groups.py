"""Columns of a diary that stand for one link."""

from dataclasses import dataclass

from ipt.diary.entries import Column, Kind


@dataclass(frozen=True)
class Group:
    """One or several columns that cannot be told apart, led by the first.

    opposite   keys of members that are there when the leader is not
    short      why it is not compared, "" if it is: present, absent, rated, values, limit
    private    no card for the client: this person was there when the client was harmed or afraid
    """

    columns: tuple[Column, ...]
    opposite: frozenset[str] = frozenset()
    short: str = ""
    private: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of its columns."""
        return tuple(column.key for column in self.columns)

    @property
    def kind(self) -> Kind:
        """Return the kind of its leader, which sets its usual size and its sentences."""
        return self.columns[0].kind

    @property
    def coded(self) -> tuple[float, ...]:
        """Return the leader's values for the model."""
        return self.columns[0].coded

    @property
    def present(self) -> tuple[bool, ...]:
        """Return for each entry whether the leader was there."""
        return self.columns[0].present
