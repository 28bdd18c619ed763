internal import COpenCV
internal import COpenVINO
public import Foundation

/// What evaluates networks.
public enum InferenceEngine: String, CaseIterable, Hashable, Sendable {
    /// OpenVINO, opened at run time where it is installed: four to five times as fast.
    case openVINO = "openvino"
    /// OpenCV's `dnn` module, from Debian: always there.
    case openCV = "opencv"

    /// OpenVINO where it can be opened, else OpenCV.
    public static var best: InferenceEngine {
        (try? OpenVINOLibrary.shared.get()) == nil ? .openCV : .openVINO
    }

    /// Names the engine to use, for tests and comparisons.
    public static let variable = "TOCSIN_ENGINE"

    /// The engine that `setting` names, else the environment, else the ``best``.
    ///
    /// Throws when the name is not known, or OpenVINO is named and cannot be opened: a choice is never replaced silently.
    public static func chosen(
        _ setting: InferenceEngine? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InferenceError) -> InferenceEngine {
        var named = setting
        if named == nil, let word = environment[variable], !word.isEmpty {
            named = InferenceEngine(rawValue: word.lowercased())
            if named == nil { throw .unknownEngine(name: word) }
        }
        if named == .openVINO { _ = try OpenVINOLibrary.shared.get() }
        return named ?? best
    }

    /// Name and version for the log, and for OpenCV why OpenVINO is not used.
    public var described: String {
        switch self {
        case .openVINO:
            guard let library = try? OpenVINOLibrary.shared.get() else { return "OpenVINO, which is not there" }
            return "OpenVINO \(library.version)"
        case .openCV:
            let version = unsafe String(cString: ccv_version())
            guard case .failure(let error) = OpenVINOLibrary.shared else { return "OpenCV \(version)" }
            return "OpenCV \(version) (\(error))"
        }
    }
}

/// The shared library of OpenVINO; opened once, never closed. Its functions may be called from any thread.
@safe final class OpenVINOLibrary: Sendable {
    /// Names the folder with OpenVINO's libraries, for tests and unusual installations.
    static let variable = "TOCSIN_OPENVINO"

    static let shared: Result<OpenVINOLibrary, InferenceError> = open(candidates())

    let version: String
    nonisolated(unsafe) let engine: OpaquePointer

    private init(_ engine: OpaquePointer) {
        unsafe self.engine = engine
        version = unsafe String(cString: cov_engine_version(engine))
    }

    /// The first of `paths` that opens.
    static func open(_ paths: [String]) -> Result<OpenVINOLibrary, InferenceError> {
        var reason = "no folder holds libopenvino_c.so"
        for path in paths {
            var complaint = Complaint()
            if let engine = unsafe complaint.hear({ unsafe cov_engine_open(path, $0, $1) }) {
                return .success(unsafe OpenVINOLibrary(engine))
            }
            reason = complaint.text
        }
        return .failure(.noEngine(reason: reason))
    }

    /// Where it may lie: the folder that the environment names and no other, or beside the program, or in the `.deps` of
    /// the checkout that the program was built in, or where the system keeps its libraries.
    static func candidates(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        executable: String = ProgramPlace.executable
    ) -> [String] {
        if let folder = environment[variable] { return libraries(in: folder) }
        var found: [String] = []
        let folders = ProgramPlace.folders(above: executable)
        if let first = folders.first {
            found += libraries(in: first.appending(path: "../lib/tocsin").path)
            found += libraries(in: first.appending(path: "lib").path)
        }
        for folder in folders {
            let deps = folder.appending(path: ".deps")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: deps.path)) ?? []
            for name in names.sorted().reversed() where name.hasPrefix("openvino-") {
                found += libraries(in: deps.appending(path: name).appending(path: "openvino/libs").path)
            }
        }
        return found + ["libopenvino_c.so"]
    }

    private static func libraries(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.hasPrefix("libopenvino_c.so") }.sorted().map { "\(folder)/\($0)" }
    }
}

/// Room for the words in which a C library says what went wrong.
struct Complaint {
    private(set) var text = ""

    /// What `call` returns, with its words kept.
    mutating func hear<Value>(_ call: (UnsafeMutablePointer<CChar>, Int) -> Value) -> Value {
        var room = [CChar](repeating: 0, count: 1024)
        let value = unsafe room.withUnsafeMutableBufferPointer { unsafe call($0.baseAddress!, $0.count) }
        let words = room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        // One line: the libraries add the places in their own source.
        text = String(decoding: words, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { $0.trimmingPrefix { $0 == " " } }.joined(separator: " ")
        return value
    }
}
