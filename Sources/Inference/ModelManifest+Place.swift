public import Foundation

extension ModelManifest {
    /// The folder of the models: the one that the environment names, else `Models` beside the program, where it was
    /// installed, or in the checkout that it was built in.
    ///
    /// A folder that the environment names counts even if it is empty, so that its absence is said and not hidden.
    public static func place(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(InferenceError) -> URL {
        try place(environment: environment, executable: ProgramPlace.executable)
    }

    static func place(environment: [String: String], executable: String) throws(InferenceError) -> URL {
        if let named = environment[variable], !named.isEmpty { return URL(fileURLWithPath: named) }
        let folders = ProgramPlace.folders(above: executable)
        let installed = folders.prefix(1).map { $0.appending(path: "../share/tocsin/Models").standardizedFileURL }
        for folder in installed + folders.map({ $0.appending(path: "Models") })
        where FileManager.default.fileExists(atPath: folder.appending(path: "manifest.json").path) {
            return folder
        }
        throw .noFile(
            path: "Models/manifest.json",
            reason: "neither beside the program nor above it; reinstall it, or name the folder in \(variable)")
    }
}
