/// Why a network cannot be used, in words for people.
public enum InferenceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The engine cannot be opened.
    case noEngine(reason: String)
    /// No engine has that name.
    case unknownEngine(name: String)
    /// The file is no network that the engine understands.
    case unreadable(model: String, reason: String)
    /// The network's input or output is not what the manifest promises.
    case wrongShape(model: String, what: String, expected: [Int], found: [Int])
    /// A file is missing or cannot be read.
    case noFile(path: String, reason: String)
    /// The file is not the one that the manifest names.
    case wrongHash(model: String, expected: String, found: String)
    /// The manifest says something impossible.
    case badManifest(path: String, reason: String)
    /// An evaluation failed.
    case failed(model: String, reason: String)

    /// What is wrong and what to do about it.
    public var description: String {
        switch self {
        case .noEngine(let reason):
            "OpenVINO is not used: \(reason). Run scripts/setup, or name its folder in \(OpenVINOLibrary.variable)"
        case .unknownEngine(let name):
            "there is no engine “\(name)” for networks; \(InferenceEngine.variable) is "
                + InferenceEngine.allCases.map(\.rawValue).joined(separator: " or ")
        case .unreadable(let model, let reason): "the model \(model) cannot be used: \(reason)"
        case .wrongShape(let model, let what, let expected, let found):
            "the model \(model): its \(what) is \(Self.words(found)), the manifest says \(Self.words(expected)). "
                + "Correct the manifest, or use the file that belongs to it"
        case .noFile(let path, let reason): "\(path): \(reason)"
        case .wrongHash(let model, let expected, let found):
            "the model \(model): its SHA-256 is \(found.prefix(12))…, the manifest says \(expected.prefix(12))…. The file "
                + "was changed or is damaged: fetch it again, or write its hash into the manifest if you trust it"
        case .badManifest(let path, let reason): "\(path): \(reason)"
        case .failed(let model, let reason): "the model \(model) failed: \(reason)"
        }
    }

    private static func words(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: " × ") }
}
