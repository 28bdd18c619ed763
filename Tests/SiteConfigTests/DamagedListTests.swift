import Foundation
import Testing

@testable import SiteConfig

/// Lists that are nearly right: the sample's with one to five changes.
@Suite(.timeLimit(.minutes(20))) struct DamagedListTests {
    private static let fragments: [[UInt8]] =
        [",", ";", "\t", "\"", "\"\"", "\n", "\r", "\r\n", "'", "=", "0", "-", "\u{FEFF}", "\u{0}", "，", "密码", "@"].map
    { Array($0.utf8) }
        + [[0xFF], [0xC3], [0x81, 0x30], [0xED, 0xA0, 0x80]]

    @Test(
        "Damaged lists of devices neither crash nor hang, and what is wrong is one line with a place",
        arguments: ["devices.csv", "devices-gb18030.csv"])
    func damaged(_ name: String) throws {
        let path = Sample.path.replacing("site.yaml", with: "registry/\(name)")
        let seed = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let listed = try ListedSite()
        var random = SplitMix64(state: 0xD15C)
        var refused = 0
        for round in 0..<300 {
            var bytes = seed
            for _ in 0...random.below(5) where !bytes.isEmpty {
                let at = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8(random.below(256))
                case 2: bytes.insert(contentsOf: Self.fragments[random.below(Self.fragments.count)], at: at)
                default: bytes.removeSubrange(at..<min(bytes.count, at + random.below(100)))
                }
            }
            let found = listed.mistakes(bytes)
            refused += found.isEmpty ? 0 : 1
            let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
            for mistake in found {
                let text = mistake.text(file: "site.yaml")
                #expect(!mistake.problem.isEmpty && !mistake.remedy.isEmpty, "round \(round)")
                #expect((1...lines).contains(mistake.line ?? 1), "round \(round): \(text)")
                #expect(!text.contains("\n") && text.count < 600, "round \(round): \(text)")
            }
        }
        #expect(refused > 100, "most changes must matter, \(refused) did")
    }
}
