import unittest

from . import BENCHMARKS  # noqa: F401
from scoring import falls_found, poisson, quantiles, summary, verdicts, wilson


def fall(start, left=100, right=120):
    return {"start": start, "end": start + 1.5, "left": left, "right": right, "level": 9.4, "crossed": start + 0.8}


def incident(start, left=0.08, right=0.09, **more):
    return {"start": start, "end": start + 1, "left": left, "right": right, "detected": start + 1, **more}


def trial(found=True, pixels=8, sigmas=8, delay=0.2, error=0.0, duplicates=0):
    entry = {"found": found, "level": 9.4, "start": 1.0}
    if found:
        entry |= {"delay": delay, "estimate": 9.4 + error, "deviation": 0.2, "floor": int((9.4 + error) // 1)}
    return {"job": {"scene": "trial", "pixels": pixels, "sigmas": sigmas, "fps": 25, "light": "day"}, "seconds": 30,
            "blind": 0, "falls": [entry], "duplicates": duplicates, "false": []}


def look_alike(scene, false):
    return {"job": {"scene": scene, "light": "day"}, "seconds": 600, "blind": 0, "false": [{}] * false}


class PairingTests(unittest.TestCase):
    def test_incidents_belong_to_the_fall_that_they_overlap_in_time_and_place(self):
        for falls, incidents, found, duplicates, false in (
            ([fall(1)], [incident(1.2)], [True], 0, 0),
            ([fall(1)], [incident(1.2), incident(1.4)], [True], 1, 0),
            ([fall(1)], [incident(5)], [False], 0, 1),
            ([fall(1)], [incident(1.2, left=0.5, right=0.52)], [False], 0, 1),
            ([fall(1), fall(2)], [incident(2.1)], [False, True], 0, 0),
            ([fall(1), fall(1, 800, 820)], [incident(1.2)], [True, False], 0, 0),
            ([], [incident(1)], [], 0, 1),
        ):
            with self.subTest(incidents=incidents):
                score = falls_found({"falls": falls, "incidents": incidents})
                self.assertEqual([each["found"] for each in score["falls"]], found)
                self.assertEqual((score["duplicates"], len(score["false"])), (duplicates, false))

    def test_delay_runs_from_two_floors_crossed_to_the_alarm(self):
        score = falls_found({"falls": [fall(1)], "incidents": [incident(1.2)]})
        self.assertAlmostEqual(score["falls"][0]["delay"], 0.4)


class IntervalTests(unittest.TestCase):
    def test_intervals_are_those_of_the_books(self):
        for found, count, low, high in ((0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)):
            self.assertAlmostEqual(wilson(found, count)[0], low, 3)
            self.assertAlmostEqual(wilson(found, count)[1], high, 3)
        self.assertEqual(wilson(0, 0), (0.0, 1.0))
        # Exact: 0 to 3.69 of none, 4.80 to 18.39 of ten.
        self.assertAlmostEqual(poisson(0)[1], 3.69, 1)
        self.assertAlmostEqual(poisson(10)[0], 4.80, 1)
        self.assertAlmostEqual(poisson(10)[1], 18.39, 1)

    def test_quantiles_are_values_that_were_seen(self):
        self.assertEqual(quantiles(list(range(100))), {"p50": 50, "p95": 95, "p99": 99, "max": 99})
        self.assertEqual(quantiles([3.0]), {"p50": 3.0, "p95": 3.0, "p99": 3.0, "max": 3.0})
        self.assertIsNone(quantiles([]))


class VerdictTests(unittest.TestCase):
    def missed(self, *results):
        return " ".join(verdicts(summary(list(results))))

    def test_a_good_report_misses_nothing(self):
        within = [trial(error=0.1) for _ in range(7)] + [trial(error=-0.3) for _ in range(3)]
        self.assertEqual(self.missed(*within, look_alike("facade-birds", 0), look_alike("facade-still", 0)), "")

    def test_every_bar_that_is_missed_is_named(self):
        good = [trial(error=0.1) for _ in range(7)] + [trial(error=-0.3) for _ in range(3)]
        for more, words in (
            ([trial(found=False)], "recall at ≥ 8 px and ≥ 8 σ: 90.9%"),
            ([trial(found=False, pixels=4, sigmas=5)] * 2, "recall at ≥ 4 px and ≥ 5 σ"),
            ([trial(found=False, pixels=3, sigmas=5)], "recall at 3 px and 5 σ: 0.0%"),
            ([trial(duplicates=1)], "events that ring once"),
            ([trial(error=3)], "floor within one"),
            ([trial(error=-0.9)] * 3, "floor exact"),
            ([trial(error=0.25)] * 20, "stated deviation"),
            ([trial(delay=1.2)] * 2, "delay: p95 1.20 s"),
            ([look_alike("facade-birds", 1)], "facade-birds: 6.00 false alarms an hour > 0.5"),
            ([look_alike("facade-still", 1)], "facade-still: 6.00 false alarms an hour > 0"),
        ):
            with self.subTest(words=words):
                self.assertIn(words, self.missed(*good, *more))


if __name__ == "__main__":
    unittest.main()
