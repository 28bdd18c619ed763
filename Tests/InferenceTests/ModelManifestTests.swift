import Crypto
import Foundation
import Testing

@testable import Inference

@Suite("The list of models")
struct ModelManifestTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID().uuidString)")

    /// An entry as it should be: keys with their values as JSON.
    private static let entry = [
        "name": #""cells""#, "version": #""1""#, "file": #""cells.onnx""#,
        "sha256": #""\#(String(repeating: "0", count: 64))""#, "licence": #""Apache-2.0""#, "task": #""cells""#,
        "width": "64", "height": "32", "colours": #""bgr""#, "classes": #"["fire", "smoke"]"#,
        "thresholds": #"{"fire": 0.5}"#,
    ]

    private func write(_ entry: [String: String]) throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let keys = entry.map { "\"\($0)\": \($1)" }.joined(separator: ", ")
        try Data("{\"models\": [{\(keys)}]}".utf8).write(to: folder.appending(path: "manifest.json"))
        return folder
    }

    @Test("A model is loaded when its hash is right, and refused when a bit is wrong")
    func hash() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = try CellsNetwork.file()
        var entry = Self.entry
        let hash = SHA256.hash(data: file).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        entry["sha256"] = "\"\(hash)\""
        let manifest = try ModelManifest(folder: try write(entry))
        let place = folder.appending(path: "cells.onnx")
        #expect(throws: InferenceError.noFile(path: place.path, reason: "the file of the model cells cannot be read")) {
            try manifest.load("cells")
        }
        try Data(file).write(to: place)
        #expect(try manifest.load("cells").file == file)
        #expect(try manifest.load("cells").model.inputShape == CellsNetwork.shape)
        var damaged = file
        damaged[100] ^= 1
        try Data(damaged).write(to: place)
        let error = #expect(throws: InferenceError.self) { try manifest.load("cells") }
        #expect("\(try #require(error))".contains("SHA-256"))
        #expect(throws: InferenceError.self) { try manifest.load("ebike") }
    }

    @Test(
        "What the manifest cannot mean is an error that names model and key",
        arguments: [
            ("file", #""../cells.onnx""#, "`file`"), ("file", #""""#, "`file`"), ("sha256", #""abc""#, "`sha256`"),
            ("width", "63", "`width`"), ("height", "0", "`height`"), ("scale", "0", "`scale`"),
            ("padding", "300", "`padding`"), ("classes", "[]", "`classes`"),
            ("classes", #"["fire", "fire"]"#, "`classes`"), ("thresholds", #"{"flood": 0.5}"#, "`thresholds`"),
            ("thresholds", #"{"fire": 1.5}"#, "`thresholds`"), ("task", #""poetry""#, "task"),
            ("width", #""wide""#, "width"),
        ])
    func impossible(key: String, value: String, word: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var entry = Self.entry
        entry[key] = value
        let error = #expect(throws: InferenceError.self) { try ModelManifest(folder: try write(entry)) }
        #expect("\(try #require(error))".contains(word))
    }

    @Test("A key that is missing is named", arguments: ["name", "file", "sha256", "task", "classes"])
    func missing(key: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        var entry = Self.entry
        entry[key] = nil
        let error = #expect(throws: InferenceError.self) { try ModelManifest(folder: try write(entry)) }
        #expect("\(try #require(error))".contains("`\(key)` is missing"))
    }

    @Test("No manifest, and one that is no JSON")
    func none() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: InferenceError.self) { try ModelManifest(folder: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data("{".utf8).write(to: folder.appending(path: "manifest.json"))
        let error = #expect(throws: InferenceError.self) { try ModelManifest(folder: folder) }
        #expect("\(try #require(error))".contains("no JSON"))
    }
}
