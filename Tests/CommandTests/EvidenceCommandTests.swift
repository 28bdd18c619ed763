import Alarms
import Foundation
import TestSupport
import Testing
import VideoCore
import VideoStreams

/// `tocsin demo` makes clips; `tocsin evidence` and `tocsin audit` use them.
@Suite(.serialized) struct EvidenceCommandTests {
    private func json(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// What another program says of `file`.
    private func probe(_ file: String) async throws -> [String: String] {
        let folder = try ScratchFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/ffprobe")
        process.arguments = [
            "-v", "error", "-of", "default=noprint_wrappers=1", "-show_entries",
            "stream=codec_name,pix_fmt,width,height,nb_frames:format=duration", file,
        ]
        _ = FileManager.default.createFile(atPath: folder.file("out"), contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("out"))
        process.standardInput = FileHandle.nullDevice
        try process.run()
        await Program.end(of: process)
        let lines = try String(contentsOfFile: folder.file("out"), encoding: .utf8).split(separator: "\n")
        var answers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { answers[parts[0]] = parts[1] }
        }
        return answers
    }

    @Test("The demo's clips play, are exported and decrypted with an entry each, and the log notices what is changed")
    func demo() async throws {
        let folder = try ScratchFolder()
        let data = folder.file("data")
        // The first fall is over after five seconds; its clip is made by a thread that gives way to all others.
        let demo = try await Program.run(["demo", "--seconds", "30", "--data", data], folder: Program.checkout)
        #expect(demo.status == 0, "\(demo.errors)")
        let clip = String(try #require(demo.output.firstMatch(of: /clip: (.*\.mp4)\n/)?.1))
        let raw = String(try #require(demo.output.firstMatch(of: /raw-clip: (.*\.mp4\.enc)/)?.1))
        let alarm = String(try #require(clip.firstMatch(of: /([0-9a-f-]{36})\.p2\.mp4/)?.1))
        let drops = demo.output.matches(of: /[0-9]+ dropped \((\w+)\)/).map { $0.1 }
        #expect(drops.allSatisfy { $0 == "stopped" }, "no frame was lost for a clip: \(demo.output)")
        let seen = try await probe(clip)
        #expect(seen["codec_name"] == "h264" && seen["pix_fmt"] == "yuv420p" && seen["width"] == "960", "\(seen)")
        #expect(Double(seen["duration"] ?? "").map { $0 > 6 && $0 < 8.2 } == true, "\(seen)")
        try await chromiumPlays(clip, in: folder)

        try await checkEvents(alarm, data: data)
        try await checkExport(alarm, data: data, folder: folder)
        try await checkDecrypt(raw, data: data, folder: folder, frames: seen["nb_frames"])
        try await checkLog(data: data)
    }

    private func chromiumPlays(_ clip: String, in folder: ScratchFolder) async throws {
        guard Chromium.path != nil else { return }
        let page = folder.file("page.html")
        try """
        <video id="v" muted preload="auto" src="file://\(clip)"></video><p id="p">nothing</p>
        <script>
        v.onerror = () => p.textContent = "error " + v.error.message;
        v.onloadeddata = () => p.textContent = `shows ${v.videoWidth} ${v.videoHeight} ${v.duration}`;
        </script>
        """.write(toFile: page, atomically: true, encoding: .utf8)
        let text = try await Chromium.open(page, in: folder)
        #expect(text.contains("shows 960 540 8"), "\(text)")
    }

    private func checkEvents(_ alarm: String, data: String) async throws {
        let shown = try await Program.run(["alarms", "show", alarm, "--data", data, "--format", "json"])
        let events = try #require(try json(shown.output)["events"] as? [[String: Any]])
        let late = try #require(events.first { $0["id"] as? String == "\(alarm)-evidence" })
        let body = try #require(late["data"] as? [String: Any])
        let evidence = try #require(body["evidence"] as? [[String: Any]])
        #expect(body["phase"] as? String == "update")
        #expect(evidence.contains { $0["kind"] as? String == "snapshot" })
        #expect(evidence.first { $0["kind"] as? String == "clip" }?["masked"] as? Bool == true, "it has shields")
        #expect(evidence.first { $0["kind"] as? String == "raw-clip" }?["masked"] as? Bool == false)
        let schema = try Data(
            contentsOf: URL(
                fileURLWithPath: Program.checkout + "/Tests/AlarmsTests/Resources/alarm-event.v1.schema.json"))
        let bytes = Array(try JSONSerialization.data(withJSONObject: late))
        #expect(try SchemaChecker(schema).violations(bytes) == [])
    }

    private func checkExport(_ alarm: String, data: String, folder: ScratchFolder) async throws {
        let out = folder.file("case")
        let who = ["--reason", "case 12", "--by", "李伟", "--unit", "派出所"]
        let refused = try await Program.run(["evidence", "export", alarm, "--data", data, "--output", out, "--by", "x"])
        #expect(refused.status == 2 && !FileManager.default.fileExists(atPath: out))
        let done = try await Program.run(["evidence", "export", alarm, "--data", data, "--output", out] + who)
        #expect(done.status == 0, "\(done.errors)")
        let manifest = try json(String(contentsOfFile: out + "/manifest.json", encoding: .utf8))
        #expect(manifest["name"] as? String == "李伟" && manifest["unit"] as? String == "派出所")
        let files = try #require(manifest["files"] as? [[String: Any]])
        #expect(files.count >= 2 && files.allSatisfy { $0["kind"] as? String != "raw-clip" })
        try await checkFaces(alarm, files: files, copies: out, data: data, folder: folder)
        // A picture deleted by hand is reported as missing.
        let first = try #require(files.first?["name"] as? String)
        let day = try #require(
            try FileManager.default.contentsOfDirectory(atPath: data + "/evidence").first { $0.hasPrefix("20") })
        try FileManager.default.removeItem(atPath: "\(data)/evidence/\(day)/\(first)")
        let list = try await Program.run(["evidence", "list", alarm, "--data", data])
        #expect(list.output.contains("missing  snapshot") && list.output.contains("present  clip"), "\(list.output)")
        let again = try await Program.run(
            ["evidence", "export", alarm, "--data", data, "--output", folder.file("again")] + who)
        #expect(again.status == 1 && again.errors.contains("is not copied: missing"), "\(again.errors)")
        let held = try await Program.run(["evidence", "hold", alarm, "--data", data] + who)
        #expect(held.status == 0, "\(held.errors)")
        #expect(FileManager.default.fileExists(atPath: "\(data)/evidence/\(day)/\(alarm).hold"))
        let released = try await Program.run(["evidence", "release", alarm, "--data", data] + who)
        #expect(
            released.status == 0 && !FileManager.default.fileExists(atPath: "\(data)/evidence/\(day)/\(alarm).hold"))
    }

    /// The copies are others than what was stored, and say so; with `--with-faces` they are the same.
    private func checkFaces(
        _ alarm: String, files: [[String: Any]], copies: String, data: String, folder: ScratchFolder
    ) async throws {
        let stored = folder.file("with-faces")
        let done = try await Program.run([
            "evidence", "export", alarm, "--data", data, "--output", stored, "--reason", "r", "--by", "b",
            "--with-faces",
        ])
        #expect(done.status == 0, "\(done.errors)")
        for file in files {
            let name = try #require(file["name"] as? String)
            let (path, original) = ("\(copies)/\(name)", "\(stored)/\(name)")
            let (copied, kept) = (try DurableFile.hash(of: path), try DurableFile.hash(of: original))
            #expect(file["sha256"] as? String == copied.sha256 && file["bytes"] as? Int == copied.bytes, "\(name)")
            #expect(file["storedSHA256"] as? String == kept.sha256 && copied.sha256 != kept.sha256, "\(name)")
            #expect(file["facesMasked"] as? Bool == true, "\(name)")
            let (masked, plain) = (try await probe(path), try await probe(original))
            for key in ["width", "height", "nb_frames"] { #expect(masked[key] == plain[key], "\(name): \(masked)") }
            try expectMosaic(path, beside: original)
        }
        // Nothing is written over.
        let again = try await Program.run([
            "evidence", "export", alarm, "--data", data, "--output", stored, "--reason", "r", "--by", "b",
        ])
        #expect(again.status == 1 && again.errors.contains("File exists"), "\(again.errors)")
    }

    /// Most of a copy is mosaic, where what was stored has windows and walls; but for the place of the fall.
    private func expectMosaic(_ copy: String, beside original: String) throws {
        let (masked, plain) = (try pictures(copy), try pictures(original))
        #expect(masked.count == plain.count && !masked.isEmpty)
        for index in stride(from: 0, to: masked.count, by: 40) {
            let (blocks, stored) = (spreads(masked[index]), spreads(plain[index]))
            func share(_ spreads: [Double], _ isCounted: (Double) -> Bool) -> Double {
                Double(spreads.count(where: isCounted)) / Double(spreads.count)
            }
            #expect(share(blocks) { $0 < 3 } > 0.82 && share(stored) { $0 < 3 } < 0.72, "\(copy), picture \(index)")
            let clear = share(blocks) { $0 > 12 } / share(stored) { $0 > 12 }
            #expect(clear > 0.05 && clear < 0.7, "\(copy), picture \(index): \(clear)")
        }
    }

    /// Standard deviation of luma within each block of a mosaic of 24 pixels.
    private func spreads(_ frame: Frame) -> [Double] {
        withExtendedLifetime(frame) {
            stride(from: 0, to: frame.height - 23, by: 24).flatMap { top in
                stride(from: 0, to: frame.width - 23, by: 24).map { left in
                    let values = (0..<576).map { Double(frame.luma[left + $0 % 24, top + $0 / 24]) }
                    let mean = values.reduce(0, +) / 576
                    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 576).squareRoot()
                }
            }
        }
    }

    private func pictures(_ path: String) throws -> [Frame] {
        var reader = try FrameReader(opening: StreamSettings(address: StreamAddress(file: path)), ledger: FrameLedger())
        var frames: [Frame] = []
        try reader.readAll(demand: { .everyFrame }) { frames.append($0) }
        return frames
    }

    private func checkDecrypt(_ raw: String, data: String, folder: ScratchFolder, frames: String?) async throws {
        let out = folder.file("raw.mp4")
        let command = ["evidence", "decrypt", raw, "--data", data, "--output", out, "--reason", "r", "--by", "b"]
        let other = folder.file("other.key")
        try String(repeating: "ab", count: 32).write(toFile: other, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: other)
        let refused = try await Program.run(command + ["--key", other])
        #expect(refused.status == 1 && refused.errors.contains("another key"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: out))
        let opened = try await Program.run(command)
        #expect(opened.status == 0, "\(opened.errors)")
        let seen = try await probe(out)
        #expect(seen["codec_name"] == "h264" && seen["nb_frames"] == frames, "\(seen)")
    }

    private func checkLog(data: String) async throws {
        let list = try await Program.run(["audit", "list", "--data", data])
        for action in ["view", "export", "export-with-faces", "hold", "release"] {
            #expect(list.output.contains("  \(action)  "), "\(list.output)")
        }
        #expect(list.output.contains("case 12  李伟  派出所"))
        let whole = try await Program.run(["audit", "verify", "--data", data])
        #expect(whole.status == 0 && whole.output.contains(": whole"), "\(whole.output)\(whole.errors)")
        let mark = String(try #require(whole.output.firstMatch(of: /mark (\S+)/)?.1))
        let again = try await Program.run(["audit", "verify", "--data", data, "--expect", mark])
        #expect(again.status == 0, "\(again.errors)")
        let text = try Data(contentsOf: URL(fileURLWithPath: data + "/audit.head"))
        try Data(String(decoding: text, as: UTF8.self).replacing(":", with: "1:").utf8)
            .write(to: URL(fileURLWithPath: data + "/audit.head"))
        let broken = try await Program.run(["audit", "verify", "--data", data])
        #expect(broken.status == 1 && broken.errors.contains("missing"), "\(broken.errors)")
    }
}

/// Debian's headless Chromium.
private enum Chromium {
    static let path = ["chromium-headless-shell", "chromium"].map { "/usr/bin/" + $0 }.first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The page as it stands when it has loaded: with the first picture of its video.
    static func open(_ file: String, in folder: ScratchFolder) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path ?? "")
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--user-data-dir=" + folder.file("profile"),
            "--dump-dom", "file://" + file,
        ]
        _ = FileManager.default.createFile(atPath: folder.file("dom"), contents: nil)
        process.standardOutput = FileHandle(forWritingAtPath: folder.file("dom"))
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        await Program.end(of: process)
        return try String(contentsOfFile: folder.file("dom"), encoding: .utf8)
    }
}
