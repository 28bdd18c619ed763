import Foundation
import Testing
import VideoCore

@testable import SiteConfig

@Suite struct FileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func errors(_ path: String) -> [Mistake] {
        do throws(ConfigurationErrors) {
            _ = try SiteSettings.load(path: path)
            return []
        } catch {
            #expect(error.file == path)
            return error.mistakes
        }
    }

    @Test("A missing file, a directory and a device are told apart")
    func notAFile() throws {
        #expect(errors(directory.path + "/gone.yaml").map(\.problem) == ["there is no such file"])
        #expect(errors(directory.path).map(\.problem) == ["is a directory, not a file"])
        #expect(errors("/dev/null").map(\.problem) == ["is not a regular file"])
        let file = try directory.write("site: a", to: "site.yaml")
        #expect(errors(file + "/below").map(\.problem) == ["there is no such file"])
    }

    @Test("Why a file cannot be opened is said in words")
    func reasonsByCode() {
        let reasons: [(Int32, String)] = [
            (ENOENT, "there is no such file"), (EACCES, "may not be read by this user"),
            (EPERM, "may not be read by this user"), (ELOOP, "is a link that leads back to itself"),
            (EIO, "cannot be read (error 5)"),
        ]
        for (code, problem) in reasons {
            let mistake = ConfigurationFile.Unusable.forCode(code).mistake
            #expect(mistake.problem == problem)
            #expect(!mistake.remedy.isEmpty)
        }
    }

    @Test("A link that leads nowhere or in a circle is not followed for ever")
    func links() throws {
        let link = directory.path + "/link.yaml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: link)
        #expect(errors(link).map(\.problem) == ["is a link that leads back to itself"])
    }

    @Test("A file in another encoding is named with its line")
    func encodings() throws {
        let gbk = try directory.write(
            Array("site: a\nplace: {street: ".utf8) + [0xBB, 0xA8, 0xD4, 0xB0, 0x7D], to: "gbk")
        let mistake = try #require(errors(gbk).first)
        #expect(mistake.line == 2)
        #expect(mistake.problem == "is not valid UTF-8")
        #expect(mistake.remedy.contains("GBK"))
        let wide = try directory.write([0xFF, 0xFE, 0x73, 0x00], to: "utf16")
        #expect(errors(wide).map(\.problem) == ["is not UTF-8 but UTF-16"])
    }

    @Test("A byte order mark does no harm")
    func byteOrderMark() throws {
        let text = "site: a\ncameras: []\n"
        let file = try directory.write([0xEF, 0xBB, 0xBF] + Array(text.utf8), to: "bom.yaml")
        #expect(try SiteSettings.load(path: file).site == "a")
    }

    @Test("A file of more than 4 MiB is refused, one of 4 MiB is read")
    func sizes() throws {
        let text = "site: a\ncameras: []\n#"
        let full = text + String(repeating: "x", count: ConfigurationFile.largest - text.utf8.count)
        #expect(try SiteSettings.load(path: directory.write(full, to: "full.yaml")).site == "a")
        let mistake = try #require(errors(directory.write(full + "x", to: "over.yaml")).first)
        #expect(mistake.problem == "is larger than 4MiB")
    }

    @Test("An empty file is called empty")
    func emptyFile() throws {
        #expect(try errors(directory.write("", to: "empty.yaml")) == [.emptyDocument])
    }

    @Test("Paths start at the directory of the file, and data at dataDirectory")
    func paths() throws {
        let text = """
            site: a
            dataDirectory: ./var
            sinks: [{file: {path: a.jsonl}}, {file: {path: /tmp/b.jsonl}}]
            cameras:
              - {camera: a, url: ./a.mp4, detectors: {thrown-object: }}
              - {camera: b, url: /b.mp4, enabled: false}
            """
        try directory.write("", to: "a.mp4")
        let site = try SiteSettings.load(path: directory.write(text, to: "site.yaml"))
        #expect(site.dataDirectory == directory.path + "/var")
        let paths = site.sinks.map { if case .file(let file) = $0.target { file.path } else { "" } }
        #expect(paths == [directory.path + "/var/a.jsonl", "/tmp/b.jsonl"])
        #expect(site.sinks.map(\.name) == ["file:a.jsonl", "file:/tmp/b.jsonl"])
        #expect(site.cameras.map { $0.url?.revealed } == [directory.path + "/a.mp4", "/b.mp4"])
        #expect(site.cameras.map(\.isFile) == [true, true])
        #expect(site.warnings == [])
    }

    @Test("A path is joined without doubling slashes")
    func joining() {
        #expect(ConfigurationFile.path("a", from: "/b") == "/b/a")
        #expect(ConfigurationFile.path("./a", from: "/b/") == "/b/a")
        #expect(ConfigurationFile.path("/a", from: "/b") == "/a")
        #expect(ConfigurationFile.directory(of: "/x/site.yaml") == "/x")
    }
}
