/// Reads the probabilities of the classes out of a classifier's outputs: one output with a value for each class, or one
/// of a single value for each class and called like it.
public struct ClassReader: Hashable, Sendable {
    /// Where the value of each class lies: output, and place in it.
    private let places: [Place]

    private struct Place: Hashable, Sendable {
        let output: Int
        let index: Int
    }

    /// A reader for a network that `model` describes and that has `outputs`.
    ///
    /// Throws when it is no classifier, or an output is not what its classes need.
    public init(_ model: ModelManifest.Model, outputs: [Network.Output]) throws(InferenceError) {
        guard model.task == .classifier else {
            throw .unreadable(model: model.name, reason: "its task is \(model.task.rawValue), not classifier")
        }
        if outputs.count == 1, outputs[0].count == model.classes.count {
            places = model.classes.indices.map { Place(output: 0, index: $0) }
            return
        }
        var places: [Place] = []
        for name in model.classes {
            guard let output = outputs.firstIndex(where: { $0.name == name && $0.count == 1 }) else {
                throw .unreadable(
                    model: model.name,
                    reason: "it has neither one output of \(model.classes.count) values nor one called “\(name)”")
            }
            places.append(Place(output: output, index: 0))
        }
        self.places = places
    }

    /// The probability of each class in the last evaluation of `request`, in place of what `probabilities` held.
    public func read(_ request: InferenceRequest, into probabilities: inout [Float]) {
        probabilities.removeAll(keepingCapacity: true)
        for place in places {
            unsafe probabilities.append(request.withOutput(place.output) { unsafe $0[place.index] })
        }
    }
}
