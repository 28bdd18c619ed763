import Foundation
import Ledger
import TestSupport
import Testing

@Suite struct ReportCommandTests {
    private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt

    /// A site whose books hold yesterday: `facade` gave a picture in 40 of 48 polls.
    private func books(of site: TestSite) throws -> Books {
        try FileManager.default.createDirectory(
            atPath: site.folder.file("data"), withIntermediateDirectories: true)
        let books = try Books(path: site.folder.file("data/" + Books.fileName))
        let today = CivilDate(Date().timeIntervalSince1970, in: Self.zone)
        let (begin, end) = (Int(today.previous.start(in: Self.zone)), Int(today.start(in: Self.zone)))
        try books.beginSession(at: begin)
        try books.note("facade", .up, since: begin)
        try books.witness(at: end)
        let slots = PollSlot.beginning(in: begin..<end)
        try books.record(
            slots.map {
                Poll(
                    device: "facade", slot: PollSlot(number: $0), result: $0 - slots.lowerBound < 8 ? .black : .ok)
            })
        return books
    }

    @Test func `yesterday is reported on while another process has the books open`() async throws {
        let site = try TestSite()
        let config = try site.write()
        let books = try books(of: site)
        let outcome = try await Program.run(["report", "--config", config])
        #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
        #expect(outcome.output.contains("83.33 % (40/48)"))
        #expect(try books.firstSecond() != nil)
    }

    @Test(arguments: ReportFormat.allCases)
    func `every format can be written to a file, whole`(format: ReportFormat) async throws {
        let site = try TestSite()
        let config = try site.write()
        _ = try books(of: site)
        let file = site.folder.file("report.out")
        let outcome = try await Program.run([
            "report", "--config", config, "--format", format.rawValue, "--language", "zh", "--by", "device", "--output",
            file,
        ])
        #expect(outcome.status == 0 && outcome.output == "", "\(outcome.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("83.33") || text.contains("8333"))
        let left = try FileManager.default.contentsOfDirectory(atPath: site.folder.path)
        #expect(Set(left) == ["data", "site.yaml", "report.out"])
    }

    @Test func `where there are no books yet it says when they begin`() async throws {
        let site = try TestSite()
        let outcome = try await Program.run(["report", "--config", try site.write()])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("there are no books at") && outcome.errors.contains("tocsin run"))
        #expect(!FileManager.default.fileExists(atPath: site.folder.file("data/" + Books.fileName)))
    }

    @Test func `a file that is no database is named as such`() async throws {
        let site = try TestSite()
        let config = try site.write()
        try FileManager.default.createDirectory(atPath: site.folder.file("data"), withIntermediateDirectories: true)
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: site.folder.file("data/books.sqlite")))
        let outcome = try await Program.run(["report", "--config", config])
        #expect(outcome.status == 1 && outcome.errors.contains("is not a database"), "\(outcome.errors)")
    }

    @Test(arguments: [
        (["--from", "yesterday"], "is no day"), (["--from", "2025-02-29"], "is no day"),
        (["--from", "2025-05-02", "--to", "2025-05-01"], "comes after --to"),
        (["--to", "2999-01-01"], "in the future"),
        (["--from", "2999-01-01"], "in the future"), (["--from", "2000-01-01", "--to", "2020-01-01"], "ask for less"),
        (["--by", "colour"], "colour"), (["--format", "pdf"], "pdf"), (["--language", "fr"], "fr"),
    ])
    func `wrong arguments end with status 2 and say what is wrong`(more: [String], words: String) async throws {
        let site = try TestSite()
        let outcome = try await Program.run(["report", "--config", try site.write()] + more)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
        #expect(outcome.output == "")
    }

    @Test func `neither configuration nor books are overwritten`() async throws {
        let site = try TestSite()
        let config = try site.write()
        _ = try books(of: site)
        for file in [config, site.folder.file("data/" + Books.fileName)] {
            let before = try Data(contentsOf: URL(fileURLWithPath: file))
            let outcome = try await Program.run(["report", "--config", config, "--output", file])
            #expect(outcome.status == 2 && outcome.errors.contains("is the same file"), "\(outcome.errors)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
        }
    }

    @Test func `a folder that is not there is said, with status 1`() async throws {
        let site = try TestSite()
        let config = try site.write()
        _ = try books(of: site)
        let outcome = try await Program.run([
            "report", "--config", config, "--output", site.folder.file("no/such/file"),
        ])
        #expect(outcome.status == 1 && outcome.errors.contains("cannot open"), "\(outcome.errors)")
    }

    @Test func `days before the books begin are said to be unknown`() async throws {
        let site = try TestSite()
        let config = try site.write()
        _ = try books(of: site)
        let today = CivilDate(Date().timeIntervalSince1970, in: Self.zone)
        let from = today.previous.previous.description
        let outcome = try await Program.run(["report", "--config", config, "--from", from])
        #expect(outcome.status == 0 && outcome.errors.contains("The books begin on"), "\(outcome.errors)")
        #expect(outcome.output.contains("insufficient data"), "half of the polls is not enough")
    }

    @Test func `the service writes the report on yesterday into its folder`() async throws {
        let site = try TestSite()
        let config = try site.write()
        let text = try String(contentsOfFile: config, encoding: .utf8)
        let reports = "reports: {daily: \"00:00\", formats: [json, html], language: en}\nsinks:"
        try text.replacing("sinks:", with: reports, maxReplacements: 1).write(
            toFile: config, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: config)
        _ = try books(of: site)
        let yesterday = CivilDate(Date().timeIntervalSince1970, in: Self.zone).previous
        let process = try site.start(config)
        let folder = site.folder.file("data/reports")
        let names = ["test-\(yesterday).html", "test-\(yesterday).json"]
        #expect(
            try await eventually(seconds: 20) {
                (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) == names
            }, "\(site.log)")
        #expect(await TestSite.stop(process) < 6)
        #expect(process.terminationStatus == 0)
        let json = try String(contentsOfFile: folder + "/" + names[1], encoding: .utf8)
        #expect(json.contains("\"numerator\" : 40"))
    }
}
