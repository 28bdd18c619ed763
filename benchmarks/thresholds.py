"""Ratios that must stay within limits, and counts that must stay 0, from one change to the next, on any machine."""


def crossed(document, ran, limits):
    """What of a report left its limits, in words: {name of a ratio: [least, greatest]} of the benchmarks that `ran`,
    and every bar that counts: of 0, or of a least number. Those with a unit are left out: they depend on what else the
    machine does."""
    for name, (least, greatest) in limits.items():
        if name.partition(":")[0] not in ran:
            continue
        value = document["ratios"].get(name)
        if value is None:
            yield f"THRESHOLD {name}: not measured"
        elif not least <= value <= greatest:
            yield f"THRESHOLD {name}: {value:.4g}, to lie in {least:.4g}…{greatest:.4g}"
    for bar in document["bars"]:
        counts = bar["limit"] == 0 or not bar["at_most"] and bar["limit"] >= 1
        if counts and not bar["unit"] and not bar["holds"]:
            yield f"THRESHOLD {bar['benchmark']}: {bar['words']}"
