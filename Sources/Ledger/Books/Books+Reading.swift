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
                tallies[row[0], default: PollTally()].add(result, count: row[3], isGood: result == .ok && hasNoFault)
            }
            return tallies
        }
    }

    /// The polls of each device in each of `stretches` of slots, counted; devices without any are left out.
    ///
    /// A stretch is a day, with 50 slots at most, so that six bits hold each count: one sum in one pass over the polls takes
    /// a seventh of the time that grouping and sorting them would.
    func tallies(inEach stretches: [Range<Int>]) throws(BooksError) -> [String: [PollTally]] {
        guard !stretches.isEmpty else { return [:] }
        assert(stretches.allSatisfy { $0.count < 64 })
        let stretch = stretches.enumerated().map { "(\($0.offset),\($0.element.lowerBound),\($0.element.upperBound))" }
        let sql = """
            WITH stretch (number, low, high) AS (VALUES \(stretch.joined(separator: ",")))
            SELECT device.name, stretch.number, (
                SELECT sum((1 << 6 * result) + ((result = 0 AND fault IS NULL) << 48)) FROM poll
                WHERE poll.device = device.id AND slot >= low AND slot < high AND result BETWEEN 0 AND 7) AS counts
            FROM device CROSS JOIN stretch WHERE counts IS NOT NULL
            """
        return try read { database in
            var tallies: [String: [PollTally]] = [:]
            let rows = try Row.fetchCursor(database, sql: sql)
            while let row = try rows.next() {
                let name: String = row[0]
                if tallies[name] == nil {
                    tallies[name] = Array(repeating: PollTally(), count: stretches.count)
                }
                tallies[name]?[row[1]] = PollTally(packed: row[2])
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

    /// The stretches of `seconds` in which no session watched: Tocsin was down. In order.
    public func unwatched(in seconds: Range<Int>) throws(BooksError) -> [Range<Int>] {
        let sessions = try read { database in
            try Row.fetchAll(
                database, sql: "SELECT began, until FROM session WHERE until > ? AND began < ? ORDER BY began",
                arguments: [seconds.lowerBound, seconds.upperBound]
            ).map { row -> (began: Int, until: Int) in (row[0], row[1]) }
        }
        var gaps: [Range<Int>] = []
        var reached = seconds.lowerBound
        for session in sessions {
            if session.began > reached { gaps.append(reached..<session.began) }
            reached = max(reached, session.until)
        }
        if reached < seconds.upperBound { gaps.append(reached..<seconds.upperBound) }
        return gaps
    }

    /// The first second of which the books know anything; nil where they are empty.
    public func firstSecond() throws(BooksError) -> Int? {
        try read { try Int.fetchOne($0, sql: "SELECT min(began) FROM session") }
    }
}

extension PollTally {
    /// From the sum that ``Books/tallies(inEach:)`` makes: six bits for each result by its place, then those without fault.
    fileprivate init(packed: Int) {
        self.init()
        let good = packed >> 48 & 63
        for result in PollResult.allCases {
            guard let place = result.place else { continue }
            let count = packed >> (6 * place) & 63
            add(result, count: result == .ok ? count - good : count, isGood: false)
        }
        add(.ok, count: good, isGood: true)
    }
}
