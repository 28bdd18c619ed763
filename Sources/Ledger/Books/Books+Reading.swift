import GRDB
import VideoCore

extension Books {
    /// The polls of each device in `slots`, counted.
    public func tallies(in slots: Range<Int>) throws(BooksError) -> [String: PollTally] {
        try read { database in
            var tallies: [String: PollTally] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT device.name, poll.result, poll.fault IS NULL, count(*) FROM device, poll
                    WHERE poll.device = device.id AND poll.slot >= ? AND poll.slot < ?
                    GROUP BY poll.device, poll.result, poll.fault IS NULL
                    """, arguments: [slots.lowerBound, slots.upperBound])
            while let row = try rows.next() {
                guard let result = Self.result(row[1]) else { continue }
                let hasNoFault: Bool = row[2]
                tallies[row[0], default: PollTally()].add(
                    result, count: row[3], isGood: result == .ok && hasNoFault)
            }
            return tallies
        }
    }

    /// The polls of `device` in `slots`, in order.
    public func polls(of device: String, in slots: Range<Int>) throws(BooksError) -> [Poll] {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT poll.slot, poll.result, cause.text, fault.text FROM poll
                    JOIN device ON device.id = poll.device
                    LEFT JOIN word AS cause ON cause.id = poll.cause LEFT JOIN word AS fault ON fault.id = poll.fault
                    WHERE device.name = ? AND poll.slot >= ? AND poll.slot < ? ORDER BY poll.slot
                    """, arguments: [device, slots.lowerBound, slots.upperBound])
            return rows.compactMap { row in
                Self.result(row[1]).map { result in
                    let fault: String? = row[3]
                    return Poll(
                        device: device, slot: PollSlot(number: row[0]), result: result, cause: row[2],
                        fault: fault.flatMap(PictureFault.init(rawValue:)))
                }
            }
        }
    }

    /// What was seen of each device in any part of `seconds`.
    public func timelines(in seconds: Range<Int>) throws(BooksError) -> [String: Timeline] {
        try read { database in
            var spans: [String: [Span]] = [:]
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT device.name, span.began, ifnull(span.ended, session.until), span.isUp, word.text FROM span
                    JOIN device ON device.id = span.device JOIN session ON session.id = span.session
                    LEFT JOIN word ON word.id = span.cause
                    WHERE (span.ended > ? OR span.ended IS NULL) AND span.began < ? ORDER BY span.id
                    """, arguments: [seconds.lowerBound, seconds.upperBound])
            while let row = try rows.next() {
                let (began, ended): (Int, Int) = (row[1], row[2])
                guard ended > began else { continue }
                let isUp: Bool = row[3]
                spans[row[0], default: []].append(Span(began..<ended, isUp ? .up : .down, cause: row[4]))
            }
            return spans.mapValues(Timeline.init)
        }
    }

    /// The first second of which the books know anything; nil where they are empty.
    public func firstSecond() throws(BooksError) -> Int? {
        try read { try Int.fetchOne($0, sql: "SELECT min(began) FROM session") }
    }
}
