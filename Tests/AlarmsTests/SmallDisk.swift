import Foundation
import Glibc

@testable import Alarms

/// A small disk of its own, mounted while this lives.
final class SmallDisk: Sendable {
    /// What it is made of.
    enum Kind: Sendable {
        /// tmpfs.
        case memory
        /// ext4 in a file, which has blocks, a journal and delayed allocation.
        case ext4
    }

    let path: String
    private let kind: Kind

    /// Whether this process may mount anything.
    static let isPossible = mounts(.memory)
    /// Whether it may mount file systems that lie in files.
    static let ext4IsPossible = mounts(.ext4)

    private static func mounts(_ kind: Kind) -> Bool { (try? SmallDisk(kind, bytes: 8 << 20)) != nil }

    init(_ kind: Kind, bytes: Int) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
        self.kind = kind
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        do {
            try mount(bytes: bytes)
        } catch {
            unsafe rmdir(path)
            throw error
        }
    }

    deinit {
        unsafe umount2(path, 2)  // MNT_DETACH: also when a test has failed with a file open.
        unsafe rmdir(path)
    }

    /// Writes `name` until not one page more fits.
    func fill(_ name: String) throws {
        let file = try DurableFile("\(path)/\(name)", flags: O_WRONLY | O_CREAT | O_APPEND)
        while (try? file.write(Array(repeating: 1, count: 4096))) != nil {}
        try? file.sync()
        while (try? file.write([1])) != nil {}
    }

    func remount(readOnly: Bool) -> Bool {
        unsafe Glibc.mount("none", path, "tmpfs", UInt(MS_REMOUNT | (readOnly ? MS_RDONLY : 0)), "") == 0
    }

    private func mount(bytes: Int) throws {
        switch kind {
        case .memory:
            guard unsafe Glibc.mount("none", path, "tmpfs", 0, "size=\(bytes)") == 0 else {
                throw SystemError("mount", path)
            }
        case .ext4:
            let image = path + ".image"
            defer { unsafe unlink(image) }  // The mount keeps it.
            try DurableFile(image, flags: O_WRONLY | O_CREAT).truncate(to: bytes)
            try Self.run("/sbin/mkfs.ext4", "-q", "-F", "-b", "4096", "-m", "0", image)
            try Self.run("/bin/mount", "-o", "loop", image, path)
        }
    }

    private static func run(_ program: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw SystemError("run", program, code: EPERM) }
    }
}
