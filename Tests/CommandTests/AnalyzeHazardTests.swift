import Foundation
import TestSupport
import Testing

/// `tocsin analyze` with the fire and smoke detector, on drawn flames and a network for which red is fire.
@Suite struct AnalyzeHazardTests {
    private static let network = Program.checkout + "/Tests/DetectorsTests/Resources/colours.onnx"
    private static let sha256 = "4c6a9cce4e0581771f2d5c405a472ef8561e508d94a01c14e8d73342990a4d14"

    /// A folder with a manifest, whose network's hash is `sha256`.
    private func models(sha256: String = sha256, task: String = "cells") throws -> ScratchFolder {
        let folder = try ScratchFolder()
        try FileManager.default.copyItem(atPath: Self.network, toPath: folder.file("colours.onnx"))
        let manifest = """
            {"models": [{"name": "fire-smoke", "version": "7", "file": "colours.onnx", "sha256": "\(sha256)",
              "licence": "Apache-2.0", "task": "\(task)", "width": 320, "height": 192, "colours": "rgb",
              "classes": ["fire", "smoke"], "thresholds": {"fire": 0.5, "smoke": 0.5}}]}
            """
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: folder.file("manifest.json")))
        return folder
    }

    /// Draws a red patch on a dark wall, with `noise` in the patch.
    private func draw(_ path: String, noise: Int, arguments: [String] = []) async throws {
        try await Program.ffmpeg(
            [
                "-f", "lavfi", "-i", "color=0x303030:s=640x360:r=25:d=12", "-f", "lavfi", "-i",
                "color=0xE06020:s=128x72:r=25:d=12,noise=alls=\(noise):allf=t", "-filter_complex", "overlay=256:180",
                "-g", "50",
            ] + arguments + [path])
    }

    private func analyze(_ path: String, models: String, engine: String = "") async throws -> Program.Outcome {
        try await Program.run(
            ["analyze", path, "--detect", "fire,smoke"],
            wrapper: ["TOCSIN_MODELS=\(models)", "TOCSIN_ENGINE=\(engine)"])
    }

    @Test("A flickering patch rings once as suspected fire, with the model named, and with either engine")
    func flame() async throws {
        let (models, folder) = (try models(), try ScratchFolder())
        try await draw(folder.file("flame.mp4"), noise: 60)
        let outcome = try await analyze(folder.file("flame.mp4"), models: models.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2 && lines.allSatisfy { $0.contains("\"kind\":\"fire\"") }, "\(outcome.output)")
        #expect(lines.first?.contains("\"priority\":1") == true)
        #expect(lines.first?.contains("\"version\":\"7\"") == true)
        let other = try await analyze(folder.file("flame.mp4"), models: models.path, engine: "opencv")
        #expect(other.output.split(separator: "\n").count == 2)
        #expect(other.errors.contains("networks are evaluated by OpenCV"), "\(other.errors)")
    }

    @Test("The same patch without flicker does not ring, and as a still it does")
    func lamp() async throws {
        let (models, folder) = (try models(), try ScratchFolder())
        try await draw(folder.file("lamp.mp4"), noise: 0)
        let film = try await analyze(folder.file("lamp.mp4"), models: models.path)
        #expect(film.status == 0 && film.output.isEmpty, "\(film.output)")
        let stills = try ScratchFolder()
        try await draw(stills.file("lamp.png"), noise: 0, arguments: ["-frames:v", "1"])
        let still = try await analyze(stills.path, models: models.path)
        #expect(still.output.contains("\"input\":\"lamp.png\""), "\(still.output)\(still.errors)")
    }

    @Test(
        "A model that is missing, changed or of another kind ends it with status 1 and says what to do",
        arguments: [
            "missing", "changed", "other",
        ])
    func broken(fault: String) async throws {
        let models =
            try fault == "changed"
            ? models(sha256: String(repeating: "0", count: 64))
            : fault == "other" ? models(task: "yolox") : models()
        if fault == "missing" { try FileManager.default.removeItem(atPath: models.file("colours.onnx")) }
        let outcome = try await analyze(Program.checkout + "/samples/facade-quiet.mp4", models: models.path)
        #expect(outcome.status == 1)
        let words = ["missing": "cannot be read", "changed": "SHA-256", "other": "outputs"][fault] ?? ""
        #expect(outcome.errors.contains(words) && outcome.errors.contains("tocsin analyze: "), "\(outcome.errors)")
    }
}
