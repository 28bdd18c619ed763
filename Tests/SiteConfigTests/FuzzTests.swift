import Foundation
import Testing

@testable import SiteConfig

/// Texts that are nearly right: the sample with one to five changes.
@Suite(.timeLimit(.minutes(20))) struct FuzzTests {
    private static let password = "hunter2"

    /// The sample, with a password in two places.
    private static func seed() throws -> [UInt8] {
        let text = try Sample.text()
            .replacing("# password: \"in quotes\" ", with: "password: \"\(password)\"")
            .replacing("url: rtsp://127.0.0.1:554/video1", with: "url: rtsp://admin:\(password)@127.0.0.1:554/video1")
        #expect(text.ranges(of: password).count == 2, "the sample has changed: put the passwords elsewhere")
        return Array(text.utf8)
    }

    private static let fragments: [[UInt8]] =
        [
            "\t", ":", ": ", "- ", "[", "]", "{", "}", "\"", "'", "#", "\n", "\r", "\n  ", "*a", "&a ", "? ", "!!str ",
            "|\n",
            ">", "%", "@", "`", "~", "---\n", "...\n", "<<: *a\n", "0", "-1", "1e999", "\u{FEFF}", "\u{0}", "\u{85}",
            "，",
        ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80]]

    private static func mutated(_ seed: [UInt8], using random: inout SplitMix64) -> [UInt8] {
        var bytes = seed
        for _ in 0...random.below(5) where !bytes.isEmpty {
            let at = random.below(bytes.count)
            switch random.below(7) {
            case 0: bytes.remove(at: at)
            case 1: bytes[at] = UInt8(random.below(256))
            case 2, 3: bytes.insert(contentsOf: fragments[random.below(fragments.count)], at: at)
            case 4: bytes.removeSubrange(at..<min(bytes.count, at + random.below(200)))
            case 5:
                let piece = Array(bytes[at..<min(bytes.count, at + random.below(400))])
                bytes.insert(contentsOf: piece, at: random.below(bytes.count))
            default:
                if random.below(8) == 0 {
                    bytes.removeSubrange(at...)
                } else {
                    bytes.swapAt(at, random.below(bytes.count))
                }
            }
        }
        return bytes
    }

    @Test("A thousand damaged files neither crash nor hang, and no mistake shows a password")
    func damagedFiles() throws {
        let seed = try Self.seed()
        var random = SplitMix64(state: 0x70C5)
        var refused = 0
        for round in 0..<1000 {
            let bytes = Self.mutated(seed, using: &random)
            let found = Self.mistakes(in: bytes)
            refused += found.isEmpty ? 0 : 1
            let lines = bytes.count { $0 == 0x0A || $0 == 0x0D || $0 == 0x85 } + 1
            for mistake in found {
                let text = mistake.text(file: "site.yaml")
                #expect(!text.contains("hunter"), "round \(round): \(text)")
                #expect(!mistake.problem.isEmpty && !mistake.remedy.isEmpty, "round \(round)")
                #expect((1...lines).contains(mistake.line ?? 1), "round \(round): \(text)")
                #expect(!text.contains("\n") && text.count < 600, "round \(round): \(text)")
            }
        }
        #expect(refused > 500, "most changes must matter, \(refused) did")
    }

    private static func mistakes(in bytes: [UInt8]) -> [Mistake] {
        switch ConfigurationFile.decoded(Data(bytes)) {
        case .success(let text): SiteConfigTests.mistakes(in: text)
        case .failure(let error): [error.mistake]
        }
    }
}

/// Deterministic random numbers: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// 0 ..< `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
