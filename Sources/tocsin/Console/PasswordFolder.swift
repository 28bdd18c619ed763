import Alarms
import Foundation
import SiteConfig
import VideoCore

/// Where passwords lie that came from the console: `passwords/` beside the site's file, or in the data directory where that
/// cannot be written.
struct PasswordFolder {
    private let folder: String
    /// The folder as the site's file names it.
    private let shown: String

    init(siteFile: String, dataDirectory: String) {
        let beside = URL(fileURLWithPath: siteFile).deletingLastPathComponent().path
        let isWritable = unsafe access(beside, W_OK) == 0
        folder = isWritable ? beside + "/passwords" : URL(fileURLWithPath: dataDirectory).path + "/passwords"
        shown = isWritable ? "passwords" : folder
    }

    /// A file that is not there yet.
    struct Place: Hashable {
        /// As the site's file names it.
        let name: String
        /// The full path.
        let path: String
    }

    /// A new file for the entry `id`: an older one stays, for whoever goes back to it.
    func place(for id: String, in section: ConfigurationEdit.Section) -> Place {
        let number = UInt32.random(in: .min ... .max)
        let name = "\(section.rawValue)-\(id).\(String(number, radix: 16))"
        return Place(name: "\(shown)/\(name)", path: "\(folder)/\(name)")
    }

    /// Writes `password` to `place`, and returns when it is on the disk.
    func write(_ password: Secret, to place: Place) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try SetupFile.write(Array((password.revealed + "\n").utf8), to: place.path)
        try DurableFile.syncFolder(folder)
    }

    /// Deletes the files that came from here and that nobody names any more.
    func clean(isNamed: (String) -> Bool) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard name.wholeMatch(of: /(cameras|nvrs)-.+\.[0-9a-f]{1,8}/) != nil, !isNamed(name) else { continue }
            _ = try? DurableFile.remove("\(folder)/\(name)")
        }
    }
}
