internal import Crypto
public import Foundation

/// `Models/manifest.json`: which networks there are, and what their numbers mean.
public struct ModelManifest: Hashable, Sendable {
    /// How the outputs are read.
    public enum Task: String, Codable, Hashable, Sendable {
        /// `cells` 1 × classes × h × w and `picture` 1 × classes, probabilities.
        case cells
        /// One output 1 × n × (5 + classes): offsets and sizes in cells of ``Model/strides``, objectness, classes.
        case yolox
        /// One output 1 × n × (classes + 32) of strides 8, 16, 32 and 64, as NanoDet-Plus gives it.
        case nanoDet = "nanodet"
        /// `boxes` 1 × n × 4, shares of the input, and `scores` 1 × n × (1 + classes), the background first.
        case ssd
        /// One output with a probability for each class, or one for each class and called like it.
        case classifier
    }

    /// Order of the input's colours.
    public enum ColourOrder: String, Codable, Hashable, Sendable { case bgr, rgb }

    /// One network.
    public struct Model: Codable, Hashable, Sendable {
        /// What the program asks for, such as `fire-smoke`.
        public var name: String
        /// Its version.
        public var version: String
        /// File beside the manifest.
        public var file: String
        /// SHA-256 of the file, 64 hexadecimal digits.
        public var sha256: String
        /// Licence of the file.
        public var licence: String
        /// What its training started from, with licence.
        public var base: String?
        /// How its outputs are read.
        public var task: Task
        /// Columns of the input.
        public var width: Int
        /// Rows of the input.
        public var height: Int
        /// Order of the colours.
        public var colours: ColourOrder
        /// Taken from each value 0…255, then divided by `scale`.
        public var mean: Double?
        /// See ``mean``; above 0.
        public var scale: Double?
        /// Value 0…255 beside a picture of another shape.
        public var padding: Int?
        /// Names of the classes, in the network's order.
        public var classes: [String]
        /// Probability from which each class counts; a class that is not named never does.
        public var thresholds: [String: Double]
        /// Boxes of one class that overlap by more than this share, 0…1, are one thing; 0.45 where nothing is said.
        public var overlap: Double?
        /// For `yolox`: pixels from one cell to the next, one for each grid; 8, 16 and 32 where nothing is said.
        public var strides: [Int]?

        /// Dimensions of its input.
        public var inputShape: [Int] { [1, 3, height, width] }
    }

    /// The networks.
    public var models: [Model]
    /// Folder of the manifest.
    public var folder: URL

    /// Names the folder of the models where it is not beside the program.
    public static let variable = "TOCSIN_MODELS"

    /// Reads the manifest in `folder`.
    public init(folder: URL) throws(InferenceError) {
        let path = folder.appending(path: "manifest.json")
        let data: Data
        do { data = try Data(contentsOf: path) } catch {
            throw .noFile(
                path: path.path, reason: "the list of models cannot be read; reinstall it or set \(Self.variable)")
        }
        do { models = try JSONDecoder().decode([String: [Model]].self, from: data)["models"] ?? [] } catch {
            throw .badManifest(path: path.path, reason: Self.words(error))
        }
        self.folder = folder
        for model in models {
            if let fault = Self.fault(model) { throw .badManifest(path: path.path, reason: "\(model.name): \(fault)") }
        }
    }

    /// The bytes of the model called `name`, with what is known of it. Their hash is checked.
    public func load(_ name: String) throws(InferenceError) -> (model: Model, file: [UInt8]) {
        guard let model = models.first(where: { $0.name == name }) else {
            throw .badManifest(
                path: folder.appending(path: "manifest.json").path, reason: "it has no model “\(name)”")
        }
        let path = folder.appending(path: model.file)
        let data: Data
        do { data = try Data(contentsOf: path) } catch {
            throw .noFile(path: path.path, reason: "the file of the model \(name) cannot be read")
        }
        let hash = SHA256.hash(data: data).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        guard hash == model.sha256.lowercased() else {
            throw .wrongHash(model: name, expected: model.sha256.lowercased(), found: hash)
        }
        return (model, [UInt8](data))
    }

    private static func fault(_ model: Model) -> String? {
        if model.file.isEmpty || model.file.contains("/") || model.file.hasPrefix(".") {
            return "`file` must name a file beside the manifest"
        }
        let isHash = model.sha256.count == 64 && model.sha256.allSatisfy(\.isHexDigit)
        if !isHash { return "`sha256` must have 64 hexadecimal digits" }
        let sizes = 32...2048
        guard sizes.contains(model.width), sizes.contains(model.height) else {
            return "`width` and `height` must be \(sizes.lowerBound)…\(sizes.upperBound)"
        }
        if model.task == .yolox || model.task == .cells, model.width % 32 != 0 || model.height % 32 != 0 {
            return "`width` and `height` must be multiples of 32 for the task \(model.task.rawValue)"
        }
        if let scale = model.scale, scale <= 0 { return "`scale` must be above 0" }
        if let padding = model.padding, !(0...255).contains(padding) { return "`padding` must be 0…255" }
        if let overlap = model.overlap, !(0...1).contains(overlap) { return "`overlap` must be 0…1" }
        if let strides = model.strides {
            let sizes = 1...256
            guard model.task == .yolox, !strides.isEmpty, strides.count <= 8, strides.allSatisfy(sizes.contains) else {
                return "`strides` must be 1…8 numbers of \(sizes.lowerBound)…\(sizes.upperBound), for the task yolox"
            }
        }
        if model.classes.isEmpty || Set(model.classes).count != model.classes.count {
            return "`classes` must name different classes"
        }
        for (name, threshold) in model.thresholds {
            guard model.classes.contains(name) else { return "`thresholds` names “\(name)”, which is no class" }
            guard (0...1).contains(threshold) else { return "`thresholds`: \(name) must be 0…1" }
        }
        return nil
    }

    private static func words(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it is no JSON" }
        func key(_ context: DecodingError.Context) -> String {
            context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let name, let context): return "\(key(context)): `\(name.stringValue)` is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            return "`\(key(context))` has a value of another kind than is needed"
        case .dataCorrupted(let context):
            return context.codingPath.isEmpty ? "it is no JSON" : "`\(key(context))` has a value that is not known"
        @unknown default: return "it cannot be understood"
        }
    }
}
