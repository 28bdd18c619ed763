import GRDB

extension Books {
    /// What was seen of `device` in any part of `seconds`.
    public func timeline(of device: String, in seconds: Range<Int>) throws(BooksError) -> Timeline {
        try read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT span.began, ifnull(span.ended, session.until), span.isUp, word.text FROM span
                    JOIN device ON device.id = span.device JOIN session ON session.id = span.session
                    LEFT JOIN word ON word.id = span.cause
                    WHERE device.name = ? AND (span.ended > ? OR span.ended IS NULL) AND span.began < ? ORDER BY span.id
                    """, arguments: [device, seconds.lowerBound, seconds.upperBound])
            return Timeline(
                rows.compactMap { row in
                    let (began, ended): (Int, Int) = (row[0], row[1])
                    let isUp: Bool = row[2]
                    return ended > began ? Span(began..<ended, isUp ? .up : .down, cause: row[3]) : nil
                })
        }
    }
}
