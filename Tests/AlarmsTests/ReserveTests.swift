import Glibc
import Testing
import VideoCore

@testable import Alarms

@Suite("The reserve for alarms")
struct ReserveTests {
    @Test("Drills are refused while it is given up, alarms are not")
    func drills() throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(.sample(folder))
        let visitor = try Outbox(.sample(folder), role: .visitor)
        let drill = Drill(.fire, by: "Li", start: monday).events(of: .sample())
        try visitor.append(drill)
        try DurableFile.remove(outbox.settings.path + ".reserve")
        let another = Drill(.smoke, by: "Li", start: monday).events(of: .sample())
        let error = #expect(throws: OutboxError.self) { try visitor.append(another) }
        #expect(error?.code == .diskFull)
        #expect(try outbox.append(.sample(1)).isNew)
        #expect(outbox.refillReserve())
        try visitor.append(another)
    }

    @Test("That it cannot be taken is said once, and so is that it is held again")
    func said() async throws {
        let folder = try TemporaryFolder()
        var settings = OutboxSettings.sample(folder)
        settings.reserveBytes = 1 << 43
        let heard = Heard()
        let desk = AlarmDesk(outbox: try Outbox(settings), onTrouble: heard.trouble)
        for _ in 0..<3 { await desk.retryWaiting() }
        #expect(heard.troubles == [.reserveMissing(bytes: 1 << 43)])
        // A file with a hole stands for the space.
        try DurableFile(settings.path + ".reserve", flags: O_WRONLY | O_CREAT).truncate(to: 1 << 43)
        for _ in 0..<3 { await desk.retryWaiting() }
        #expect(heard.troubles == [.reserveMissing(bytes: 1 << 43), .reserveHeld])
    }
}
