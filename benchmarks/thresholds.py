"""Ratios and counts that must not rise from one change to the next, whatever the machine."""


def passed(ratios, limits):
    """Those of {name: [least, greatest]} that a run left, and those that it did not measure, in words."""
    for name, (least, greatest) in limits.items():
        value = ratios.get(name)
        if value is None:
            yield f"THRESHOLD {name}: not measured"
        elif not least <= value <= greatest:
            yield f"THRESHOLD {name}: {value:.4g}, to lie in {least:.4g}…{greatest:.4g}"
