import Logging

/// What a server says of a stream, as far as it matters to alarms.
struct StreamFacts: Hashable {
    /// When the server deletes messages that nobody has asked it to.
    enum Retention: Hashable { case limits, interest, workQueue }

    var name = "TOCSIN_ALARMS"
    var subjects: [String] = []
    var isOnFile = true
    var replicas = 1
    var retention = Retention.limits
    /// Whether the oldest message goes when there is no room; otherwise the newest is refused.
    var dropsOldest = false
    /// Seconds; nil: without a limit, as the others.
    var maximumAge: Double?
    var maximumBytes: Int?
    var maximumMessages: Int?
    var maximumPerSubject: Int?
    /// Seconds.
    var duplicateWindow: Double = 0
    /// Whether it takes messages in without an answer.
    var isMute = false
    /// Whether nothing can be put into it any more.
    var isClosed = false

    /// Something to be said of it.
    struct Remark: Hashable {
        let level: Logger.Level
        let text: String
    }

    /// Why it cannot be used, with what to do about it; nil when it can.
    func obstacle(subject: String, requireFileStorage: Bool) -> String? {
        if !subjects.contains(where: { NATSSubject.covers($0, subject) }) {
            return "the stream \(name) does not listen to \(subject): add the subject to it, or set `subject`"
        }
        if isMute { return "the stream \(name) acknowledges nothing: edit it to no_ack false" }
        if isClosed { return "the stream \(name) is sealed or a mirror: name another one as `stream`" }
        if requireFileStorage, !isOnFile {
            return "the stream \(name) lies in memory: make it anew with file storage, or set requireFileStorage: false"
        }
        return nil
    }

    /// What the centre should know of it: first what it gives, then each way in which it may lose alarms.
    var remarks: [Remark] {
        let place = isOnFile ? "files" : "memory"
        let copies = replicas > 1 ? "\(replicas) servers" : "one server"
        let kept = Remark(
            level: .notice,
            text: "the stream \(name) is kept in \(place) on \(copies); a server acknowledges before its disk has it, "
                + "which it makes sure of every sync_interval, 2 min unless set otherwise")
        return [kept] + dangers.map { Remark(level: .warning, text: "the stream \(name) \($0)") }
    }

    private var dangers: [String] {
        let month = 30 * 86400.0
        let found: [(holds: Bool, text: String)] = [
            (!isOnFile, "lies in memory: a restart of the server loses its alarms; use file storage"),
            (
                maximumAge.map { $0 < month } ?? false,
                "deletes alarms after \(Self.span(maximumAge ?? 0)), less than 30 days; raise max_age"
            ),
            (
                dropsOldest && (maximumBytes ?? maximumMessages) != nil,
                "deletes its oldest alarms when it is full; set discard to new, or lift max_bytes and max_msgs"
            ),
            (maximumPerSubject != nil, "keeps only so many alarms of a subject; lift max_msgs_per_subject"),
            (retention == .interest, "keeps alarms only while a consumer exists; use retention limits"),
            (retention == .workQueue, "deletes alarms once a consumer has had them; use retention limits"),
            (
                duplicateWindow < 120,
                "knows an event again only for \(Self.span(duplicateWindow)): drop duplicates by id, or raise "
                    + "duplicate_window"
            ),
        ]
        return found.filter(\.holds).map(\.text)
    }

    private static func span(_ seconds: Double) -> String {
        seconds >= 86400 ? "\(Int(seconds / 86400)) days" : "\(Int(seconds)) s"
    }
}
