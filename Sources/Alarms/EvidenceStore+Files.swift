import Foundation
import Glibc

/// One file of evidence as it lies on the disk.
package struct EvidenceFile: Hashable, Sendable {
    /// Its name.
    package var name: EvidenceName
    /// Its size.
    package var bytes: Int
    /// Whether somebody must keep it (legal hold).
    package var isHeld: Bool

    /// The file `name`.
    package init(_ name: EvidenceName, bytes: Int, isHeld: Bool = false) {
        self.name = name
        self.bytes = bytes
        self.isHeld = isHeld
    }
}

extension EvidenceStore {
    /// A file of this name in the folder of a day holds all of it.
    static let dayHold = "HOLD"
    /// What the name of a file, or the id of an alarm, is followed by in the name of the file that holds it.
    static let holdEnding = ".hold"

    /// Every file of evidence there is, in order of its day and name. Nothing else that lies there is named: neither what
    /// this store has not written nor what is no regular file.
    package func files() -> [EvidenceFile] { days().flatMap(files(ofDay:)) }

    /// The days of which there is a folder, oldest first.
    package func days() -> [String] {
        names(in: settings.folder).filter { day in
            EvidenceName.isDay(day) && DurableFile.kind(of: "\(settings.folder)/\(day)") == .folder
        }
    }

    private func files(ofDay day: String) -> [EvidenceFile] {
        let path = "\(settings.folder)/\(day)"
        let all = names(in: path)
        let holds = all.filter { $0.hasSuffix(Self.holdEnding) }.map { String($0.dropLast(Self.holdEnding.count)) }
        let isDayHeld = all.contains(Self.dayHold)
        return all.compactMap { file in
            guard let name = EvidenceName(file: file, day: day),
                case .file(let bytes) = DurableFile.kind(of: "\(path)/\(file)")
            else { return nil }
            return EvidenceFile(name, bytes: bytes, isHeld: isDayHeld || holds.contains { file.hasPrefix($0) })
        }
    }

    private var doubt: String { settings.folder + "/CLOCK-DOUBTED" }

    /// Whether it is noted here that the civil clock is doubted.
    package var clockIsDoubted: Bool { DurableFile.kind(of: doubt) != nil }

    /// Notes whether it is. What cannot be noted is doubted anew, or believed, at the next start.
    package func note(clockIsDoubted isDoubted: Bool) {
        if isDoubted {
            _ = try? DurableFile(doubt, flags: O_WRONLY | O_CREAT | O_NOFOLLOW)
        } else {
            _ = try? DurableFile.remove(doubt)
        }
    }

    /// Whether somebody has asked for the file `name` to be kept.
    package func isHeld(_ name: EvidenceName) -> Bool {
        files(ofDay: name.day).first { $0.name == name }?.isHeld ?? false
    }

    /// Removes the file `name`; false when there was none. An empty folder of its day goes with it.
    @discardableResult
    package func remove(_ name: EvidenceName) throws(SystemError) -> Bool {
        guard DurableFile.kind(of: "\(settings.folder)/\(name.day)") == .folder else { return false }
        let removed = try DurableFile.remove(path(of: name))
        _ = unsafe rmdir("\(settings.folder)/\(name.day)")
        return removed
    }

    /// Removes what a crash left half written. To be called before anything is stored, by the one service that writes here.
    public func removeUnfinished() {
        for folder in [settings.folder] + days().map({ "\(settings.folder)/\($0)" }) {
            for name in names(in: folder) where name.hasSuffix(EvidenceName.part) {
                if case .file = DurableFile.kind(of: "\(folder)/\(name)") {
                    _ = try? DurableFile.remove("\(folder)/\(name)")
                }
            }
        }
    }

    /// Gives the file `stored` a further name, for another alarm that it shows too. Where the disk knows no second names the
    /// file keeps the one it has.
    package func share(_ stored: Evidence, under other: EvidenceName) -> Evidence {
        guard let name = EvidenceName(uri: stored.uri), (try? makeDay(other.day)) != nil else { return stored }
        let path = path(of: other)
        guard unsafe link(self.path(of: name), path) == 0 || errno == EEXIST else { return stored }
        try? DurableFile.syncFolder(folder(of: path))
        var shared = stored
        shared.uri = other.uri
        return shared
    }

    /// Keeps everything that shows `alarm`, which began on `day`, until it is released; also what is stored later.
    public func hold(_ alarm: AlarmID, day: Timestamp) throws(EvidenceError) {
        do throws(SystemError) {
            let folder = "\(settings.folder)/\(day.day)"
            guard DurableFile.kind(of: folder) == .folder else {
                throw SystemError("hold what is in", folder, code: ENOENT)
            }
            try DurableFile(folder + "/" + alarm.text + Self.holdEnding, flags: O_WRONLY | O_CREAT | O_NOFOLLOW).sync()
            try DurableFile.syncFolder(folder)
        } catch {
            throw .notWritten(error)
        }
    }

    /// Ends what ``hold(_:day:)`` began; false when it was not held by itself.
    public func release(_ alarm: AlarmID, day: Timestamp) throws(EvidenceError) -> Bool {
        do throws(SystemError) {
            return try DurableFile.remove("\(settings.folder)/\(day.day)/\(alarm.text)\(Self.holdEnding)")
        } catch {
            throw .notWritten(error)
        }
    }

    private func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
}
