import Foundation
import Testing

@testable import Inference

@Suite("Reading what networks found")
struct ReaderTests {
    private static func model(
        _ task: String, classes: String = #"["e-bike", "dog"]"#, thresholds: String = #"{"e-bike": 0.2, "dog": 0.2}"#
    ) throws -> ModelManifest.Model {
        let text = """
            {"name": "boxes", "version": "1", "file": "boxes.onnx", "sha256": "\(String(repeating: "0", count: 64))",
             "licence": "Apache-2.0", "task": "\(task)", "width": 64, "height": 32, "colours": "bgr",
             "classes": \(classes), "thresholds": \(thresholds)}
            """
        return try JSONDecoder().decode(ModelManifest.Model.self, from: Data(text.utf8))
    }

    /// The network of `Resources/make-boxes.py`.
    private static func boxes(_ engine: InferenceEngine) throws -> Network {
        let url = try #require(Bundle.module.url(forResource: "boxes", withExtension: "onnx"))
        return try Network(
            name: "boxes", onnx: [UInt8](try Data(contentsOf: url)), inputShape: [1, 3, 32, 64], engine: engine)
    }

    private func found(_ engine: InferenceEngine) throws -> [Detection] {
        let network = try Self.boxes(engine)
        let reader = try DetectionReader(try Self.model("yolox"), outputs: network.outputs)
        let request = try network.makeRequest()
        var found = [Detection(label: 9, confidence: 1, left: 0, top: 0, right: 1, bottom: 1)]
        // No two cells see the same: equally likely boxes might be told apart by rounding alone.
        try unsafe request.evaluate { input in
            for i in input.indices { unsafe input[i] = Float((i * 7919) % 2039) / 8 }
        }
        reader.read(request, into: &found)
        return found
    }

    @Test("Both engines find the same boxes, and what was found before is gone")
    func sameBoxes() throws {
        let (one, other) = (try found(.openVINO), try found(.openCV))
        #expect(one.count > 3 && one.count == other.count)
        for (a, b) in zip(one, other) {
            #expect(a.label == b.label && abs(a.confidence - b.confidence) < 1e-3)
            #expect(abs(a.left - b.left) < 0.05 && abs(a.bottom - b.bottom) < 0.05)
        }
        #expect(one.allSatisfy { $0.confidence < 1 })
        #expect(zip(one, one.dropFirst()).allSatisfy { $0.confidence >= $1.confidence })
    }

    @Test(
        "Outputs that the task cannot have are errors that say what was expected",
        arguments: [
            ("yolox", [[1, 42, 8]], "1 × 42 × 7"), ("yolox", [[1, 41, 7]], "1 × 42 × 7"),
            ("yolox", [[1, 42, 7], [1, 42, 7]], "2 outputs"), ("nanodet", [[1, 42, 34]], "1 × 43 × 34"),
            ("ssd", [[1, 10, 4]], "“scores”"), ("ssd", [[1, 10, 5], [1, 10, 3]], "1 × 10 × 4"),
            ("ssd", [[1, 10, 4], [1, 9, 3]], "1 × 10 × 3"), ("ssd", [[4], [1]], "“boxes”"),
            ("classifier", [[1, 2]], "no boxes"), ("cells", [[1, 2]], "no boxes"),
        ])
    func wrongOutputs(task: String, shapes: [[Int]], words: String) throws {
        let outputs = zip(["boxes", "scores"], shapes).map { Network.Output(name: $0, shape: $1) }
        let model = try Self.model(task)
        let error = #expect(throws: InferenceError.self) { try DetectionReader(model, outputs: outputs) }
        #expect("\(try #require(error))".contains(words))
    }

    @Test("A classifier's classes are one output, or one output each")
    func classes() throws {
        let network = try Network(
            name: "cells", onnx: CellsNetwork.file(), inputShape: CellsNetwork.shape, engine: .openCV)
        let request = try network.makeRequest()
        try unsafe request.evaluate { unsafe CellsNetwork.fill($0) }
        let model = try Self.model("classifier")
        #expect(throws: InferenceError.self) { try ClassReader(model, outputs: network.outputs) }
        #expect(throws: InferenceError.self) { try ClassReader(try Self.model("yolox"), outputs: network.outputs) }
        let single = [Network.Output(name: "any", shape: [1, 2])]
        #expect(throws: Never.self) { try ClassReader(model, outputs: single) }
        let each = ["dog", "e-bike"].map { Network.Output(name: $0, shape: [1, 1]) }
        #expect(throws: Never.self) { try ClassReader(model, outputs: each) }
        #expect(throws: InferenceError.self) { try ClassReader(model, outputs: [each[0]]) }
    }
}
