"""A small line for a table row; the number stands beside it, so it is hidden from readers."""

from django.utils.safestring import SafeString

from ..safe_markup import element


def spark(
    values: list[float | None],
    *,
    floor: float = 0,
    ceiling: float = 27,
    planned: int = 16,
    width: float = 120,
    height: float = 30,
) -> SafeString:
    """Scores by session on the full range of the measure; None leaves a gap."""
    span, steps = (ceiling - floor) or 1, max(planned, len(values), 2) - 1

    def at(index, value):
        x = 4 + index * (width - 8) / steps
        return f"{x:.1f},{3 + (ceiling - value) * (height - 6) / span:.1f}"

    runs: list[list[str]] = [[]]
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(at(index, value))
    lines = [element("polyline", points=" ".join(run)) for run in runs if len(run) > 1]
    ends = [run[-1].split(",") for run in runs if run][-1:] + [
        run[0].split(",") for run in runs if len(run) == 1
    ]
    dots = [element("circle", cx=x, cy=y, r=3) for x, y in dict.fromkeys(map(tuple, ends))]
    return element(
        "svg",
        *lines,
        *dots,
        class_="spark",
        width=f"{width:g}",
        height=f"{height:g}",
        view_box=f"0 0 {width:g} {height:g}",
        aria_hidden="true",
        focusable="false",
    )
