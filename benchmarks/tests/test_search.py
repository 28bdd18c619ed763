import contextlib
import io
import unittest

from . import BENCHMARKS  # noqa: F401
from hold import CORES, Held, Point, SHARE
from search import search

POINT = Point("1080p", "h264", "thrown-object")


def held(cameras, each, **more):
    return Held(POINT, cameras, seconds=45, cores=cameras * each, rate=25, lag=more.pop("lag", 0.01), **more)


class Machine:
    """One that holds so many cameras, whatever the look said."""

    def __init__(self, holds, each=None, void_from=None):
        self.holds, self.each, self.void_from = holds, each or SHARE * CORES / (holds + 0.5), void_from
        self.asked = []

    def hold_at(self, cameras, seconds):
        self.asked.append(cameras)
        if self.void_from and cameras >= self.void_from:
            return held(cameras, self.each, trouble="the server ended")
        if cameras <= self.holds:
            return held(cameras, min(self.each, SHARE * CORES / cameras))
        return held(cameras, self.each, lag=2.0)

    def search(self, look_each=None, late=lambda: False):
        with contextlib.redirect_stdout(io.StringIO()):
            return search(self.hold_at, held(2, look_each or self.each), 45, late)


class SearchTests(unittest.TestCase):
    def test_the_most_is_found_within_a_tenth_wherever_the_look_pointed(self):
        for holds in (1, 2, 3, 7, 12, 40, 85):
            for share in (0.7, 1.0, 1.4):
                with self.subTest(holds=holds, share=share):
                    machine = Machine(holds)
                    best, over = machine.search(look_each=share * machine.each)
                    self.assertLessEqual(best.cameras, holds)
                    self.assertGreater(1.1 * best.cameras + 1, holds)
                    self.assertTrue(over is None or over.cameras > best.cameras)
                    self.assertLess(len(machine.asked), 8, machine.asked)
                    self.assertEqual(len(set(machine.asked)), len(machine.asked), "no number is held twice")

    def test_where_not_one_is_held_the_search_ends_and_says_what_was_tried(self):
        best, over = Machine(0, each=1.5 * SHARE * CORES).search(look_each=0.9 * SHARE * CORES)
        self.assertIsNone(best)
        self.assertEqual(over.cameras, 1)

    def test_nothing_beyond_what_was_not_held_is_tried(self):
        asked = []

        def hold_at(cameras, seconds):
            asked.append(cameras)
            # Together they cost far more than alone, so that a number that is held promises too many.
            return held(cameras, SHARE * CORES / (20 if cameras > 25 else 40))

        with contextlib.redirect_stdout(io.StringIO()):
            best, over = search(hold_at, held(2, SHARE * CORES / 30), 45)
        self.assertEqual((best.cameras, over.cameras), (25, 26))
        self.assertTrue(all(cameras < 28 for cameras in asked[1:]), asked)

    def test_late_the_first_that_is_held_has_to_do(self):
        machine = Machine(12)
        best, _ = machine.search(late=lambda: True)
        self.assertEqual(machine.asked, [best.cameras])

    def test_late_two_failures_end_it(self):
        machine = Machine(1, each=0.01)
        best, over = machine.search(late=lambda: True)
        self.assertIsNone(best)
        self.assertEqual(len(machine.asked), 2)
        self.assertIn("lag", over.failure)

    def test_a_program_that_failed_ends_the_search(self):
        machine = Machine(40, void_from=5)
        best, over = machine.search()
        self.assertIsNone(best)
        self.assertEqual(over.void, "the server ended")
        self.assertEqual(len(machine.asked), 1)

    def test_a_look_that_measured_nothing_is_what_is_over(self):
        look = Held(POINT, 2, trouble="no server")
        self.assertEqual(search(None, look, 45), (None, look))


class HeldTests(unittest.TestCase):
    def test_each_broken_rule_is_a_failure_and_names_itself(self):
        self.assertEqual(held(2, 0.1).failure, "")
        for more, words in (
            ({"lost": {"lag": 3}}, "3 pictures lost (lag)"), ({"lag": 0.6}, "lag 600 ms"), ({"reconnected": 1},
             "1 reconnected"), ({"restarted": 2}, "2 restarted"), ({"least": 0.2}, "too little work"),
            ({"server": CORES - 0.2}, "% of the cores"), ({"unheard": 1}, "1 not on the air"),
        ):
            with self.subTest(words=words):
                self.assertIn(words, held(2, 0.1, **more).failure)

    def test_a_program_that_did_nothing_is_void_and_not_held(self):
        self.assertEqual(held(2, 0.0).failure, "nothing was measured")


if __name__ == "__main__":
    unittest.main()
