import Foundation
import TestSupport
import VideoCore

@testable import Ledger

/// A small site over 1 and 2 May 2025 whose figures are reckoned by hand in the tests.
///
/// `gate` always answers; `yard` is down in the first half of the first day; `roof`, in service from the second day on, is
/// never polled or seen; `shed` is exempt on the first day, on which it gives nothing. On the second day Tocsin stands still
/// from 12:00 to 12:10.
struct ReportFixture {
    let folder: ScratchFolder
    let books: Books
    var registry = Registry()

    static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
    static let first = CivilDate(year: 2025, month: 5, day: 1) ?? CivilDate(0, in: .gmt)
    /// 2025-05-01T00:00:00+08:00.
    static let begin = 1_746_028_800
    static let day = 86_400
    static let end = begin + 2 * day

    static let hostileName = "<script>alert(\"1\")</script>&\u{7}东"

    init() throws {
        folder = try ScratchFolder()
        books = try Books(path: folder.file(Books.fileName))
        registry.devices = [Self.gate, Self.yard, Self.roof, Self.shed]
        registry.recorders = [Recorder(id: "nvr-1")]
        var position = KeyPosition(id: "east", kind: .entrance)
        position.name = "东门"
        registry.keyPositions = [position, KeyPosition(id: "lane", kind: .fireLane)]
        registry.exemptions = [
            Exemption(
                devices: ["shed"], reason: "施工", approver: "王", start: Double(Self.begin),
                end: Double(Self.begin + Self.day), entered: Double(Self.begin)),
            Exemption(
                devices: ["yard"], reason: "=late", approver: "王", start: Double(Self.begin),
                end: Double(Self.begin + Self.day), entered: Double(Self.begin + 2 * Self.day)),
        ]
        try fill()
    }

    private static var gate: Device {
        var device = Device(id: "gate")
        device.name = "东门摄像机"
        device.code = try? DeviceCode("37010200001320000001")
        device.districtCode = "370102"
        (device.longitude, device.latitude) = (117, 36.6)
        (device.community, device.recorder, device.keyPosition) = ("东花园", "nvr-1", "east")
        device.watches = [.fire, .smoke]
        return device
    }

    private static var yard: Device {
        var device = Device(id: "yard")
        device.name = "=SUM(A1)"
        (device.community, device.recorder) = ("东花园", "nvr-1")
        return device
    }

    private static var roof: Device {
        var device = Device(id: "roof")
        device.name = hostileName
        device.community = "西花园"
        device.from = first.next
        return device
    }

    private static var shed: Device { Device(id: "shed") }

    private func fill() throws {
        try books.beginSession(at: Self.begin)
        try books.note("gate", .up, since: Self.begin)
        try books.note("yard", .down, since: Self.begin, cause: "noRoute")
        try books.note("yard", .up, since: Self.begin + Self.day / 2)
        try books.note("shed", .down, since: Self.begin, cause: "<b>odd</b>")
        try books.note("shed", .up, since: Self.begin + Self.day)
        let stop = Self.begin + Self.day * 3 / 2
        try books.witness(at: stop)
        try books.beginSession(at: stop + 600)
        for device in ["gate", "yard", "shed"] { try books.note(device, .up, since: stop + 600) }
        try books.witness(at: Self.end)
        for slot in PollSlot.beginning(in: Self.begin..<Self.end).map(PollSlot.init) {
            let isFirstDay = slot.start < Self.begin + Self.day
            let isFirstHalf = slot.start < Self.begin + Self.day / 2
            try books.record([
                Poll(device: "gate", slot: slot, result: .ok),
                Poll(device: "yard", slot: slot, result: isFirstHalf ? .noConnect : .ok),
                Poll(device: "shed", slot: slot, result: isFirstDay ? .noConnect : .ok),
            ])
        }
    }

    /// The report on both days, or on `days`, made at `now`.
    func report(
        by grouping: Grouping = .community, from: CivilDate = first, through: CivilDate = first.next,
        now: Int = end + day
    ) throws -> Report {
        try Report(
            site: "east-garden", registry: registry, books: books,
            period: Period(from: from, through: through, zone: Self.zone), grouping: grouping, now: now)
    }
}
