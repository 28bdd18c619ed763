/// Reads the boxes out of a network's outputs, as its manifest describes them.
///
/// Made once for a network; it checks that the outputs have the shapes that the task has.
public struct DetectionReader: Hashable, Sendable {
    private enum Head: Hashable, Sendable {
        case yolox(YOLOXHead)
        case nanoDet(NanoDetHead)
        case ssd(SSDHead, boxes: Int, scores: Int)
    }

    private let head: Head
    private let overlap: Float

    /// A reader for a network that `model` describes and that has `outputs`.
    ///
    /// Throws when the task has no boxes, or an output is not what the task needs.
    public init(_ model: ModelManifest.Model, outputs: [Network.Output]) throws(InferenceError) {
        let classes = WatchedClasses(model.classes, thresholds: model.thresholds)
        overlap = Float(model.overlap ?? 0.45)
        switch model.task {
        case .yolox:
            let yolox = YOLOXHead(
                width: model.width, height: model.height, strides: model.strides ?? YOLOXHead.usualStrides,
                classes: classes)
            try Self.expect(yolox.shape, of: outputs, model: model.name)
            head = .yolox(yolox)
        case .nanoDet:
            let nanoDet = NanoDetHead(width: model.width, height: model.height, classes: classes)
            try Self.expect(nanoDet.shape, of: outputs, model: model.name)
            head = .nanoDet(nanoDet)
        case .ssd:
            let boxes = try Self.place(of: SSDHead.boxes, in: outputs, columns: 4, model: model.name)
            let scores = try Self.place(
                of: SSDHead.scores, in: outputs, columns: 1 + classes.count, model: model.name)
            let expected = [1, outputs[boxes].shape[1], 1 + classes.count]
            guard outputs[scores].shape == expected else {
                throw .wrongShape(
                    model: model.name, what: "output “\(SSDHead.scores)”", expected: expected,
                    found: outputs[scores].shape)
            }
            head = .ssd(
                SSDHead(width: model.width, height: model.height, classes: classes), boxes: boxes, scores: scores)
        case .cells, .classifier:
            throw .unreadable(model: model.name, reason: "its task \(model.task.rawValue) gives no boxes")
        }
    }

    /// What the last evaluation of `request` found, likeliest first, in place of what `detections` held.
    public func read(_ request: InferenceRequest, into detections: inout [Detection]) {
        detections.removeAll(keepingCapacity: true)
        switch head {
        case .yolox(let yolox):
            unsafe request.withOutput(0) { unsafe yolox.decode($0.span, into: &detections) }
        case .nanoDet(let nanoDet):
            unsafe request.withOutput(0) { unsafe nanoDet.decode($0.span, into: &detections) }
        case .ssd(let ssd, let boxes, let scores):
            unsafe request.withOutput(boxes) { boxes in
                unsafe request.withOutput(scores) { scores in
                    unsafe ssd.decode(boxes: boxes.span, scores: scores.span, into: &detections)
                }
            }
        }
        detections.suppressRepeats(overlap: overlap)
    }

    private static func expect(
        _ shape: [Int], of outputs: [Network.Output], model: String
    ) throws(InferenceError) {
        guard let output = outputs.first, outputs.count == 1 else {
            throw .unreadable(model: model, reason: "it has \(outputs.count) outputs, and its task has one")
        }
        guard output.shape == shape else {
            throw .wrongShape(model: model, what: "output “\(output.name)”", expected: shape, found: output.shape)
        }
    }

    /// Number of the output called `name`, 1 × any × `columns`.
    private static func place(
        of name: String, in outputs: [Network.Output], columns: Int, model: String
    ) throws(InferenceError) -> Int {
        guard let place = outputs.firstIndex(where: { $0.name == name }) else {
            throw .unreadable(model: model, reason: "it has no output “\(name)”, which its task needs")
        }
        let shape = outputs[place].shape
        guard shape.count == 3, shape[0] == 1, shape[2] == columns else {
            throw .wrongShape(
                model: model, what: "output “\(name)”", expected: [1, shape.dropFirst().first ?? 1, columns],
                found: shape)
        }
        return place
    }
}
