import Foundation

/// A folder of its own for one test, removed with its owner.
///
/// With `TOCSIN_TEST_TRACES=FOLDER` in the environment, logs, printed output, events and queues that tests leave in it are
/// kept there: `scripts/secret-scan` looks for passwords, tokens and keys in them.
public final class ScratchFolder: Sendable {
    /// Where it is.
    public let path: String

    /// A new, empty folder.
    public init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tocsin-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        keepTraces()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of the file `name` in it.
    public func file(_ name: String) -> String { path + "/" + name }

    private func keepTraces() {
        guard let traces = ProcessInfo.processInfo.environment["TOCSIN_TEST_TRACES"] else { return }
        let kept = traces + "/" + (path as NSString).lastPathComponent
        try? FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
        for name in FileManager.default.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? []
        where Self.isTrace(name) {
            try? FileManager.default.copyItem(
                atPath: file(name), toPath: kept + "/" + name.replacingOccurrences(of: "/", with: "_"))
        }
    }

    /// What the program writes for people and machines to read, as against what it is given.
    private static func isTrace(_ name: String) -> Bool {
        let file = (name as NSString).lastPathComponent
        let endings = [".log", ".jsonl", ".sqlite", ".sqlite-wal", ".json"]
        return ["out", "err"].contains(file) || endings.contains { file.hasSuffix($0) }
    }
}
