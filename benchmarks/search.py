"""The most cameras that are held: by a short look at few, then by holds that each say where the next one lies."""

LOOK = 10
# A guess keeps below the limit by what two minutes of one machine differ by, or where there is no time for a second, by
# what looks and holds do; the most is known within a tenth.
AIM, SURE, KNOWN = 0.95, 0.85, 1.1
# Holds that fail once it is late, so that a search ends where nothing is ever held.
LATE = 2


def search(hold_at, look, seconds, late=lambda: False):
    """(the most that were held or None, the fewest that were not or None), each a `Held` that
    `hold_at(cameras, seconds)` gives; `look` is one of few. Once it is `late`, the first that is held has to do. A
    program that failed ends the search."""
    if look.void:
        return None, look
    best, over, count, misses = None, None, max(1, int((SURE if late() else AIM) * look.room)), 0
    while count and misses < LATE:
        held = hold_at(count, seconds)
        print(f"  {told(held)}", flush=True)
        if held.failure:
            over, misses = held, misses + late()
        else:
            best = held
        count = 0 if held.trouble else following(best, over, late)
    return best, over


def told(held):
    """One line on how a hold went."""
    if held.void:
        return f"{held.cameras}: {held.void}"
    return (f"{held.cameras} for {held.seconds:.0f} s: {held.failure or 'held'} ({held.each:.4f} cores each, "
            f"{100 * held.share:.0f} % of the rest, lag {1000 * held.lag:.0f} ms, room for {held.room:.1f})")


def outcome(best, over):
    """What lies beyond the most that are held, in words."""
    return f"{over.cameras}: {over.failure.splitlines()[0]}" if over else f"room for {best.room:.1f}"


def following(best, over, late):
    """The number to hold next; 0 when the most is known, or when it is late and something is held."""
    if over and not best:
        # Room says how far to go down where the cores failed; where it was something else, a tenth, or late a half.
        down = int(over.cameras / (2 if late() else KNOWN))
        short_of_cores = not over.void and over.room < over.cameras
        return min(int(AIM * over.room), over.cameras - 1) if short_of_cores else down
    if late():
        return 0
    ceiling = over.cameras if over else best.room
    if ceiling <= max(best.cameras + 1, KNOWN * best.cameras):
        return 0
    up = max(best.cameras + 1, int(AIM * best.room))
    return min(up, over.cameras - 1) if over else up
