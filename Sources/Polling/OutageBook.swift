import Ledger
public import VideoCore

/// Decides what rings for devices that do not answer or whose picture is bad: one alarm for one cause.
///
/// A recorder of which no channel can be reached is one alarm, not one for each; and where nothing at all can be reached,
/// Tocsin's own box is the cause. Pure: takes the time, returns what to do.
public struct OutageBook: Sendable {
    /// Whom an alarm is about.
    public enum Subject: Hashable, Sendable {
        /// One device.
        case device(String)
        /// A recorder with all its channels.
        case recorder(String)
        /// This box: no device of any recorder can be reached.
        case box
    }

    /// What to do.
    public struct Action: Hashable, Sendable {
        /// Whom it is about.
        public var subject: Subject
        /// What rings.
        public var kind: AlarmKind
        /// Number of the incident, the same when it opens and closes.
        public var incident: Int
        /// Whether it opens; else it closes.
        public var opens: Bool
        /// When it began, in seconds since 1970.
        public var since: Int
        /// Why, in the words of the stream's failure codes or ``PictureFault``.
        public var cause: String?
        /// Devices concerned.
        public var count: Int
        /// Whether it rings for going up and down again and again.
        public var isFlapping: Bool
    }

    /// Seconds from the moment at which a device is known to be down until it rings: by then its neighbours at the recorder
    /// have been asked too. As long a recorder that comes back has for all its channels.
    static let (hold, grace) = (90, 240)
    /// Times down within ``flapWindow`` seconds from which a device is flapping; it is well once it was up for ``flapRest``.
    static let (flapCount, flapWindow, flapRest) = (4, 3600, 900)
    /// Causes that mean that nothing answers.
    static let unreachable: Set<String> = ["refused", "noRoute", "unknownHost", "connectTimeout"]

    private struct Outage {
        var state = DeviceState.unknown
        var since = 0
        /// When it was known.
        var known = 0
        var cause: String?
        /// When it went down of late, as it was known, and since when the last time, in civil time.
        var downs: [Int] = []
        var lastDown = 0
        /// What polls say is wrong with its picture, and what they said of late that speaks against that.
        var complaint: Complaint?
        var complaintSince = 0
        var doubt: Complaint?
        var doubtSince = 0
        var doubts = 0
    }

    /// Polls in a row that must agree before something rings or ends.
    static let agreement = 2

    private struct Open {
        var incident: Int
        var since: Int
        var cause: String?
        var count: Int
        var isFlapping = false
    }

    private struct Key: Hashable {
        var subject: Subject
        var kind: AlarmKind
    }

    private let recorders: [String: [String]]
    /// Devices that hang on no recorder, by what they share a connection with.
    private let others: [[String]]
    private let recorderOf: [String: String]
    private var devices: [String: Outage] = [:]
    private var open: [Key: Open] = [:]
    private var incidents = 0
    /// Recorders of which single channels, and boxes of which single recorders, do not ring yet.
    private var quietUntil: [String: Int] = [:]

    /// A book of devices; `recorders` says which hang on which, `others` has those that hang on none.
    public init(recorders: [String: [String]], others: [[String]] = []) {
        self.recorders = recorders
        self.others = others
        recorderOf = Dictionary(recorders.flatMap { recorder, ids in ids.map { ($0, recorder) } }) { first, _ in first }
    }

    /// A book of other devices that goes on from here: what is known of those that stay is kept, and what rings for others
    /// ends with the next decision.
    public func going(onWith recorders: [String: [String]], others: [[String]] = []) -> OutageBook {
        var book = OutageBook(recorders: recorders, others: others)
        let ids = Set(recorders.values.joined()).union(others.joined())
        book.devices = devices.filter { ids.contains($0.key) }
        (book.open, book.incidents, book.quietUntil) = (open, incidents, quietUntil)
        return book
    }

    /// Takes in a change of `device`, known at `now`, in seconds on a clock that is never set.
    public mutating func note(_ device: String, _ change: DeviceWatch.Change, at now: Int) {
        var outage = devices[device, default: Outage()]
        if change.state != outage.state {
            if change.state == .down {
                outage.downs = outage.downs.suffix(15) + [now]
                outage.lastDown = change.since
            }
            (outage.state, outage.since, outage.known) = (change.state, change.since, now)
        }
        outage.cause = change.cause
        devices[device] = outage
    }

    /// What is wrong with the picture of a device that answers.
    public struct Complaint: Hashable, Sendable {
        /// ``AlarmKind/deviceOffline`` where no picture comes, ``AlarmKind/pictureQuality`` where it is of no use.
        public var kind: AlarmKind
        /// In the words of the stream's failure codes or ``PictureFault``.
        public var cause: String

        /// A complaint of `kind`, because of `cause`.
        public init(_ kind: AlarmKind, cause: String) {
            self.kind = kind
            self.cause = cause
        }
    }

    /// Takes in what a poll of `device` at `now`, in seconds since 1970, found of its picture; nil when it is good.
    public mutating func note(_ device: String, complaint: Complaint?, at now: Int) {
        var outage = devices[device, default: Outage()]
        if complaint == outage.complaint {
            outage.doubts = 0
        } else {
            if outage.doubts == 0 || outage.doubt != complaint { (outage.doubts, outage.doubtSince) = (0, now) }
            (outage.doubt, outage.doubts) = (complaint, outage.doubts + 1)
            if outage.doubts >= Self.agreement {
                (outage.complaint, outage.complaintSince, outage.doubts) = (complaint, outage.doubtSince, 0)
            }
        }
        devices[device] = outage
    }

    /// What rings and what ends at `now`, in seconds on a clock that is never set.
    public mutating func decide(at now: Int) -> [Action] {
        var wanted = wanted(at: now)
        var actions: [Action] = []
        for (key, alarm) in open.sorted(by: { $0.value.incident < $1.value.incident }) where wanted[key] == nil {
            open[key] = nil
            switch key.subject {
            case .recorder(let recorder): quietUntil[recorder] = now + Self.grace
            case .box: for recorder in recorders.keys { quietUntil[recorder] = now + Self.grace }
            case .device: break
            }
            actions.append(action(key, alarm, opens: false))
        }
        wanted = wanted.filter { open[$0.key] == nil && !isQuiet($0.key.subject, now) }
        for (key, alarm) in wanted.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            incidents += 1
            var alarm = alarm
            alarm.incident = incidents
            open[key] = alarm
            actions.append(action(key, alarm, opens: true))
        }
        return actions
    }

    private func isQuiet(_ subject: Subject, _ now: Int) -> Bool {
        switch subject {
        case .device(let device): recorderOf[device].flatMap { quietUntil[$0] }.map { now < $0 } ?? false
        case .recorder(let recorder): quietUntil[recorder].map { now < $0 } ?? false
        case .box: false
        }
    }

    private func action(_ key: Key, _ alarm: Open, opens: Bool) -> Action {
        Action(
            subject: key.subject, kind: key.kind, incident: alarm.incident, opens: opens, since: alarm.since,
            cause: alarm.cause, count: alarm.count, isFlapping: alarm.isFlapping)
    }
}

/// What should be ringing.
extension OutageBook {
    private func wanted(at now: Int) -> [Key: Open] {
        var wanted: [Key: Open] = [:]
        var groups = recorders.values + others
        // What has been added meanwhile says nothing yet, which is no sign of life.
        if open[Key(subject: .box, kind: .deviceOffline)] != nil { groups.removeAll { known($0).isEmpty } }
        if groups.count > 1, groups.allSatisfy({ isUnreachable($0) }) {
            let ids = groups.flatMap { $0 }
            guard hasLasted(ids, now) else { return open }
            return [Key(subject: .box, kind: .deviceOffline): alarm(ids, cause: "self")]
        }
        var covered: Set<String> = []
        for (recorder, ids) in recorders where ids.count > 1 {
            if isLost(ids) {
                covered.formUnion(ids)
                guard hasLasted(ids, now) else {
                    // What rings for one of them goes on until the recorder rings.
                    for key in ids.map({ Key(subject: .device($0), kind: .deviceOffline) }) { wanted[key] = open[key] }
                    continue
                }
                wanted[Key(subject: .recorder(recorder), kind: .deviceOffline)] = alarm(ids, cause: nil)
            } else if let complaint = sharedComplaint(ids) {
                covered.formUnion(ids)
                var alarm = alarm(ids, cause: complaint.cause)
                alarm.since = ids.compactMap { devices[$0]?.complaintSince }.min() ?? 0
                wanted[Key(subject: .recorder(recorder), kind: .deviceOffline)] = alarm
            }
        }
        for (device, outage) in devices {
            let isFlapping = isFlapping(outage, now)
            guard !covered.contains(device) else { continue }
            if outage.state == .down && now - outage.known >= Self.hold || isFlapping {
                wanted[Key(subject: .device(device), kind: .deviceOffline)] = Open(
                    incident: 0, since: isFlapping ? outage.lastDown : outage.since,
                    cause: outage.cause, count: 1, isFlapping: isFlapping)
            } else if let complaint = outage.complaint, outage.state != .down {
                wanted[Key(subject: .device(device), kind: complaint.kind)] = Open(
                    incident: 0, since: outage.complaintSince, cause: complaint.cause, count: 1)
            }
        }
        return wanted
    }

    /// Whether nothing answers where these devices are.
    private func isUnreachable(_ ids: [String]) -> Bool {
        let known = known(ids)
        return !known.isEmpty
            && known.allSatisfy { $0.state == .down && $0.cause.map(Self.unreachable.contains) ?? false }
    }

    /// Whether several channels are down for one cause.
    private func isLost(_ ids: [String]) -> Bool {
        let known = known(ids)
        guard known.count > 1, known.allSatisfy({ $0.state == .down }) else { return false }
        return isUnreachable(ids) || Set(known.map(\.cause)).count == 1
    }

    /// What all of several channels that answer are refused or lack.
    private func sharedComplaint(_ ids: [String]) -> Complaint? {
        let known = known(ids)
        guard known.count > 1, let first = known.first?.complaint, first.kind == .deviceOffline,
            known.allSatisfy({ $0.state == .up && $0.complaint == first })
        else { return nil }
        return first
    }

    private func known(_ ids: [String]) -> [Outage] {
        ids.compactMap { devices[$0] }.filter { $0.state != .unknown }
    }

    private func hasLasted(_ ids: [String], _ now: Int) -> Bool {
        ids.compactMap { devices[$0]?.known }.max().map { now - $0 >= Self.hold } ?? false
    }

    private func alarm(_ ids: [String], cause: String?) -> Open {
        let down = ids.compactMap { devices[$0] }
        return Open(
            incident: 0, since: Self.middle(down.map(\.since)), cause: cause ?? down.compactMap(\.cause).first,
            count: ids.count)
    }

    /// When most of several went down: one of them may have been gone for long.
    private static func middle(_ times: [Int]) -> Int { times.isEmpty ? 0 : times.sorted()[times.count / 2] }

    private func isFlapping(_ outage: Outage, _ now: Int) -> Bool {
        let recent = outage.downs.filter { now - $0 <= Self.flapWindow }
        guard recent.count >= Self.flapCount else { return false }
        return outage.state == .down || now - outage.known < Self.flapRest
    }
}
