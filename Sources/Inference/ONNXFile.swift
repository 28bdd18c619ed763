/// What an ONNX file says of its own input. OpenCV does not tell, and evaluates many a network at a size that it was not
/// made for.
///
/// Field numbers: `onnx.proto3` of the ONNX specification.
enum ONNXFile {
    /// Dimensions of the only input, nil for those that are left open; nil when that cannot be told.
    static func inputShape(of file: [UInt8]) -> [Int?]? {
        guard let graph = ProtobufFields(file[...]).all(7).first.map(ProtobufFields.init) else { return nil }
        // Old files list the weights among the inputs.
        let weights = Set(graph.all(5).flatMap { ProtobufFields($0).all(8) })
        let inputs = graph.all(11).map(ProtobufFields.init).filter { input in
            !input.all(1).contains { weights.contains($0) }
        }
        guard inputs.count == 1, let type = inputs[0].all(2).first,
            let tensor = ProtobufFields(type).all(1).first, let shape = ProtobufFields(tensor).all(2).first
        else { return nil }
        return ProtobufFields(shape).all(1).map(size)
    }

    /// The same network with its weights of 16 bits as 32 bits, which OpenCV 4.6 does not widen by itself.
    static func widened(_ file: [UInt8]) -> [UInt8] {
        ProtobufFields(file[...]).rewritten { field in
            guard case .bytes(7, let graph) = field else { return nil }
            let wide = ProtobufFields(graph).rewritten { field in
                guard case .bytes(5, let tensor) = field, let wide = widened(tensor: tensor) else { return nil }
                return .bytes(5, wide[...])
            }
            return .bytes(7, wide[...])
        }
    }

    private static let (float, half): (UInt64, UInt64) = (1, 10)

    /// A tensor of 16-bit floats as one of 32-bit floats; nil when it is none, or is not kept as raw bytes.
    private static func widened(tensor: ArraySlice<UInt8>) -> [UInt8]? {
        let fields = ProtobufFields(tensor)
        let isHalf = fields.contains { if case .number(2, half) = $0 { true } else { false } }
        guard isHalf, fields.all(9).count == 1 else { return nil }
        return fields.rewritten { field in
            switch field {
            case .number(2, _): .number(2, float)
            case .bytes(9, let raw): .bytes(9, widened(raw: raw)[...])
            default: nil
            }
        }
    }

    private static func widened(raw: ArraySlice<UInt8>) -> [UInt8] {
        var wide: [UInt8] = []
        wide.reserveCapacity(2 * raw.count)
        for place in stride(from: raw.startIndex, to: raw.endIndex - 1, by: 2) {
            let value = Float(Float16(bitPattern: UInt16(raw[place]) | UInt16(raw[place + 1]) << 8))
            for shift in stride(from: 0, to: 32, by: 8) {
                wide.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(shift)))
            }
        }
        return wide
    }

    private static func size(_ dimension: ArraySlice<UInt8>) -> Int? {
        for case .number(1, let value) in ProtobufFields(dimension) { return Int(exactly: value) }
        return nil
    }
}
