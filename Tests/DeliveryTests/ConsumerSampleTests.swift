import Alarms
import Foundation
import Glibc
import TestSupport
import Testing

/// The programs of samples/consumers, as a security centre runs them.
@Suite("The samples for a security centre take every alarm once", .serialized)
struct ConsumerSampleTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("From a broker", arguments: FarEndKind.allCases)
    func fromBroker(kind: FarEndKind) async throws {
        let far = try await kind.type.begin(in: folder)
        guard let consumer = far.consumer else { return await far.end() }
        do {
            let shipment = try Shipment(50, in: folder, to: far)
            // The stream or topic is there once something was delivered; a consumer of its own sees what comes after.
            try await shipment.deliver(try #require(try shipment.sink()))
            let sample = try SampleProgram(consumer.program, consumer.environment, in: folder)
            defer { sample.end() }
            let sent = try shipment.outbox.events(after: 0, limit: .max).map(\.id)
            try await until("the sample has printed all", within: 60) {
                if sample.ids.count >= sent.count { return true }
                try shipment.outbox.replay(consumer: Shipment.name, after: 0)
                try await shipment.deliver(try #require(try shipment.sink()))
                return false
            }
            #expect(sample.ids.sorted() == sent.sorted(), "each once, however often it came")
        } catch {
            await far.end()
            throw error
        }
        await far.end()
    }
}

/// One of the samples, until it is ended.
struct SampleProgram {
    private let process = Process()
    private let output: String

    /// Starts the sample `name` with `environment`; what it prints goes into `folder`.
    init(_ name: String, _ environment: [String: String], in folder: ScratchFolder) throws {
        output = folder.file("sample.out")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = ["\(Program.checkout)/samples/consumers/\(name)"]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging(["PYTHONPATH": "\(Program.checkout)/.deps/consumers"]) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        for file in [output, folder.file("sample.err")] {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: folder.file("sample.err"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    /// The ids it has printed.
    var ids: [String] {
        let lines = (try? String(contentsOfFile: output, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.filter { !$0.hasPrefix("#") }.compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// Ends it.
    func end() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
