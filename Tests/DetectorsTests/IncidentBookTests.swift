import Testing
import VideoCore

@testable import Detectors

/// One alarm for one event.
struct IncidentBookTests {
    private func report(_ start: Double, _ end: Double, x: Double = 0.5, confidence: Double = 0.8)
        -> IncidentBook.Report
    {
        let points = stride(from: start, through: end, by: 0.1).map {
            TrackPoint(mediaTime: $0, pointInImage: ImagePoint(x: x, y: ($0 - start) / 4))
        }
        return IncidentBook.Report(
            points: points, region: Region(x: x - 0.01, y: 0, width: 0.02, height: 0.5), confidence: confidence,
            reach: 0.05)
    }

    @Test func `A fall opens, grows and closes once`() {
        var book = IncidentBook()
        var findings: [Finding] = []
        let number = book.admit(report(1, 2), at: 2, into: &findings)
        book.update(number, report(1, 2.1), at: 2.1, into: &findings)
        book.update(number, report(1, 2.7), at: 2.7, into: &findings)
        book.closeStale(at: 5.6, into: &findings)
        #expect(findings.map(\.stage) == [.open, .update])
        book.closeStale(at: 5.8, into: &findings)
        book.closeStale(at: 9, into: &findings)
        book.closeAll(at: 9, into: &findings)
        #expect(findings.map(\.stage) == [.open, .update, .close])
        #expect(findings.allSatisfy { $0.incident == number && $0.start == 1 })
        #expect(abs((findings.last?.end ?? 0) - 2.7) < 1e-9)
    }

    @Test(arguments: [
        (3.0, 3.5, 0.52, true),  // the second piece of a burst
        (1.2, 2.2, 0.58, true),  // a reflection at the same time, farther aside
        (1.2, 2.2, 0.75, false),  // another thing at the same time
        (3.0, 3.5, 0.58, false),  // another window, later
        (6.0, 6.5, 0.5, false),  // the same window, later
    ])
    func `Reflections and bursts join, other falls do not`(start: Double, end: Double, x: Double, joins: Bool) {
        var book = IncidentBook()
        var findings: [Finding] = []
        let first = book.admit(report(1, 2), at: 2, into: &findings)
        let second = book.admit(report(start, end, x: x), at: end, into: &findings)
        #expect((first == second) == joins)
        #expect(findings.count == (joins ? 1 : 2))
    }

    @Test func `Updates are few, however long it lasts`() {
        var book = IncidentBook()
        var findings: [Finding] = []
        let number = book.admit(report(0, 1), at: 1, into: &findings)
        for i in 1...100 {
            let now = 1 + Double(i) * 0.1
            book.update(number, report(0, now), at: now, into: &findings)
        }
        #expect(findings.count { $0.stage == .update } == 4)
    }

    @Test func `The end of the stream closes what is open`() {
        var book = IncidentBook()
        var findings: [Finding] = []
        _ = book.admit(report(0, 1), at: 1, into: &findings)
        _ = book.admit(report(0, 1, x: 0.9), at: 1, into: &findings)
        book.closeAll(at: 1.1, into: &findings)
        #expect(findings.map(\.stage) == [.open, .open, .close, .close])
    }
}
