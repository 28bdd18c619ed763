internal import COpenVINO

/// A network compiled by OpenVINO; several requests may use it at once, and nothing in it changes.
@safe final class OpenVINONetwork: Sendable {
    let name: String
    let inputShape: [Int]
    /// In OpenVINO's order.
    let outputs: [Network.Output]
    nonisolated(unsafe) let compiled: OpaquePointer
    private let library: OpenVINOLibrary

    init(name: String, file: [UInt8], streams: Int) throws(InferenceError) {
        library = try OpenVINOLibrary.shared.get()
        self.name = name
        var complaint = Complaint()
        let engine = unsafe library.engine
        let network = unsafe complaint.hear { message, capacity in
            unsafe file.withUnsafeBufferPointer {
                // An empty file has no address; the library is then shown a byte that is no network.
                unsafe $0.baseAddress.map {
                    unsafe cov_network_compile(engine, $0, file.count, Int32(streams), message, capacity)
                } ?? nil
            }
        }
        guard let network = unsafe network else {
            throw .unreadable(model: name, reason: complaint.text.isEmpty ? "the file is empty" : complaint.text)
        }
        unsafe compiled = network
        inputShape = unsafe Self.shape { unsafe cov_network_input(network, $0) }
        outputs = unsafe (0..<cov_network_output_count(network)).map { index in
            var name: UnsafePointer<CChar>?
            let shape = unsafe Self.shape { unsafe cov_network_output(network, index, &name, $0) }
            return unsafe Network.Output(name: name.map { unsafe String(cString: $0) } ?? "", shape: shape)
        }
    }

    deinit { unsafe cov_network_free(compiled) }

    private static func shape(_ read: (UnsafeMutablePointer<Int64>) -> Int32) -> [Int] {
        var dimensions = [Int64](repeating: 0, count: Int(COV_RANK))
        let rank = unsafe dimensions.withUnsafeMutableBufferPointer { unsafe read($0.baseAddress!) }
        return dimensions.prefix(Int(rank)).map(Int.init)
    }
}

/// A request of OpenVINO.
@safe final class OpenVINORequest: NetworkEvaluation {
    private let network: OpenVINONetwork
    private let request: OpaquePointer
    let input: UnsafeMutablePointer<Float>

    init(_ network: OpenVINONetwork) throws(InferenceError) {
        self.network = network
        var complaint = Complaint()
        let made = unsafe complaint.hear { unsafe cov_request_make(network.compiled, $0, $1) }
        guard let made = unsafe made else { throw .unreadable(model: network.name, reason: complaint.text) }
        unsafe request = made
        unsafe input = cov_request_input(made)
    }

    deinit { unsafe cov_request_free(request) }

    func evaluate() throws(InferenceError) {
        // The words have a place only when there are some: nothing is allocated otherwise.
        var none: CChar = 0
        guard unsafe cov_request_infer(request, &none, 1) == 0 else { return }
        var complaint = Complaint()
        guard unsafe complaint.hear({ unsafe cov_request_infer(request, $0, $1) }) == 0 else { return }
        throw .failed(model: network.name, reason: complaint.text)
    }

    func values(of index: Int) -> UnsafePointer<Float> { unsafe cov_request_output(request, Int32(index)) }
}
