import Alarms

/// Pages of the queue that were read since the bell last rang: many who wait at the same place ask for the same one.
struct PageMemory {
    /// Pages remembered at most; who lags behind the others reads for themselves.
    static let limit = 16

    private var ring = 0
    private var pages: [EventQuery: EventPage] = [:]

    /// What was read for `query` since the bell had rung `ring` times; nil where nothing was.
    func page(_ query: EventQuery, since ring: Int) -> EventPage? { ring <= self.ring ? pages[query] : nil }

    /// Remembers `page`, read for `query` after the bell had rung `ring` times.
    mutating func keep(_ page: EventPage, of query: EventQuery, since ring: Int) {
        if ring > self.ring { (self.ring, pages) = (ring, [:]) }
        if ring == self.ring, pages.count < Self.limit { pages[query] = page }
    }
}
