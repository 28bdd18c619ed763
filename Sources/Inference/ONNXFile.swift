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

    private static func size(_ dimension: ArraySlice<UInt8>) -> Int? {
        for case .number(1, let value) in ProtobufFields(dimension) { return Int(exactly: value) }
        return nil
    }
}
