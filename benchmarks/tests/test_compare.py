import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from . import BENCHMARKS
from thresholds import counts_crossed, ratios_crossed


class CompareTests(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)

    def compare(self, *documents, options=()):
        paths = []
        for number, document in enumerate(documents):
            paths.append(Path(self.scratch.name) / f"{number}.json")
            paths[-1].write_text(document if isinstance(document, str) else json.dumps(document))
        command = [sys.executable, BENCHMARKS / "compare", *paths, *options]
        return subprocess.run(command, capture_output=True, text=True)

    def test_runs_agree_when_every_ratio_does(self):
        for first, second, options, status in (
            ({"a": 1.0, "b": 2}, {"a": 1.09, "b": 2}, (), 0), ({"a": 1.0}, {"a": 1.12}, (), 1),
            ({"a": 1.0}, {"a": 1.12}, ("--within", "12"), 0), ({"a": 1.0}, {"a": 1.0, "b": 1}, (), 1),
            ({"a": 0}, {"a": 0}, (), 0), ({"a": None}, {"a": 1}, (), 1),
        ):
            with self.subTest(first=first, second=second):
                done = self.compare({"ratios": first}, {"ratios": second}, options=options)
                self.assertEqual(done.returncode, status, done.stdout + done.stderr)
                self.assertEqual("APART" in done.stdout, status == 1)

    def test_what_is_no_report_is_said_with_status_2(self):
        for document in ("", "[]", "{}", '{"ratios": {}}', "nothing"):
            with self.subTest(document=document):
                done = self.compare(document, document)
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertTrue(done.stderr.startswith("benchmarks/compare: ") and "Traceback" not in done.stderr)


class ThresholdTests(unittest.TestCase):
    def test_ratios_that_leave_their_limits_and_those_that_are_lacking_are_named(self):
        limits = {"run: low": (1, 2), "run: high": (1, 2), "run: in": (1, 2), "run: absent": (1, 2), "soak: x": (1, 2)}
        document = {"ratios": {"run: low": 0.9, "run: high": 2.1, "run: in": 2, "soak: x": 9}}
        self.assertEqual([name for name, _ in ratios_crossed(document, {"run"}, limits)],
                         ["run: low", "run: high", "run: absent"])

    def test_counts_that_must_be_0_and_least_numbers_are_held_and_seconds_are_not(self):
        def bar(limit, at_most, unit, holds):
            return {"benchmark": "b", "words": f"{limit}{unit}", "limit": limit, "at_most": at_most, "unit": unit,
                    "holds": holds}

        for bars, crossed in (
            ([bar(0, True, "", False)], 1), ([bar(0, True, "", True)], 0), ([bar(12, False, "", False)], 1),
            ([bar(0.3, True, " s", False)], 0), ([bar(0, True, " MiB", False)], 0),
            ([bar(0.95, False, "", False)], 0), ([bar(5, True, "", False)], 0),
        ):
            with self.subTest(bars=bars):
                self.assertEqual(len(list(counts_crossed({"bars": bars}))), crossed)


if __name__ == "__main__":
    unittest.main()
