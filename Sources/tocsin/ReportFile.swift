import Alarms
import Foundation
import Glibc

/// Files that are there as a whole or not at all.
enum ReportFile {
    /// Whether `path` is free for `text`: nothing is there, or a report that begins alike, or something that is no file. A
    /// list of devices or a recording named by mistake must not be lost.
    static func mayReplace(_ path: String, with text: String) -> Bool {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
            let file = FileHandle(forReadingAtPath: path), let beginning = try? file.read(upToCount: 12)
        else { return true }
        return beginning == Data(text.utf8.prefix(12))
    }

    /// Writes `text` beside `path` and puts it in place in one step, so that nobody ever reads half of it. What is no
    /// regular file (a pipe, /dev/stdout) is written as it is. Throws a `SystemError`.
    static func write(_ text: String, to path: String) throws(SystemError) {
        let bytes = [UInt8](text.utf8)
        var status = stat()
        if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            return try DurableFile(path, flags: O_WRONLY).write(bytes)
        }
        let temporary = path + ".\(getpid()).part"
        do {
            let file = try DurableFile(temporary, flags: O_WRONLY | O_CREAT | O_TRUNC)
            try file.write(bytes)
            try file.sync()
            try DurableFile.rename(temporary, to: path)
        } catch {
            _ = try? DurableFile.remove(temporary)
            throw error
        }
    }
}
