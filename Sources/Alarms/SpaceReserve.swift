import Glibc

/// Disk space taken in advance and given up when the disk is full, so that alarms still find room when nothing else does.
struct SpaceReserve: Sendable {
    /// The file that holds the space.
    let path: String
    /// Its size.
    let bytes: Int

    /// Whether the space is held now.
    var isHeld: Bool { DurableFile.status(of: path).map { $0.size >= bytes } ?? false }

    /// Takes the space unless it is held; false when the disk has too little left for it.
    ///
    /// As much again must remain free: otherwise the reserve would be taken from the last writes it is meant for,
    /// and given up and taken back at every one of them.
    func take() throws(SystemError) -> Bool {
        guard bytes > 0, !isHeld else { return true }
        guard try DurableFile.freeBytes(at: folder(of: path)) >= 2 * bytes else { return false }
        do {
            let file = try DurableFile(path, flags: O_WRONLY | O_CREAT)
            try file.allocate(bytes)
            try file.sync()
            return true
        } catch let error where error.isDiskFull {
            try DurableFile.remove(path)
            return false
        }
    }

    /// Gives the space back to the disk; false when there was none to give.
    func giveUp() throws(SystemError) -> Bool {
        guard try DurableFile.remove(path) else { return false }
        // Some file systems hand out freed blocks only once the removal itself is on the disk.
        try DurableFile.syncFolder(folder(of: path))
        return true
    }
}
