internal import COpenCV

/// A network in OpenCV, for one user.
@safe final class OpenCVRequest: NetworkEvaluation {
    private let name: String
    private let network: OpaquePointer
    let input: UnsafeMutablePointer<Float>

    init(name: String, file: [UInt8], inputShape: [Int]) throws(InferenceError) {
        self.name = name
        var complaint = Complaint()
        let read = unsafe complaint.hear { message, capacity in
            unsafe file.withUnsafeBufferPointer {
                unsafe $0.baseAddress.map {
                    unsafe ccv_network_read(
                        $0, file.count, Int32(inputShape[1]), Int32(inputShape[2]), Int32(inputShape[3]), message,
                        capacity)
                } ?? nil
            }
        }
        guard let read = unsafe read else {
            throw .unreadable(model: name, reason: complaint.text.isEmpty ? "the file is empty" : complaint.text)
        }
        unsafe network = read
        unsafe input = ccv_network_input(read)
    }

    deinit { unsafe ccv_network_free(network) }

    func evaluate() throws(InferenceError) {
        var complaint = Complaint()
        guard unsafe complaint.hear({ unsafe ccv_network_infer(network, $0, $1) }) == 0 else { return }
        throw .failed(model: name, reason: complaint.text)
    }

    func values(of index: Int) -> UnsafePointer<Float> { unsafe ccv_network_values(network, Int32(index)) }

    /// The outputs of the last evaluation, in OpenCV's order.
    var outputs: [Network.Output] {
        unsafe (0..<ccv_network_output_count(network)).map { index in
            var name: UnsafePointer<CChar>?
            var dimensions = [Int64](repeating: 0, count: Int(CCV_RANK))
            let rank = unsafe dimensions.withUnsafeMutableBufferPointer {
                unsafe ccv_network_output(network, index, &name, $0.baseAddress!)
            }
            return unsafe Network.Output(
                name: name.map { unsafe String(cString: $0) } ?? "", shape: dimensions.prefix(Int(rank)).map(Int.init))
        }
    }
}
