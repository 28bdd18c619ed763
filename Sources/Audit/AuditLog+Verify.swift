import Foundation
import GRDB

/// What a check of the whole log found.
public struct AuditVerdict: Hashable, Sendable {
    /// What is wrong; empty when nothing is.
    public var faults: [String] = []
    /// Entries that were checked.
    public var entries = 0
    /// The last entry: noted elsewhere, it lets a later check see whether the whole log was made anew.
    public var last: AuditMark
    /// The last entry that was pruned; number 0 when none was.
    public var anchor: AuditMark
}

extension AuditLog {
    /// Follows the chain from its beginning to its end.
    ///
    /// Finds any entry that was changed, removed, added or moved, and entries missing at the end. It cannot see a log that
    /// was made anew as a whole, its head file included, by somebody who may write both: that shows against a mark noted
    /// elsewhere, which is given as `expected`.
    public func verify(expecting expected: AuditMark? = nil) throws(AuditError) -> AuditVerdict {
        let head = AuditHead.read(path: headPath)
        do {
            return try queue.read { try Self.verdict($0, head: head, expected: expected) }
        } catch {
            throw AuditError(error, path: path)
        }
    }

    private static func verdict(
        _ database: Database, head: AuditMark?, expected: AuditMark?
    ) throws -> AuditVerdict {
        let anchor = try anchor(database)
        let from = AuditMark(number: anchor.number, hash: AuditChain.text(anchor.hash))
        var walk = AuditWalk(from: from, hash: anchor.hash, watching: [head, expected].compactMap { $0 })
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM entry ORDER BY number")
        while let row = try rows.next() { walk.visit(row) }
        return walk.verdict(head: head, expected: expected)
    }
}

/// A walk along the chain.
private struct AuditWalk {
    private var last: AuditMark
    private var hash: [UInt8]
    private let anchor: AuditMark
    private var anchorIsNoted: Bool
    private let watched: [AuditMark]
    private var seen: Set<AuditMark>
    private var faults: [String] = []
    private var entries = 0
    /// Further faults of a log that is damaged throughout are not listed.
    private static let mostFaults = 20

    init(from anchor: AuditMark, hash: [UInt8], watching watched: [AuditMark]) {
        self.anchor = anchor
        self.hash = hash
        self.watched = watched
        last = anchor
        seen = [anchor]
        anchorIsNoted = anchor.number == 0
    }

    mutating func visit(_ row: Row) {
        entries += 1
        let number = row["number"] as Int64? ?? 0
        let stored = Array(row["hash"] as Data? ?? Data())
        if number != last.number + 1 {
            say(
                number == last.number + 2
                    ? "entry \(last.number + 1) is missing" : "entries \(last.number + 1) to \(number - 1) are missing")
        } else if let entry = AuditEntry(row) {
            if AuditChain.hash(after: hash, number: number, entry) != stored { say("entry \(number) was changed") }
            anchorIsNoted = anchorIsNoted || entry.action == .prune && entry.content == "\(anchor)"
        } else {
            say("entry \(number) is not legible")
        }
        hash = stored
        last = AuditMark(number: number, hash: AuditChain.text(stored))
        if watched.contains(last) { seen.insert(last) }
    }

    func verdict(head: AuditMark?, expected: AuditMark?) -> AuditVerdict {
        var faults = faults
        if !anchorIsNoted { faults.append("entries up to \(anchor.number) are gone, and no entry says so") }
        if let head {
            if head.number > last.number {
                faults.append("entries \(last.number + 1) to \(head.number) are missing at the end")
            } else if head.number < anchor.number {
                faults.append("\(AuditLog.headName) names an entry that was pruned: the log was made anew without it")
            } else if last.number > head.number + 1 {
                // One may be: the process that wrote it was killed before it could name it.
                faults.append("entries \(head.number + 1) to \(last.number) are not named by \(AuditLog.headName)")
            } else if !seen.contains(head) {
                faults.append("entry \(head.number) is not the one that \(AuditLog.headName) names")
            }
        } else if last.number > 0 {
            faults.append("\(AuditLog.headName) is missing or not legible: entries missing at the end would not show")
        }
        if let expected, expected.number < anchor.number {
            faults.append("entry \(expected.number) has been pruned since it was noted: it cannot be compared")
        } else if let expected, !seen.contains(expected) {
            faults.append("entry \(expected.number) is not the one that was noted")
        }
        return AuditVerdict(faults: faults, entries: entries, last: last, anchor: anchor)
    }

    private mutating func say(_ fault: String) {
        if faults.count < Self.mostFaults { faults.append(fault) }
    }
}
