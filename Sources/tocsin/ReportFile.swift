import Alarms
import Foundation
import Glibc

/// Files that are there as a whole or not at all.
enum ReportFile {
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
