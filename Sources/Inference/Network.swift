/// A network ready to be evaluated, shared by all who use it; each makes an ``InferenceRequest`` of its own.
///
/// Input: one tensor of 1 × channels × height × width floats. Outputs: tensors of floats of fixed shape.
public final class Network: Sendable {
    /// One output.
    public struct Output: Hashable, Sendable {
        /// Its name in the ONNX file.
        public var name: String
        /// Its dimensions, as `[1, 2, 24, 40]`.
        public var shape: [Int]

        /// Values in it.
        public var count: Int { shape.reduce(1, *) }
    }

    /// Name for messages.
    public let name: String
    /// What evaluates it.
    public let engine: InferenceEngine
    /// Dimensions of the input: 1, channels, height, width.
    public let inputShape: [Int]
    /// The outputs, ordered by name.
    public let outputs: [Output]
    private let compiled: Compiled

    private enum Compiled: Sendable {
        case openVINO(OpenVINONetwork)
        /// OpenCV's networks are for one user each: the file is read again for every request.
        case openCV(file: [UInt8])
    }

    /// Compiles the ONNX file `file`.
    ///
    /// - Parameters:
    ///   - name: Name for messages.
    ///   - inputShape: 1, channels, height, width: what the file is expected to have.
    ///   - streams: Requests that may be evaluated at the same time, one thread each.
    public init(
        name: String, onnx file: [UInt8], inputShape: [Int], engine: InferenceEngine = .best, streams: Int = 1
    ) throws(InferenceError) {
        guard inputShape.count == 4, inputShape[0] == 1, inputShape.allSatisfy({ (1...8192).contains($0) }) else {
            throw .unreadable(model: name, reason: "an input has four dimensions from 1 to 8192, and one picture")
        }
        self.name = name
        self.engine = engine
        self.inputShape = inputShape
        switch engine {
        case .openVINO:
            let network = try OpenVINONetwork(name: name, file: file, streams: max(streams, 1))
            guard network.inputShape == inputShape else {
                throw .wrongShape(model: name, what: "input", expected: inputShape, found: network.inputShape)
            }
            outputs = network.outputs.sorted { $0.name < $1.name }
            compiled = .openVINO(network)
        case .openCV:
            if let found = ONNXFile.inputShape(of: file),
                found.count != 4 || zip(found, inputShape).contains(where: { $0 != nil && $0 != $1 })
            {
                throw .wrongShape(model: name, what: "input", expected: inputShape, found: found.map { $0 ?? 0 })
            }
            let file = ONNXFile.widened(file)
            // It tells shapes after an evaluation only.
            let request = try OpenCVRequest(name: name, file: file, inputShape: inputShape)
            try request.evaluate()
            outputs = request.outputs.sorted { $0.name < $1.name }
            compiled = .openCV(file: file)
        }
    }

    /// A place to evaluate the network in, for one user.
    public func makeRequest() throws(InferenceError) -> InferenceRequest {
        switch compiled {
        case .openVINO(let network):
            return InferenceRequest(self, try OpenVINORequest(network), order: network.outputs)
        case .openCV(let file):
            let request = try OpenCVRequest(name: name, file: file, inputShape: inputShape)
            try request.evaluate()
            return InferenceRequest(self, request, order: request.outputs)
        }
    }
}

/// What an engine does for one user.
protocol NetworkEvaluation: AnyObject {
    /// Where the input is written.
    var input: UnsafeMutablePointer<Float> { get }
    /// Makes the outputs from the input.
    func evaluate() throws(InferenceError)
    /// The values of the engine's output number `index`.
    func values(of index: Int) -> UnsafePointer<Float>
}

/// Evaluates a ``Network``, one picture at a time. Has one owner.
@safe public final class InferenceRequest {
    /// What it evaluates.
    public let network: Network
    private let evaluation: any NetworkEvaluation
    /// For each output of the network its number in the engine.
    private let numbers: [Int]

    init(_ network: Network, _ evaluation: any NetworkEvaluation, order: [Network.Output]) {
        self.network = network
        self.evaluation = evaluation
        numbers = network.outputs.map { output in order.firstIndex { $0.name == output.name } ?? 0 }
    }

    /// Lets `fill` write the input, channels × height × width, and evaluates.
    public func evaluate(filling fill: (UnsafeMutableBufferPointer<Float>) -> Void) throws(InferenceError) {
        let count = network.inputShape.reduce(1, *)
        unsafe fill(UnsafeMutableBufferPointer(start: evaluation.input, count: count))
        try evaluation.evaluate()
    }

    /// Gives `body` the values of the network's output number `index` of the last evaluation.
    public func withOutput<Value>(_ index: Int, _ body: (UnsafeBufferPointer<Float>) -> Value) -> Value {
        unsafe body(
            UnsafeBufferPointer(start: evaluation.values(of: numbers[index]), count: network.outputs[index].count))
    }
}
