import Foundation
import Glibc

/// Keeps a second service away from a data directory, as two would close each other's alarms.
///
/// The lock lies on the directory itself, so it needs no room on a full disk, and the system lets go of it when the process
/// ends, however it ends.
final class DataDirectoryLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the directory `path`. Throws ``StartTrouble`` when another process has it.
    init(_ path: String) throws(StartTrouble) {
        descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw StartTrouble(description: "the data directory \(path) cannot be used: \(reason)")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            throw StartTrouble(
                description: """
                    another tocsin watches with the data directory \(path) already; stop it first, or give each service \
                    a `dataDirectory` of its own
                    """)
        }
    }

    deinit { close(descriptor) }
}
