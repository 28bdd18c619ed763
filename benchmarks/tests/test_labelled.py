import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from . import BENCHMARKS
from labelled import Alarm, Clip, Label, Mistake, compare, read_folder

HEAD = "video,kind,start,end\n"


class FolderTests(unittest.TestCase):
    """Reading a folder; its videos are empty files, whose length nothing says."""

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = Path(self.scratch.name)

    def put(self, table, videos=("a.mp4",), encoding="utf-8"):
        for name in videos:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).touch()
        if table is not None:
            (self.folder / "events.csv").write_bytes(table.encode(encoding))

    def test_every_mistake_names_its_line_and_the_remedy(self):
        for table, words in (
            (None, "events.csv is not there"),
            ("video,kind,start\n", "no column end"),
            (HEAD + "b.mp4,fire,1,2\n", "line 2: there is no video b.mp4"),
            (HEAD + "a.mp4,flood,1,2\n", "line 2: the kind flood is none of thrown-object"),
            (HEAD + "a.mp4,fire,soon,2\n", "line 2: start and end are seconds"),
            (HEAD + "a.mp4,fire,1,\n", "line 2: start and end are seconds"),
            (HEAD + "a.mp4,fire,3,2\n", "line 2: start has to be 0 or later"),
            (HEAD + "a.mp4,fire,-1,2\n", "line 2: start has to be 0 or later"),
            (HEAD + "a.mp4,fire,nan,2\n", "line 2: start has to be 0 or later"),
            (HEAD + "a.mp4,fire,1,2\na.mp4,fire,,\n", "line 3: a.mp4 has fire both with times and"),
        ):
            with self.subTest(words=words):
                self.put(table)
                with self.assertRaises(Mistake) as told:
                    read_folder(self.folder)
                self.assertIn(words, str(told.exception))

    def test_a_folder_without_a_video_is_a_mistake(self):
        self.put(HEAD, videos=("a.txt",))
        with self.assertRaisesRegex(Mistake, "holds no video"):
            read_folder(self.folder)

    def test_rows_give_labels_and_kinds_and_a_row_without_times_a_kind_alone(self):
        self.put(HEAD + "a.mp4,fire,1,2\nsub/b.MKV,smoke,,\na.mp4,smoke,3,9\n", videos=("a.mp4", "sub/b.MKV", "c.ts"))
        clips = {clip.name: clip for clip in read_folder(self.folder)[0]}
        self.assertEqual([(each.kind, each.start, each.end, each.within) for each in clips["a.mp4"].labels],
                         [("fire", 1, 2, 10), ("smoke", 3, 9, 20)])
        self.assertEqual((clips["sub/b.MKV"].labels, clips["sub/b.MKV"].kinds), ([], {"smoke"}))
        self.assertEqual((clips["c.ts"].labels, clips["c.ts"].kinds), ([], set()))

    def test_the_configuration_beside_a_video_comes_before_the_common_one(self):
        self.put(HEAD, videos=("a.mp4", "b.mp4", "a.yaml", "camera.yaml"))
        self.assertEqual([clip.config.name for clip in read_folder(self.folder)[0]], ["a.yaml", "camera.yaml"])

    def test_chinese_tables_are_read_as_people_save_them(self):
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            with self.subTest(encoding=encoding):
                self.put(HEAD + "三号楼.mp4,fire,1,2\n", videos=("三号楼.mp4",), encoding=encoding)
                labels = {clip.name: len(clip.labels) for clip in read_folder(self.folder)[0]}
                self.assertEqual(labels["三号楼.mp4"], 1)

    def test_files_that_are_no_videos_are_named(self):
        self.put(HEAD, videos=("a.mp4", "notes.txt", "a.yaml"))
        self.assertEqual(read_folder(self.folder)[1], ["notes.txt"])

    def footage(self, *options):
        return subprocess.run([sys.executable, BENCHMARKS / "footage", self.folder, *options], capture_output=True,
                              text=True)

    def test_footage_says_a_mistake_in_a_line_with_status_2(self):
        for table, options, words in (
            (None, (), "events.csv is not there"), (HEAD, (), "--kinds says what to watch for"),
            (HEAD, ("--kinds", "fire,flood"), "flood is none of"),
        ):
            with self.subTest(words=words):
                self.put(table)
                done = self.footage(*options)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(words, done.stderr)
                self.assertNotIn("Traceback", done.stderr)


class CompareTests(unittest.TestCase):
    """What became of alarms at (detected, start, end) for events at (start, end)."""

    def counts(self, events, alarms, lasts=False):
        clip = Clip(Path("a.mp4"), [Label("fire", *event, within=5, lasts=lasts) for event in events])
        seen = compare(clip, [Alarm("fire", *alarm) for alarm in alarms], 60, {"fire"})
        return tuple(len(each) for each in (seen.found, seen.missed, seen.twice, seen.false, seen.late))

    def test_an_event_is_found_once_and_in_time(self):
        for events, alarms, counts in (
            ([], [], (0, 0, 0, 0, 0)),
            ([(10, 12)], [], (0, 1, 0, 0, 0)),
            ([(10, 12)], [(11, 10, 11)], (1, 0, 0, 0, 0)),
            ([(10, 12)], [(9.2, 9, 9.2)], (1, 0, 0, 0, 0)),
            ([(10, 12)], [(8.8, 8, 8.8)], (0, 1, 0, 1, 0)),
            ([(10, 12)], [(17, 11, 17)], (1, 0, 0, 0, 0)),
            ([(10, 12)], [(17.1, 11, 17)], (0, 1, 0, 1, 0)),
            ([(10, 12)], [(11, 10, 11), (14, 10, 14)], (1, 0, 1, 0, 0)),
            ([], [(3, 3, 3)], (0, 0, 0, 1, 0)),
            ([(10, 12), (14, 16)], [(13, 10, 12), (15, 14, 15)], (2, 0, 0, 0, 0)),
            # Both fit both events; each belongs to the one whose time it tells.
            ([(10, 11), (12, 13)], [(14, 12, 13), (14.5, 10, 11)], (2, 0, 0, 0, 0)),
        ):
            with self.subTest(events=events, alarms=alarms):
                self.assertEqual(self.counts(events, alarms), counts)

    def test_what_lasts_and_rings_late_is_missed_and_not_false(self):
        self.assertEqual(self.counts([(10, 12)], [(30, 28, 30)], lasts=True), (0, 1, 0, 0, 1))
        self.assertEqual(self.counts([(10, 12)], [(30, 28, 30), (40, 38, 40)], lasts=True), (0, 1, 1, 0, 1))


if __name__ == "__main__":
    unittest.main()
