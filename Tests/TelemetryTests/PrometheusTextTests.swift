import TestSupport
import Testing

/// The reader that checks scrapes: one that finds nothing wrong anywhere would be of no use.
@Suite struct PrometheusTextTests {
    @Test func `What is right is read without complaint`() {
        let text = PrometheusText(
            """
            # HELP a_total As, "so far".
            # TYPE a_total counter
            a_total{x="1",y="\\"q\\" \\\\ \\n"} 5
            a_total{x="2",y=""} 0
            # HELP b_seconds Bs.
            # TYPE b_seconds histogram
            b_seconds_bucket{le="0.5"} 1
            b_seconds_bucket{le="+Inf"} 2
            b_seconds_sum 1.5e-05
            b_seconds_count 2
            # HELP c Cs.
            # TYPE c gauge
            c NaN

            """)
        #expect(text.complaints == [] && text.families.map(\.name) == ["a_total", "b_seconds", "c"])
        #expect(text.value("a_total", ["x": "1", "y": "\"q\" \\ \n"]) == 5)
        #expect(text.value("b_seconds_sum") == 1.5e-05 && text.value("c")?.isNaN == true)
        #expect(text.families[0].help == "As, \"so far\".")
    }

    private static let wrong = [
        ("# HELP a A.\n# TYPE a gauge\na 1", "no end"),
        ("# TYPE a gauge\na 1\n", "HELP does not stand before it"),
        ("# HELP a A.\na 1\n", "not followed by its TYPE"),
        ("a 1\n", "before any TYPE"),
        ("# HELP a A.\n# HELP b B.\n# TYPE b gauge\nb 1\n", "two HELP"),
        ("# HELP a \n# TYPE a gauge\na 1\n", "without words"),
        ("# HELP a A.\n# TYPE a gauge\nb 1\n", "does not belong to a"),
        ("# HELP a A.\n# TYPE a gauge\na 1\na 1\n", "twice"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n", "twice"),
        ("# HELP a A.\n# TYPE a gauge\na 1\n# HELP a A.\n# TYPE a gauge\na{x=\"\"} 1\n", "twice"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"1\" ,y=\"2\"} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"1\",} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"1\",x=\"2\"} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"\\t\"} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na{x=\"1} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na{1x=\"1\"} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na{__x=\"1\"} 1\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na inf\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na\n", "cannot be read"),
        ("# HELP a A.\n# TYPE a gauge\na 1\n\n", "neither HELP nor TYPE nor a sample"),
        ("# HELP a A.\n# TYPE a gauge\n", "no samples"),
        ("# HELP a A.\n# TYPE a counter\na 1\n", "counters end in _total"),
        ("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n", "nothing else does"),
        ("# HELP a_total A.\n# TYPE a_total counter\na_total -1\n", "cannot be -1"),
        ("# HELP a_total A.\n# TYPE a_total counter\na_total NaN\n", "cannot be nan"),
        ("# HELP a_ms A.\n# TYPE a_ms gauge\na_ms 1\n", "no base unit"),
        ("# HELP a_percent A.\n# TYPE a_percent gauge\na_percent 1\n", "no base unit"),
        ("# HELP a_count A.\n# TYPE a_count gauge\na_count 1\n", "for histograms"),
        ("# HELP a_gauge A.\n# TYPE a_gauge gauge\na_gauge 1\n", "does not belong into the name"),
        ("# HELP aB A.\n# TYPE aB gauge\naB 1\n", "snake_case"),
        ("# HELP a A.\n# TYPE a gauge\na{le=\"1\"} 1\n", "le is for histograms"),
        ("# HELP a A.\n# TYPE a summary\na 1\n", "not used here"),
        ("# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n", "not +Inf"),
        (
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
            "cumulative"
        ),
        (
            "# HELP a A.\n# TYPE a histogram\na_bucket{le=\"2\"} 1\na_bucket{le=\"1\"} 1\n"
                + "a_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n", "does not grow"
        ),
        ("# HELP a A.\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n", "not the last bucket"),
        ("# HELP a A.\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_count 1\n", "no _sum"),
    ]

    @Test("Each way of being wrong is complained of", arguments: wrong.indices)
    func complaints(_ index: Int) {
        let (text, complaint) = Self.wrong[index]
        let complaints = PrometheusText(text).complaints
        #expect(complaints.contains { $0.contains(complaint) }, "\(text) gives \(complaints)")
    }
}
