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

    @Test("Twenty dead cameras cost less than a small one that lives, and a line each in the log")
    func cost() async throws {
        let (site, living) = (try TestSite(), try TestSite())
        let dead = "rtsp://127.0.0.1:\(try LocalServer.freePorts(1)[0])/x"
        let more = (2...20).map { "  - {camera: dead-\($0), url: \"\(dead)\", detectors: {thrown-object: {}}}" }
        var text = try String(contentsOfFile: try site.write(url: dead), encoding: .utf8)
        text += "\n" + more.joined(separator: "\n") + "\n"
        try text.write(toFile: site.folder.file("site.yaml"), atomically: true, encoding: .utf8)
        // Side by side, so that both see the same machine.
        let quiet = try living.write(url: Program.checkout + "/samples/facade-quiet.mp4", more: "    loop: true")
        let processes = try [site.start(site.folder.file("site.yaml")), living.start(quiet)]
        #expect(try await eventually(seconds: 30) { living.log.contains("video arrives") }, "\(living.log)")
        try await Task.sleep(for: .seconds(5))
        let before = try processes.map { try processorSeconds($0.processIdentifier) }
        try await Task.sleep(for: .seconds(20))
        let used = try zip(processes, before).map { try processorSeconds($0.processIdentifier) - $1 }
        #expect(used[0] < used[1], "\(used) s of processor time in 20 s")
        for process in processes { _ = await TestSite.stop(process) }
        let lines = site.log.split(separator: "\n").filter { $0.contains("no video:") }
        #expect(lines.count == 20, "\(lines.count)")
    }
}
