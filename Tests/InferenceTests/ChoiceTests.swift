import Foundation
import Testing

@testable import Inference

@Suite("Which engine, which models")
struct ChoiceTests {
    @Test("A setting counts before the environment, and that before what is best")
    func engine() throws {
        #expect(try InferenceEngine.chosen(environment: [:]) == .best)
        #expect(try InferenceEngine.chosen(environment: [InferenceEngine.variable: "OpenCV"]) == .openCV)
        #expect(try InferenceEngine.chosen(.openCV, environment: [InferenceEngine.variable: "openvino"]) == .openCV)
        let error = #expect(throws: InferenceError.self) {
            try InferenceEngine.chosen(environment: [InferenceEngine.variable: "abacus"])
        }
        #expect("\(try #require(error))".contains("openvino or opencv"))
    }

    @Test("The engine in the log has a version", arguments: InferenceEngine.allCases)
    func described(engine: InferenceEngine) {
        #expect(engine.described.contains(/\d+\.\d+/))
    }

    @Test("Models lie beside the program, or above it, or where the environment says")
    func models() throws {
        let root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "place-\(UUID().uuidString)")
        let program = root.appending(path: ".build/release/tocsin").path
        defer { try? FileManager.default.removeItem(at: root) }
        try FileManager.default.createDirectory(
            at: root.appending(path: ".build/release"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: root.appending(path: "Models"), withIntermediateDirectories: true)
        let error = #expect(throws: InferenceError.self) {
            try ModelManifest.place(environment: [:], executable: program)
        }
        #expect("\(try #require(error))".contains(ModelManifest.variable))
        try Data("{}".utf8).write(to: root.appending(path: "Models/manifest.json"))
        #expect(
            try ModelManifest.place(environment: [:], executable: program).path == root.appending(path: "Models").path)
        let named = try ModelManifest.place(
            environment: [ModelManifest.variable: "/nowhere"], executable: program)
        #expect(named.path == "/nowhere")
    }

    @Test("OpenVINO is looked for beside the program, in the checkout, and last where the system keeps it")
    func library() throws {
        let root = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "library-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for folder in ["bin", "lib/tocsin", "bin/lib", ".deps/openvino-2/openvino/libs"] {
            let place = root.appending(path: folder)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try Data().write(to: place.appending(path: "libopenvino_c.so.2621"))
        }
        let found = OpenVINOLibrary.candidates(environment: [:], executable: root.appending(path: "bin/tocsin").path)
        let paths = found.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        #expect(
            paths.prefix(3).map { $0.dropFirst(root.path.count + 1) } == [
                "lib/tocsin/libopenvino_c.so.2621", "bin/lib/libopenvino_c.so.2621",
                ".deps/openvino-2/openvino/libs/libopenvino_c.so.2621",
            ])
        #expect(found.last == "libopenvino_c.so")
    }
}
