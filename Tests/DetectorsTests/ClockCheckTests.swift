import Testing
import VideoCore

@testable import Detectors

/// When falls are taken to disagree with gravity.
struct ClockCheckTests {
    /// What falls ten seconds apart lead to, each with the gravity that it shows and, as a share, its deviation.
    private func consequences(_ falls: [(gravity: Double, share: Double)]) -> [ClockCheck.Consequence] {
        var check = ClockCheck()
        return falls.enumerated().map { i, fall in
            check.note(
                GravityReading(
                    value: fall.gravity, deviation: fall.share * fall.gravity, mediaTime: 10 * Double(i)))
        }
    }

    private func stages(_ falls: [(gravity: Double, share: Double)]) -> [Finding.Stage?] {
        consequences(falls).map {
            switch $0 {
            case .nothing: nil
            case .warn(_, let stage): stage
            case .settle: .close
            }
        }
    }

    private typealias Case = (name: String, falls: [(Double, Double)], stages: [Finding.Stage?])

    private static let cases: [Case] = [
        ("right", [1, 0.95, 1.1, 1, 1.05, 0.9, 1].map { ($0, 0.05) }, Array(repeating: nil, count: 7)),
        ("two are too few", [1.5, 1.5].map { ($0, 0.03) }, [nil, nil]),
        ("three that agree", [1.5, 1.45, 1.55].map { ($0, 0.05) }, [nil, nil, .open]),
        ("too slow", [0.6, 0.62, 0.58].map { ($0, 0.05) }, [nil, nil, .open]),
        ("once for one state", [1.5, 1.5, 1.5, 1.45, 1.55, 1.5].map { ($0, 0.05) }, [nil, nil, .open, nil, nil, nil]),
        ("off by a seventh", [1.13, 1.14, 1.12, 1.13, 1.14].map { ($0, 0.02) }, Array(repeating: nil, count: 5)),
        ("each says something else", [1.3, 2.4, 0.6, 1.5, 0.5].map { ($0, 0.05) }, Array(repeating: nil, count: 5)),
        ("one is right", [1.6, 1.0, 1.6].map { ($0, 0.02) }, [nil, nil, nil]),
        ("unsure falls do not count", [1.5, 1.5, 1.5, 1.5].map { ($0, 0.11) }, [nil, nil, nil, nil]),
        (
            "put right again", [1.6, 1.6, 1.6, 1, 1, 1, 1, 1].map { ($0, 0.03) },
            [nil, nil, .open, nil, nil, nil, nil, .close]
        ),
        (
            "wrong otherwise", [1.5, 1.5, 1.5, 2.4, 2.4, 2.4, 2.4, 2.4].map { ($0, 0.03) },
            [nil, nil, .open, nil, nil, nil, nil, .update]
        ),
        ("nonsense", [(0, 0), (-1, 0.1), (1.5, .nan), (1.5, .infinity)], [nil, nil, nil, nil]),
    ]

    @Test(arguments: cases.indices)
    func `Clear falls that disagree by one factor warn once`(index: Int) {
        let (name, falls, expected) = Self.cases[index]
        #expect(stages(falls) == expected, "\(name)")
    }

    @Test func `The factor is the mean of the falls`() throws {
        guard case .warn(let found, .open) = consequences([(1.4, 0.05), (1.6, 0.05), (1.5, 0.05)])[2] else {
            Issue.record("no warning")
            return
        }
        #expect(abs(found.gravity - 1.5) < 0.01)
        #expect(found.falls == 3)
    }

    @Test func `A fall and its reflection, and what is thrown with it, are one`() {
        var check = ClockCheck()
        for t in [10, 10.2, 10.4, 11, 30, 30.1, 31.5] {
            #expect(check.note(GravityReading(value: 1.6, deviation: 0.05, mediaTime: t)) == .nothing)
        }
        #expect(check.note(GravityReading(value: 1.6, deviation: 0.05, mediaTime: 50)) != .nothing)
    }

    @Test func `Of one fall the surest reading counts`() {
        var check = ClockCheck()
        for i in 0..<3 {
            let t = 20 * Double(i)
            _ = check.note(GravityReading(value: 1.6, deviation: 0.15, mediaTime: t))
            _ = check.note(GravityReading(value: 1, deviation: 0.04, mediaTime: t + 0.4))
            _ = check.note(GravityReading(value: 1.6, deviation: 0.14, mediaTime: t + 0.8))
        }
        #expect(!check.isWarning)
    }

    @Test func `The words name both causes and both remedies`() {
        let fast = ClockCheck.Disagreement(gravity: 2.25, falls: 3).words(floorHeight: 2.9)
        #expect(fast.contains("1.5 times as fast as life, too fast") && fast.contains("NTP"))
        #expect(fast.contains("not 2.9 m but 1.29 m") && fast.contains("`floorHeight`"))
        #expect(ClockCheck.Disagreement(gravity: 0.64, falls: 4).words(floorHeight: 3).contains("0.8 times"))
    }

    @Test func `A warning is one incident that closes with the stream`() {
        var book = ClockBook()
        var findings: [Finding] = []
        for t in [10.0, 20, 30, 40] {
            let reading = GravityReading(value: 1.6, deviation: 0.05, mediaTime: t)
            book.note(reading, floorHeight: 2.9, at: t, into: &findings)
        }
        book.close(at: 50, into: &findings)
        book.close(at: 60, into: &findings)
        #expect(findings.map(\.stage) == [.open, .close])
        #expect(findings.map(\.detected) == [30, 50])
        #expect(findings.allSatisfy { $0.kind == .pictureQuality && $0.incident == -1 && !$0.isTest })
    }
}
