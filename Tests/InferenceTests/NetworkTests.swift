import Foundation
import Testing

@testable import Inference

/// The network of `Resources/make-cells.py`.
enum CellsNetwork {
    static let shape = [1, 3, 32, 64]

    static func file() throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "cells", withExtension: "onnx"))
        return [UInt8](try Data(contentsOf: url))
    }

    /// Values that differ from place to place.
    static func fill(_ values: UnsafeMutableBufferPointer<Float>) {
        for i in values.indices { unsafe values[i] = Float((i * 7919) % 256) }
    }
}

@Suite("Networks")
struct NetworkTests {
    private func outputs(_ engine: InferenceEngine) throws -> [[Float]] {
        let network = try Network(
            name: "cells", onnx: CellsNetwork.file(), inputShape: CellsNetwork.shape, engine: engine)
        let request = try network.makeRequest()
        try unsafe request.evaluate { unsafe CellsNetwork.fill($0) }
        return network.outputs.indices.map { unsafe request.withOutput($0) { unsafe Array($0) } }
    }

    @Test("Both engines give the same values")
    func sameValues() throws {
        let (first, second) = (try outputs(.openVINO), try outputs(.openCV))
        #expect(first.map(\.count) == [2 * 4 * 8, 2] && second.map(\.count) == first.map(\.count))
        for (a, b) in zip(first.joined(), second.joined()) { #expect(abs(a - b) < 1e-3) }
        #expect(Set(first.joined()).count > 30, "a network that says the same of everything compares nothing")
    }

    @Test("Outputs have their names and shapes, in one order", arguments: InferenceEngine.allCases)
    func shapes(engine: InferenceEngine) throws {
        let network = try Network(
            name: "cells", onnx: CellsNetwork.file(), inputShape: CellsNetwork.shape, engine: engine)
        #expect(
            network.outputs == [
                Network.Output(name: "cells", shape: [1, 2, 4, 8]), Network.Output(name: "picture", shape: [1, 2]),
            ])
    }

    @Test("Requests of one network do not disturb each other", arguments: InferenceEngine.allCases)
    func separate(engine: InferenceEngine) throws {
        let network = try Network(
            name: "cells", onnx: CellsNetwork.file(), inputShape: CellsNetwork.shape, engine: engine, streams: 2)
        let (one, other) = (try network.makeRequest(), try network.makeRequest())
        try unsafe one.evaluate { unsafe CellsNetwork.fill($0) }
        let before = unsafe one.withOutput(0) { unsafe Array($0) }
        try unsafe other.evaluate { unsafe $0.update(repeating: 0) }
        let (after, others) = unsafe (one.withOutput(0) { unsafe Array($0) }, other.withOutput(0) { unsafe Array($0) })
        #expect(after == before)
        #expect(others != before)
    }

    @Test("What is no network is said to be none", arguments: InferenceEngine.allCases, [[], [1, 2, 3] as [UInt8]])
    func garbage(engine: InferenceEngine, file: [UInt8]) {
        #expect {
            try Network(name: "rubbish", onnx: file, inputShape: CellsNetwork.shape, engine: engine)
        } throws: { error in
            "\(error)".hasPrefix("the model rubbish cannot be used: ") && !"\(error)".contains("\n")
        }
    }

    @Test("A network cut short is unreadable, never a crash", arguments: InferenceEngine.allCases)
    func cutShort(engine: InferenceEngine) throws {
        let file = try CellsNetwork.file()
        #expect(throws: InferenceError.self) {
            try Network(
                name: "half", onnx: Array(file.prefix(file.count / 2)), inputShape: CellsNetwork.shape, engine: engine)
        }
    }

    @Test("An input of another shape than promised is an error with both shapes", arguments: InferenceEngine.allCases)
    func wrongShape(engine: InferenceEngine) throws {
        let file = try CellsNetwork.file()
        let error = #expect(throws: InferenceError.self) {
            try Network(name: "cells", onnx: file, inputShape: [1, 3, 64, 64], engine: engine)
        }
        #expect("\(try #require(error))".contains("its input is 1 × 3 × 32 × 64, the manifest says 1 × 3 × 64 × 64"))
    }

    @Test("Without OpenVINO the reason and the remedy are said")
    func absent() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = OpenVINOLibrary.candidates(environment: [OpenVINOLibrary.variable: folder.path])
        #expect(paths.isEmpty, "the folder that is named counts, and no other")
        let error = #expect(throws: InferenceError.self) { try OpenVINOLibrary.open(paths).get() }
        #expect("\(try #require(error))".contains("scripts/setup"))
        let broken = folder.appending(path: "libopenvino_c.so")
        try Data("no library".utf8).write(to: broken)
        #expect(throws: InferenceError.self) { try OpenVINOLibrary.open([broken.path]).get() }
    }
}
