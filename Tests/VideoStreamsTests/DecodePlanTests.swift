import Testing
import VideoCore

@testable import VideoStreams

@Suite struct DecodePlanTests {
    /// A packet: K keyframe, P other. Decisions in one letter each: s skip, x drop, d decode, a alone, r rewind.
    private func letters(_ packets: String, _ intervals: [Double?], step: Double = 1) -> String {
        var plan = DecodePlan()
        var result = ""
        for (index, packet) in packets.enumerated() {
            let decision = plan.decide(
                isKeyframe: packet == "K", now: Double(index) * step,
                interval: intervals[min(index, intervals.count - 1)])
            switch decision {
            case .skip: result += "s"
            case .drop: result += "x"
            case .decode: result += "d"
            case .decodeAlone: result += "a"
            case .rewind: result += "r"
            }
        }
        return result
    }

    @Test(
        "Every frame, keyframes, and what comes before the first keyframe",
        arguments: [
            ("KPPKPP", [nil], "dddddd"), ("PPKPP", [nil], "xxddd"), ("PPKPP", [0], "xxass"), ("KPPKPP", [0], "assass"),
            ("KPPKPPKPPKPP", [6], "asssssasssss"), ("KPPKPP", [.infinity], "asssss"),
        ] as [(String, [Double?], String)])
    func steady(packets: String, intervals: [Double?], decisions: String) {
        #expect(letters(packets, intervals) == decisions)
    }

    @Test("A demand that rises in mid-group goes back to its keyframe; at a keyframe it need not")
    func rise() {
        #expect(letters("KPPP", [0, 0, 0, nil]) == "assr")
        #expect(letters("KPPK", [0, 0, 0, nil]) == "assd")
    }

    @Test("A demand that falls takes effect at once")
    func fall() {
        #expect(letters("KPPPKP", [nil, nil, 0]) == "ddssas")
    }

    @Test(
        "After a rewind the whole group is decoded; when it was not possible, packets are dropped to the next keyframe")
    func rewound() {
        var plan = DecodePlan()
        expect(plan.decide(isKeyframe: true, now: 0, interval: 0), .decodeAlone)
        expect(plan.decide(isKeyframe: false, now: 1, interval: 0), .skip)
        expect(plan.decide(isKeyframe: false, now: 2, interval: nil), .rewind)
        var other = plan
        plan.rewound(true)
        expect(plan.decide(isKeyframe: true, now: 2, interval: nil), .decode)
        expect(plan.decide(isKeyframe: false, now: 2, interval: nil), .decode)
        other.rewound(false)
        expect(other.decide(isKeyframe: false, now: 3, interval: nil), .drop)
        expect(other.decide(isKeyframe: true, now: 4, interval: nil), .decode)
    }

    @Test("A clock that is set back does not stop keyframes")
    func clockSetBack() {
        var plan = DecodePlan()
        expect(plan.decide(isKeyframe: true, now: 1000, interval: 30), .decodeAlone)
        expect(plan.decide(isKeyframe: true, now: 10, interval: 30), .decodeAlone)
    }

    @Test("Demands join to the one that serves all")
    func joined() {
        let orders: [([FrameDemand], FrameDemand)] = [
            ([], .keyframes(every: .infinity)),
            ([.keyframes(every: 5), .keyframes(every: 2)], .keyframes(every: 2)),
            ([.keyframes(every: 5), .onActivity], .onActivity),
            ([.everyFrame, .onActivity, .keyframes(every: 1)], .everyFrame),
        ]
        for (demands, all) in orders {
            #expect(demands.reduce(.least) { $0.joined(with: $1) } == all)
            #expect(demands.reversed().reduce(.least) { $0.joined(with: $1) } == all)
        }
    }

    @Test("Large predicted pictures mean activity, keyframes do not, and it lasts a while")
    func activity() {
        var trigger = ActivityTrigger()
        for index in 0..<100 {
            let isKeyframe = index.isMultiple(of: 25)
            expect(
                trigger.isActive(bytes: isKeyframe ? 40_000 : 600, isKeyframe: isKeyframe, now: Double(index) / 25),
                false)
        }
        expect(trigger.isActive(bytes: 5000, isKeyframe: false, now: 4), true)
        expect(trigger.isActive(bytes: 600, isKeyframe: false, now: 7.9), true)
        expect(trigger.isActive(bytes: 600, isKeyframe: false, now: 8.1), false)
    }
}
