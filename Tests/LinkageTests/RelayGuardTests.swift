import Foundation
import Testing

@testable import Linkage

@Suite struct RelayGuardTests {
    private let path = FileManager.default.temporaryDirectory.appending(path: "relay-\(UUID().uuidString)").path

    /// What a guard with `patience` milliseconds writes to its relay while it hears `words`, up to `expected`, and then
    /// when whoever spoke is gone. The relay is a FIFO, so that nothing written is missed.
    private func written(hearing words: String, patience: Int32, upTo expected: String) throws -> String {
        let made = unsafe mkfifo(path, 0o600)
        #expect(made == 0)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let relay = try #require(FileHandle(forUpdatingAtPath: path))
        let pipe = Pipe()
        let guardian = RelayGuard(RelayFile(path: path), patience: patience)
        let input = pipe.fileHandleForReading.fileDescriptor
        let thread = Thread { guardian.run(input: input) }
        thread.start()
        try pipe.fileHandleForWriting.write(contentsOf: Data(words.utf8))
        var text = ""
        while !text.hasSuffix(expected), text.count < 100 { text += try read(relay) }
        try pipe.fileHandleForWriting.close()
        text += try read(relay)
        return text
    }

    private func read(_ relay: FileHandle) throws -> String {
        String(decoding: try relay.read(upToCount: 2) ?? Data(), as: UTF8.self).filter { $0 != "\n" }
    }

    @Test("It begins open, holds at a word, lets go at another and at the end of its input")
    func words() throws {
        #expect(try written(hearing: "hhrh", patience: 60_000, upTo: "1101") == "011010")
    }

    @Test("Silence lets go")
    func silence() throws {
        #expect(try written(hearing: "h", patience: 20, upTo: "10") == "0100")
    }

    @Test("A relay that cannot be written is an error that names it; a signal that cannot be read is none")
    func unwritable() {
        let missing = "/nonexistent/relay"
        #expect(throws: RelayTrouble.self) {
            _ = try GuardedRelay(path: missing, executable: URL(fileURLWithPath: "/bin/true"), arguments: [])
        }
        #expect(RelayTrouble(path: missing).description.contains(missing))
        #expect(RelayFile(path: missing).isOn == nil)
    }

    @Test("A guard that dies is noticed, and the relay is let go by this process")
    func guardDies() async throws {
        // Ends at once in place of the guard, and takes no word.
        let held = try GuardedRelay(path: path, executable: URL(fileURLWithPath: "/bin/false"), arguments: [])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let relay = RelayFile(path: path)
        #expect(relay.write(isHeld: true))
        while held.works { await Task.yield() }
        held.release()
        #expect(relay.isOn == false)
    }
}
