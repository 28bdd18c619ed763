import Alarms
import Delivery
import Logging
import Testing
import VideoCore

@testable import NATSSink

@Suite("What the NATS sink decides without a server")
struct NATSDecisionTests {
    @Test(
        "A name becomes one word of a subject, and different names stay different",
        arguments: [
            ("facade-3-south", "facade-3-south"), ("gate_1", "gate_1"), ("a.b", "a%2Eb"), ("a b", "a%20b"),
            ("*", "%2A"), (">", "%3E"), ("", "_"), ("东", "%E4%B8%9C"), ("a%2Eb", "a%252Eb"), ("\n", "%0A"),
        ])
    func token(name: String, word: String) { #expect(NATSSubject.token(name) == word) }

    @Test(
        "Whether a stream listens to all alarms",
        arguments: [
            ("tocsin.alarms.>", true), (">", true), ("tocsin.>", true), ("tocsin.alarms.*.*.*", true),
            ("*.alarms.>", true), ("tocsin.alarms", false), ("tocsin.alarms.*.*", false),
            ("tocsin.alarms.garden.>", false), ("tocsin.alarms.*.*.fire", false), ("tocsin.alarms.*.*.*.*", false),
            ("tocsin.alarms.*.*.*.>", false), ("", false),
        ])
    func covers(pattern: String, does: Bool) {
        #expect(NATSSubject.covers(pattern, NATSSubject.all(under: "tocsin.alarms")) == does)
    }

    private static let good = StreamFacts(subjects: ["tocsin.alarms.>"], replicas: 3, duplicateWindow: 3600)

    private func changed(_ change: (inout StreamFacts) -> Void) -> StreamFacts {
        var facts = Self.good
        change(&facts)
        return facts
    }

    @Test("A stream is warned of for each way in which it loses alarms, and only for these")
    func dangers() {
        let cases: [(part: String, facts: StreamFacts)] = [
            ("lies in memory", changed { $0.isOnFile = false }),
            ("after 7 days", changed { $0.maximumAge = 7 * 86400 }),
            ("oldest alarms", changed { ($0.dropsOldest, $0.maximumBytes) = (true, 1 << 30) }),
            ("oldest alarms", changed { ($0.dropsOldest, $0.maximumMessages) = (true, 1000) }),
            ("only so many", changed { $0.maximumPerSubject = 1 }),
            ("while a consumer exists", changed { $0.retention = .interest }),
            ("once a consumer has had them", changed { $0.retention = .workQueue }),
            ("knows an event again only for 60 s", changed { $0.duplicateWindow = 60 }),
        ]
        for (part, facts) in cases {
            let warnings = facts.remarks.filter { $0.level == .warning }
            #expect(warnings.count == 1 && warnings[0].text.contains(part), "\(warnings)")
        }
        let harmless = [
            Self.good, changed { $0.dropsOldest = true }, changed { $0.maximumBytes = 1 << 30 },
            changed { $0.maximumAge = 30 * 86400 },
        ]
        for facts in harmless { #expect(facts.remarks.map(\.level) == [.notice]) }
        #expect(Self.good.remarks[0].text.contains("files on 3 servers"))
    }

    @Test("A stream that cannot keep alarms is not used")
    func obstacles() {
        let subject = NATSSubject.all(under: "tocsin.alarms")
        let cases: [(part: String, facts: StreamFacts)] = [
            ("does not listen", changed { $0.subjects = ["other.>"] }), ("no_ack", changed { $0.isMute = true }),
            ("sealed", changed { $0.isClosed = true }),
        ]
        for (part, facts) in cases {
            #expect(facts.obstacle(subject: subject, requireFileStorage: false)?.contains(part) == true)
        }
        let memory = changed { $0.isOnFile = false }
        #expect(memory.obstacle(subject: subject, requireFileStorage: true)?.contains("in memory") == true)
        #expect(memory.obstacle(subject: subject, requireFileStorage: false) == nil)
        #expect(Self.good.obstacle(subject: subject, requireFileStorage: true) == nil)
    }

    @Test("Only an acknowledgement with a place in the stream counts")
    func answers() {
        func fate(_ json: String) -> BatchOutcome.Fate { NATSAnswer.fate(Array(json.utf8)) }
        #expect(fate(#"{"stream":"A","seq":7}"#) == .taken)
        #expect(fate(#"{"stream":"A","seq":7,"duplicate":true}"#) == .taken)
        for nothing in ["", "+OK", "{}", #"{"stream":"A"}"#, #"{"stream":"A","seq":0}"#, "[]", #"{"seq":-1}"#] {
            guard case .failed = fate(nothing) else { return #expect(Bool(false), "\(nothing)") }
        }
        let cases: [(code: Int, isRefusal: Bool)] = [(10054, true), (10060, false), (10077, false), (1, false)]
        for (code, isRefusal) in cases {
            switch fate(#"{"error":{"code":400,"err_code":\#(code),"description":"x"},"stream":"A","seq":0}"#) {
            case .refused: #expect(isRefusal, "\(code)")
            case .failed: #expect(!isRefusal, "\(code)")
            case .taken: #expect(Bool(false), "\(code)")
            }
        }
    }

    @Test("Settings name their mistakes")
    func settings() {
        #expect(NATSSettings(urls: ["nats://a:4222", "tls://b"]).validate() == [])
        var settings = NATSSettings(urls: [])
        (settings.stream, settings.subject, settings.domain) = ("a.b", "a..b", "x y")
        (settings.keepDays, settings.duplicateWindow, settings.replicas, settings.timeout) = (0, 0, 2, 60)
        #expect(
            settings.validate().map(\.key) == [
                "url", "stream", "subject", "domain", "keepDays", "duplicateWindow", "replicas", "timeout",
            ])
        for url in ["nats://user:word@a:4222", "http://a", "a:4222", "nats://", "nats://a/b"] {
            #expect(NATSSettings(urls: [url]).validate().map(\.key) == ["url"], "\(url)")
        }
    }

    @Test("The heading of an event is read without the rest, and a strange event has none")
    func heading() throws {
        let heading = EventHeading(try event(1))
        #expect(heading.site == "garden" && heading.camera == "camera-1" && heading.kind == "thrown-object")
        #expect(heading.type == "tocsin.alarm.thrown-object.v1" && heading.source == "/sites/garden/cameras/camera-1")
        let strange = EventHeading(StoredEvent(sequence: 1, id: "x", json: Array("[1]".utf8)))
        #expect(strange.id == "x" && strange.camera == "")
        #expect(NATSSubject.of(strange, base: "a.b") == "a.b._._._")
    }

    @Test("Answers to a batch are counted from the first, and the first trouble decides")
    func outcome() {
        var outcome = BatchOutcome(count: 4)
        #expect(outcome.failure(silence: "mute") == DeliveryFailure(reason: "mute"))
        for (index, fate) in [(0, BatchOutcome.Fate.taken), (2, .refused("late")), (3, .taken), (9, .taken)] {
            outcome.settle(index, fate)
        }
        #expect(outcome.pending == 1)
        #expect(outcome.failure(silence: "mute") == DeliveryFailure(delivered: 1, reason: "mute"))
        outcome.settle(1, .taken)
        outcome.settle(1, .failed("an answer that came twice"))
        #expect(outcome.failure(silence: "") == DeliveryFailure(delivered: 2, fault: .event, reason: "late"))
        var all = BatchOutcome(count: 1)
        all.settle(0, .taken)
        #expect(all.failure(silence: "") == nil && BatchOutcome(count: 0).failure(silence: "") == nil)
    }
}
