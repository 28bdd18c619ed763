"""Ratios that must stay within limits, and counts that must stay 0, from one change to the next, on any machine."""


def ratios_crossed(document, ran, limits):
    """(name, words) of each ratio of the benchmarks that `ran` that left its limits, {name: [least, greatest]}."""
    for name, (least, greatest) in limits.items():
        if name.partition(":")[0] not in ran:
            continue
        value = document["ratios"].get(name)
        if value is None:
            yield name, f"THRESHOLD {name}: not measured"
        elif not least <= value <= greatest:
            yield name, f"THRESHOLD {name}: {value:.4g}, to lie in {least:.4g}…{greatest:.4g}"


def counts_crossed(document):
    """Bars that count and are missed, in words: of 0, or of a least number. Those with a unit are left out: they depend
    on what else the machine does."""
    for bar in document["bars"]:
        counts = bar["limit"] == 0 or not bar["at_most"] and bar["limit"] >= 1
        if counts and not bar["unit"] and not bar["holds"]:
            yield f"THRESHOLD {bar['benchmark']}: {bar['words']}"
