import Foundation
import TestSupport
import Testing

/// What cameras cost that do not answer.
@Suite struct DeadCameraTests {
    /// Processor time that the process `pid` has used, in seconds.
    private func processorSeconds(_ pid: Int32) throws -> Double {
        let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        let ticks = try #require(Double(fields[12])) + (try #require(Double(fields[13])))
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    @Test("Twenty dead cameras cost less than 0.1 % of a core each, and a line each in the log")
    func cost() async throws {
        let site = try TestSite()
        let server = try TestServer.broken("--silent")
        let dead = "rtsp://127.0.0.1:\(server.port)/x"
        server.stop()
        let more = (2...20).map { "  - {camera: dead-\($0), url: \"\(dead)\", detectors: {thrown-object: {}}}" }
        var text = try String(contentsOfFile: try site.write(url: dead), encoding: .utf8)
        text += "\n" + more.joined(separator: "\n") + "\n"
        try text.write(toFile: site.folder.file("site.yaml"), atomically: true, encoding: .utf8)
        let process = try site.start(site.folder.file("site.yaml"))
        try await Task.sleep(for: .seconds(5))
        let before = try processorSeconds(process.processIdentifier)
        try await Task.sleep(for: .seconds(20))
        let used = try processorSeconds(process.processIdentifier) - before
        #expect(used < 20 * 20 * 0.001, "\(used) s of processor time in 20 s")
        _ = await TestSite.stop(process)
        let lines = site.log.split(separator: "\n").filter { $0.contains("no video:") }
        #expect(lines.count == 20, "\(lines.count)")
    }
}
