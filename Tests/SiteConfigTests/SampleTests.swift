import Foundation
import Testing
import VideoCore

@testable import SiteConfig

/// The annotated configuration that is also the reference.
enum Sample {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "samples/site.yaml").path

    /// The camera document that is made together with the recordings.
    static let cameraPath = path.replacing("site.yaml", with: "facade.yaml")

    static func text() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}

@Suite struct SampleTests {
    @Test("The sample is valid")
    func isValid() throws {
        let site = try SiteSettings.load(path: Sample.path)
        #expect(site.site == "east-garden")
        #expect(site.cameras.filter(\.enabled).allSatisfy { $0.isFile && $0.loop })
        #expect(site.cameras.filter(\.enabled).allSatisfy { $0.detectors?.thrownObject != nil })
    }

    @Test("Every recording of the sample is there, and watched with the polygons of the scene it shows")
    func agreesWithRecordings() throws {
        let site = try SiteSettings.load(path: Sample.path)
        let scene = try CameraSettings.load(path: Sample.cameraPath)
        #expect(site.warnings == [], "a newcomer sees no warning")
        for camera in site.cameras where camera.enabled {
            #expect(camera.detectors?.thrownObject == scene.detectors?.thrownObject, "\(camera.id)")
        }
    }

    @Test("The sample names every key that can be read, in use or in a comment")
    func namesEveryKey() throws {
        let document = try ConfigurationDocument.open(Sample.path)
        _ = try document.siteSettings()
        let comments = try Sample.text().split(separator: "\n").compactMap { line in
            line.firstRange(of: "# ").map { line[$0.upperBound...] }
        }
        let commented = Section.all.flatMap { section in
            section.keys.filter { key in comments.contains { $0.contains(key + ": ") || $0.contains(key + ",") } }
                .map(section.path(of:))
        }
        let known = Section.all.flatMap { section in section.keys.map(section.path(of:)) }
        let missing = Set(known).subtracting(document.seenKeys).subtracting(commented)
        #expect(missing.isEmpty, "\(missing.sorted())")
        #expect(document.seenKeys.subtracting(known).isEmpty)
        #expect(known.count == Set(known).count, "no key is listed twice")
    }

    @Test("Everything that is read is also listed: an unlisted key would never be accepted")
    func sectionsAreDistinct() {
        #expect(Set(Section.all.map(\.path)).count == Section.all.count)
        #expect(Section.all.count == 53, "a new section must be shown in the sample")
    }

    @Test("Where the sample states a default, it is the default")
    func defaultsAreTrue() throws {
        let stated = [
            "minimumFree: 256MiB": ByteSize.text(SiteSettings.Evidence().minimumFree),
            "reserve: 8MiB": ByteSize.text(SiteSettings.Outbox().reserve),
            "rotateAt: 64MiB": ByteSize.text(SiteSettings.FileSink(path: "").rotateAt),
            "size: 48MiB": ByteSize.text(CameraSettings(id: .init("a")).bufferBytes),
            "seconds: 30": Value.short(CameraSettings(id: .init("a")).bufferSeconds),
            "connect: 5": Value.short(CameraSettings.Timeouts().connect),
            "firstPacket: 10": Value.short(CameraSettings.Timeouts().firstPacket),
            "firstKeyframe: 30": Value.short(CameraSettings.Timeouts().firstKeyframe),
            "cooldown: 3": Value.short(AlarmRules().cooldown),
            "jpegQuality: 85": "\(SiteSettings.Evidence().jpegQuality)",
            "maxConnects: 4": "\(SiteSettings.Recorder(id: "a").maxConnects)",
            "maxSessions: 1": "\(SiteSettings.Recorder(id: "a").maxSessions)",
            "port: 9108": "\(SiteSettings.HTTP().port)",
            "listen: 127.0.0.1": SiteSettings.HTTP().listen,
            "keep: 8": "\(SiteSettings.FileSink(path: "").keep)",
        ]
        let lines = try Sample.text().split(separator: "\n")
        for (key, value) in stated {
            let line = try #require(lines.first { $0.contains(key + " ") }, "\(key)")
            #expect(line.contains("default \(value)"), "\(line)")
            #expect(key.hasSuffix(" " + value))
        }
    }
}
