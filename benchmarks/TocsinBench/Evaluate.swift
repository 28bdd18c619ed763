import ArgumentParser
import Foundation
import Inference

/// Evaluates a network many times and says how long a look takes.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Evaluates an ONNX network with each engine and prints milliseconds a look, on one thread.")

    @Argument(help: "The ONNX file.") var file: String
    @Option(help: "Columns of its input.") var width = 320
    @Option(help: "Rows of its input.") var height = 192
    @Option(help: "Looks; the least and the median of their times are printed.") var looks = 50

    func validate() throws {
        guard looks > 0 else { throw ValidationError("--looks: give a number above 0") }
    }

    func run() throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
        for engine in InferenceEngine.allCases {
            let network: Network
            do {
                network = try Network(
                    name: file, onnx: bytes, inputShape: [1, 3, height, width], engine: engine)
            } catch {
                print("\(engine.rawValue): \(error)")
                continue
            }
            let request = try network.makeRequest()
            var times: [Double] = []
            for look in 0..<(looks + 5) {
                let clock = ContinuousClock()
                let time = try clock.measure {
                    try unsafe request.evaluate { input in
                        unsafe input[look % input.count] = Float(look)
                    }
                }
                if look >= 5 { times.append(time / .milliseconds(1)) }
            }
            times.sort()
            func short(_ time: Double) -> String { String(format: "%.2f", time) }
            print("\(engine.described): least \(short(times[0])) ms, median \(short(times[times.count / 2])) ms")
        }
    }
}
