import Ledger
import Polling
import Testing
import VideoCore

/// What rings for devices that are gone or see nothing.
struct OutageBookTests {
    private static let channels = (1...32).map { "c\($0)" }

    private func down(_ since: Int, _ cause: String = "connectTimeout") -> DeviceWatch.Change {
        DeviceWatch.Change(state: .down, since: since, cause: cause, isEvent: true)
    }

    private func up(_ since: Int) -> DeviceWatch.Change {
        DeviceWatch.Change(state: .up, since: since, cause: nil, isEvent: true)
    }

    /// What rings and ends from `from` to `through`, decided every five seconds.
    private func actions(_ book: inout OutageBook, _ from: Int, _ through: Int) -> [OutageBook.Action] {
        stride(from: from, through: through, by: 5).flatMap { book.decide(at: $0) }
    }

    @Test func `one device that is down rings once, after the hold time, and ends when it is back`() {
        var book = OutageBook(recorders: ["nvr": ["a", "b"]])
        book.note("a", up(0), at: 0)
        book.note("b", up(0), at: 0)
        book.note("a", down(100, "refused"), at: 220)
        #expect(actions(&book, 220, 305).isEmpty)
        let opened = actions(&book, 310, 600)
        #expect(opened.map(\.subject) == [.device("a")])
        #expect(opened.first?.since == 100)
        #expect(opened.first?.cause == "refused")
        #expect(opened.first?.kind == .deviceOffline)
        book.note("a", up(650), at: 710)
        let closed = actions(&book, 710, 1000)
        #expect(closed.map(\.opens) == [false])
        #expect(closed.first?.incident == opened.first?.incident)
    }

    @Test func `with other devices it goes on: what rings rings on, and ends for those that are gone`() {
        var book = OutageBook(recorders: ["nvr": ["a", "b", "c"]])
        for device in ["a", "b", "c"] { book.note(device, up(0), at: 0) }
        for device in ["a", "b"] { book.note(device, down(100, "refused"), at: 220) }
        let opened = actions(&book, 220, 600)
        #expect(opened.map(\.subject) == [.device("a"), .device("b")])
        var next = book.going(onWith: ["nvr": ["a", "c"], "other": ["d", "e"]])
        let closed = actions(&next, 605, 900)
        #expect(closed.map(\.subject) == [.device("b")] && closed.first?.opens == false)
        #expect(closed.first?.incident == opened.last?.incident)
        next.note("d", up(900), at: 900)
        next.note("d", down(1000, "refused"), at: 1100)
        let later = actions(&next, 1100, 1300)
        #expect(later.map(\.subject) == [.device("d")] && later.first?.incident == 3)
    }

    @Test func `what is added while nothing can be reached neither ends the alarm of the box nor opens one of each`() {
        let lone = (1...8).map { ["l\($0)"] }
        var book = OutageBook(recorders: ["nvr": ["a", "b"]], others: lone)
        let devices = ["a", "b"] + lone.joined()
        for device in devices { book.note(device, up(0), at: 0) }
        for device in devices { book.note(device, down(100), at: 220) }
        #expect(actions(&book, 220, 600).map(\.subject) == [.box])
        var next = book.going(onWith: ["nvr": ["a", "b"], "new": ["n"]], others: lone + [["m"]])
        #expect(actions(&next, 605, 900).isEmpty)
        for device in ["n", "m"] { next.note(device, down(700), at: 905) }
        #expect(actions(&next, 905, 1200).isEmpty)
        next.note("a", up(1200), at: 1205)
        #expect(next.decide(at: 1205).filter { !$0.opens }.map(\.subject) == [.box])
    }

    @Test func `a short absence rings nothing`() {
        var book = OutageBook(recorders: [:])
        book.note("a", up(0), at: 0)
        book.note("a", down(100), at: 220)
        book.note("a", up(250), at: 300)
        #expect(actions(&book, 220, 1000).isEmpty)
    }

    @Test func `a recorder that is gone is one alarm, also while its channels come back one by one`() {
        var book = OutageBook(recorders: ["nvr": Self.channels, "other": ["x", "y"]])
        for device in Self.channels + ["x", "y"] { book.note(device, up(0), at: 0) }
        for (index, device) in Self.channels.enumerated() { book.note(device, down(1000 + index), at: 1180 + index) }
        let opened = actions(&book, 1180, 3000)
        #expect(opened.map(\.subject) == [.recorder("nvr")])
        #expect(opened.first?.count == 32)
        #expect(opened.first?.since == 1016)
        var closed: [OutageBook.Action] = []
        for (index, device) in Self.channels.enumerated() {
            book.note(device, up(3000 + 5 * index), at: 3060 + 5 * index)
            closed += book.decide(at: 3060 + 5 * index)
        }
        closed += actions(&book, 3220, 4000)
        #expect(closed.map(\.subject) == [.recorder("nvr")])
        #expect(closed.map(\.opens) == [false])
    }

    @Test func `a channel that was gone before its recorder rings until the recorder does`() {
        var book = OutageBook(recorders: ["nvr": ["a", "b", "c"], "other": ["x"]])
        for device in ["a", "b", "c", "x"] { book.note(device, up(0), at: 0) }
        book.note("a", down(100, "notFound"), at: 220)
        #expect(actions(&book, 220, 900).map(\.subject) == [.device("a")])
        book.note("a", DeviceWatch.Change(state: .down, since: 1000, cause: "refused", isEvent: false), at: 1000)
        for device in ["b", "c"] { book.note(device, down(1000, "refused"), at: 1120) }
        let later = actions(&book, 1120, 2000)
        #expect(later.map(\.subject) == [.device("a"), .recorder("nvr")])
        #expect(later.map(\.opens) == [false, true])
        #expect(later.last?.since == 1000)
    }

    @Test func `a channel that stays away when its recorder is back rings by itself`() {
        var book = OutageBook(recorders: ["nvr": ["a", "b", "c"], "other": ["x"]])
        for device in ["a", "b", "c", "x"] { book.note(device, up(0), at: 0) }
        for device in ["a", "b", "c"] { book.note(device, down(100), at: 220) }
        #expect(actions(&book, 220, 400).map(\.subject) == [.recorder("nvr")])
        for device in ["a", "b"] { book.note(device, up(500), at: 560) }
        let later = actions(&book, 560, 1500)
        #expect(later.map(\.subject) == [.recorder("nvr"), .device("c")])
        #expect(later.map(\.opens) == [false, true])
    }

    @Test func `channels that are down for causes of their own ring each for itself`() {
        var book = OutageBook(recorders: ["nvr": ["a", "b"]])
        book.note("a", down(100, "notFound"), at: 220)
        book.note("b", down(100, "wrongProtocol"), at: 220)
        #expect(Set(actions(&book, 220, 400).map(\.subject)) == [.device("a"), .device("b")])
    }

    @Test func `a recorder whose channels are all refused or lacking for one cause is one alarm`() {
        var book = OutageBook(recorders: ["nvr": ["a", "b", "c"], "other": ["x"]])
        for device in ["a", "b", "c", "x"] { book.note(device, up(0), at: 0) }
        for time in [1800, 3600] {
            for device in ["a", "b", "c"] {
                book.note(device, complaint: .init(.deviceOffline, cause: "unauthorized"), at: time)
            }
        }
        let opened = actions(&book, 3600, 4000)
        #expect(opened.map(\.subject) == [.recorder("nvr")])
        #expect(opened.first?.cause == "unauthorized")
        #expect(opened.first?.since == 1800)
    }

    @Test func `where single cameras are all gone at once this box is the cause too`() {
        var book = OutageBook(recorders: ["nvr": ["a"]], others: [["x"], ["y"]])
        for device in ["a", "x", "y"] { book.note(device, up(0), at: 0) }
        for device in ["a", "x", "y"] { book.note(device, down(100, "noRoute"), at: 220) }
        #expect(actions(&book, 220, 800).map(\.subject) == [.box])
    }

    @Test func `where nothing at all answers this box is the cause`() {
        var book = OutageBook(recorders: ["n1": ["a", "b"], "n2": ["c", "d"]])
        for device in ["a", "b", "c", "d"] { book.note(device, up(0), at: 0) }
        for device in ["a", "b", "c", "d"] { book.note(device, down(100, "noRoute"), at: 220) }
        let opened = actions(&book, 220, 800)
        #expect(opened.map(\.subject) == [.box])
        #expect(opened.first?.cause == "self")
        for device in ["a", "b"] { book.note(device, up(900), at: 960) }
        #expect(actions(&book, 960, 965).map(\.subject) == [.box])
        for device in ["c", "d"] { book.note(device, up(1000), at: 1060) }
        #expect(actions(&book, 970, 3000).isEmpty)
    }

    @Test func `a device that goes up and down is one alarm until it rests`() {
        var book = OutageBook(recorders: [:])
        book.note("a", up(0), at: 0)
        var found: [OutageBook.Action] = []
        // Down for five minutes, up for five, ten times.
        for round in 0..<10 {
            let begin = 1000 + 600 * round
            book.note("a", down(begin), at: begin + 180)
            found += actions(&book, begin + 180, begin + 355)
            book.note("a", up(begin + 300), at: begin + 360)
            found += actions(&book, begin + 360, begin + 775)
        }
        found += actions(&book, 7200, 12_000)
        // Three that end, then one that goes on until it has been up for a quarter of an hour.
        #expect(found.map(\.opens) == [true, false, true, false, true, false, true, false])
        #expect(found.map(\.isFlapping) == [false, false, false, false, false, false, true, true])
    }

    @Test func `two polls must agree before a bad picture rings, and before it ends`() {
        var book = OutageBook(recorders: [:])
        let covered = OutageBook.Complaint(.pictureQuality, cause: "covered")
        book.note("a", up(0), at: 0)
        book.note("a", complaint: covered, at: 1800)
        #expect(actions(&book, 1800, 3500).isEmpty)
        book.note("a", complaint: covered, at: 3600)
        let opened = actions(&book, 3600, 5000)
        #expect(opened.map(\.kind) == [.pictureQuality])
        #expect(opened.first?.since == 1800)
        #expect(opened.first?.cause == "covered")
        book.note("a", complaint: nil, at: 5400)
        book.note("a", complaint: covered, at: 7200)
        #expect(actions(&book, 5400, 9000).isEmpty)
        book.note("a", complaint: nil, at: 9000)
        book.note("a", complaint: nil, at: 10_800)
        #expect(actions(&book, 9000, 11_000).map(\.opens) == [false])
    }

    @Test func `a device that answers and gives no picture rings as giving no stream`() {
        var book = OutageBook(recorders: [:])
        book.note("a", up(0), at: 0)
        for time in [1800, 3600] {
            book.note("a", complaint: OutageBook.Complaint(.deviceOffline, cause: "unauthorized"), at: time)
        }
        let opened = actions(&book, 3600, 4000)
        #expect(opened.map(\.kind) == [.deviceOffline])
        #expect(opened.first?.cause == "unauthorized")
    }
}
