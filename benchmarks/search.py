"""The most cameras that are held: by a short look at few, then by holds that each say where the next one lies."""

LOOK = 10
# A guess keeps below the limit by what two minutes of one machine differ by; the most is known within a tenth.
AIM, KNOWN = 0.95, 1.1


def search(hold_at, few, seconds, late=lambda: False):
    """(the look, the most that were held or None, the fewest that were not or None), each a `Held` that
    `hold_at(cameras, seconds)` gives; once it is `late`, the first that is held has to do."""
    look = hold_at(few, LOOK)
    print(f"  look at {look.cameras}: {look.each:.4f} cores each, room for {look.room:.1f}", flush=True)
    best, over, count = None, None, max(1, int(AIM * look.room))
    while count:
        held = hold_at(count, seconds)
        print(f"  {count} for {held.seconds:.0f} s: {held.failure or 'held'} ({100 * held.share:.0f} %, lag "
              f"{1000 * held.lag:.0f} ms)", flush=True)
        if held.failure:
            over = held
        else:
            best = held
        count = following(best, over, late)
    return look, best, over


def following(best, over, late):
    """The number to hold next; 0 when the most is known, or when it is late and something is held."""
    if over and not best:
        # Room says how far to go down where the cores failed; where it was something else, a tenth, or late a half.
        short_of_cores = over.cores and over.room < over.cameras
        down = int(over.cameras / (2 if late() else KNOWN))
        return min(int(AIM * over.room), over.cameras - 1) if short_of_cores else down
    if late():
        return 0
    ceiling = over.cameras if over else best.room
    if ceiling <= max(best.cameras + 1, KNOWN * best.cameras):
        return 0
    up = max(best.cameras + 1, int(AIM * best.room))
    return min(up, over.cameras - 1) if over else up
