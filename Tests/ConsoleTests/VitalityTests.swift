import Console
import Testing

@Suite struct VitalityTests {
    private static let silences: [(Double, [String])] = [
        (0, []), (60, []), (60.5, ["the desk"]), (70, ["the desk"]), (95.5, ["the desk", "the workers"]),
    ]

    @Test(arguments: silences)
    func `A part is stuck when it has not come round for a minute`(now: Double, stuck: [String]) {
        var vitality = Vitality()
        vitality.beat("the workers", now: 0)
        vitality.beat("the desk", now: 0)
        vitality.beat("the workers", now: 35)
        let troubles = vitality.troubles(now: now)
        #expect(troubles.count == stuck.count, "\(troubles)")
        for (trouble, name) in zip(troubles, stuck) { #expect(trouble.hasPrefix(name + " has not come round for")) }
    }

    @Test func `One that comes round again is well, and one that never did is not known`() {
        var vitality = Vitality()
        #expect(vitality.troubles(now: 1000).isEmpty)
        vitality.beat("the desk", now: 0)
        #expect(vitality.troubles(now: 1000).count == 1)
        vitality.beat("the desk", now: 1001)
        #expect(vitality.troubles(now: 1002).isEmpty)
    }
}

@Suite struct ReadinessTests {
    private static let cases: [(Int, String?, Int, Double, [String])] = [
        (0, nil, 0, 0, []),
        (2, nil, 0, 0, ["cameras have not been started: 2"]),
        (0, "its disk is full", 3, 1, ["the queue refuses alarms: its disk is full"]),
        (0, nil, 3, 5, []),
        (0, nil, 3, 6.2, ["alarm events wait for the queue for 6 s: 3; its disk may hang"]),
        (0, nil, 0, 99, []),
        (1, "it is held", 3, 99, ["cameras have not been started: 1", "the queue refuses alarms: it is held"]),
    ]

    @Test(arguments: cases.indices)
    func `Each obstacle is named, and nothing else`(_ index: Int) {
        let (notStarted, refusal, waiting, seconds, expected) = Self.cases[index]
        var readiness = Readiness()
        readiness.camerasNotStarted = notStarted
        readiness.queueRefusal = refusal
        readiness.waitingEvents = waiting
        readiness.waitingSeconds = seconds
        #expect(readiness.obstacles == expected)
    }
}
