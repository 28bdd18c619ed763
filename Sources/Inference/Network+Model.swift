public import Vision

extension ModelManifest {
    /// The model called `name`, its hash checked, compiled for `streams` users at the same time.
    public func network(
        _ name: String, engine: InferenceEngine = .best, streams: Int = 1
    ) throws(InferenceError) -> (model: Model, network: Network) {
        let (model, file) = try load(name)
        return (
            model,
            try Network(name: name, onnx: file, inputShape: model.inputShape, engine: engine, streams: streams)
        )
    }
}

extension ModelManifest.Model {
    /// How frames become its input.
    public var input: NetworkInput {
        NetworkInput(
            width: width, height: height, isRGB: colours == .rgb, mean: mean ?? 0, scale: scale ?? 1,
            padding: Double(padding ?? 114))
    }
}
