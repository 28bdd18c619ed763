internal import Foundation

/// Where the program lies, and so what was installed or built along with it.
enum ProgramPlace {
    /// The program's file.
    static var executable: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }

    /// The folder of `executable` and those above it, nearest first. The program in a checkout lies five levels deep.
    static func folders(above executable: String) -> [URL] {
        var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        var found = [folder]
        while found.count < 8, folder.path != "/" {
            folder.deleteLastPathComponent()
            found.append(folder)
        }
        return found
    }
}
