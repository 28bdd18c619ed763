import Foundation
import TestSupport
import Testing

@testable import Clips

@Suite("Encrypted clips")
struct SealedFileTests {
    private let folder: ScratchFolder
    private let key = EvidenceKey(bytes: Array(0..<32))
    private static let segment = SealedFile.segment

    init() throws { folder = try ScratchFolder() }

    /// Bytes that repeat nowhere near.
    private static func bytes(_ count: Int) -> [UInt8] {
        var state: UInt32 = 7
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }

    private func seal(_ bytes: [UInt8], as name: String = "a.mp4.enc") throws -> String {
        let path = folder.file(name)
        try SealedFile.seal(to: path, key: key) { Array(bytes.dropFirst($0).prefix($1)) }
        return path
    }

    private func opened(_ path: String, with key: EvidenceKey) throws -> [UInt8] {
        let output = folder.file("out-\(UUID().uuidString)")
        _ = try key.open(clip: path, to: output)
        return try Array(Data(contentsOf: URL(fileURLWithPath: output)))
    }

    @Test(
        "What was encrypted comes back byte for byte",
        arguments: [0, 1, segment - 1, segment, segment + 1, 3 * segment + 5])
    func roundTrip(count: Int) throws {
        let bytes = Self.bytes(count)
        let path = try seal(bytes)
        #expect(try opened(path, with: key) == bytes)
        let stored = try Data(contentsOf: URL(fileURLWithPath: path))
        let segments = max(1, (count + Self.segment - 1) / Self.segment)
        #expect(stored.count == SealedFile.headerBytes + count + segments * SealedFile.tag)
        if count > 64 { #expect(stored.firstRange(of: Data(bytes.prefix(32))) == nil, "nothing of it is legible") }
    }

    @Test("The same clip encrypted twice has nothing in common")
    func salted() throws {
        let bytes = Self.bytes(4096)
        let first = try Data(contentsOf: URL(fileURLWithPath: seal(bytes, as: "a.mp4.enc")))
        let second = try Data(contentsOf: URL(fileURLWithPath: seal(bytes, as: "b.mp4.enc")))
        #expect(first.dropFirst(17) != second.dropFirst(17))
        #expect(zip(first.dropFirst(49), second.dropFirst(49)).count { $0 == $1 } < 64)
    }

    @Test("Another key is named as the reason")
    func wrongKey() throws {
        let path = try seal(Self.bytes(100))
        #expect(throws: SealError.wrongKey(path)) { try opened(path, with: EvidenceKey(bytes: Array(1..<33))) }
    }

    /// What happens to the three and a half segments of a stored file.
    enum Damage: String, CaseIterable {
        case firstBit, middleBit, lastBit, saltBit, cutInSegment, cutBetweenSegments, cutInHeader, cutToHeader, swapped
        case leftOut, repeated, appended, fromAnotherFile, magic, version

        func done(to file: [UInt8], another: [UInt8]) -> [UInt8] {
            let header = SealedFile.headerBytes
            let whole = SealedFile.segment + SealedFile.tag
            let pieces = stride(from: header, to: file.count, by: whole).map {
                Array(file[$0..<min($0 + whole, file.count)])
            }
            let top = Array(file[..<header])
            func flipped(_ place: Int) -> [UInt8] {
                var file = file
                file[place] ^= 1
                return file
            }
            return switch self {
            case .firstBit: flipped(header)
            case .middleBit: flipped(header + whole + 77)
            case .lastBit: flipped(file.count - 1)
            case .saltBit: flipped(20)
            case .cutInSegment: Array(file.dropLast(100))
            case .cutBetweenSegments: Array(file[..<(header + 2 * whole)])
            case .cutInHeader: Array(file[..<30])
            case .cutToHeader: top
            case .swapped: top + (pieces[1] + pieces[0] + pieces[2] + pieces[3])
            case .leftOut: top + (pieces[0] + pieces[2] + pieces[3])
            case .repeated: top + (pieces[0] + pieces[0] + pieces[1] + pieces[2] + pieces[3])
            case .appended: file + Array(file.suffix(whole))
            case .fromAnotherFile:
                top + pieces[0] + Array(another[(header + whole)..<(header + 2 * whole)]) + (pieces[2] + pieces[3])
            case .magic: flipped(0)
            case .version: flipped(8)
            }
        }

        var expected: SealError {
            let path = ""
            return switch self {
            case .firstBit, .saltBit, .swapped, .appended, .leftOut, .repeated, .fromAnotherFile, .middleBit, .lastBit,
                .cutInSegment:
                .changed(path, segment: 0)
            case .cutBetweenSegments, .cutInHeader, .cutToHeader: .truncated(path)
            case .magic: .notSealed(path)
            case .version: .newerVersion(path)
            }
        }
    }

    @Test(
        "Whatever is changed in the file, nothing of it is given out, and the reason is said",
        arguments: Damage.allCases)
    func damage(_ damage: Damage) throws {
        let bytes = Self.bytes(3 * Self.segment + Self.segment / 2)
        let file = try Array(Data(contentsOf: URL(fileURLWithPath: seal(bytes))))
        let another = try Array(Data(contentsOf: URL(fileURLWithPath: seal(bytes, as: "b.mp4.enc"))))
        let path = folder.file("damaged.mp4.enc")
        try Data(damage.done(to: file, another: another)).write(to: URL(fileURLWithPath: path))
        let output = folder.file("out")
        let error = #expect(throws: SealError.self) { try key.open(clip: path, to: output) }
        #expect(!FileManager.default.fileExists(atPath: output))
        switch (damage.expected, error) {
        case (.changed, .changed), (.truncated, .truncated), (.notSealed, .notSealed), (.newerVersion, .newerVersion):
            break
        default: Issue.record("\(damage): \(String(describing: error))")
        }
    }

    @Test("What cannot be written leaves nothing half done, and what is there is not overwritten")
    func halfDone() throws {
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try SealedFile.seal(to: folder.file("c.mp4.enc"), key: key, check: { throw Enough() }) { _, _ in [1] }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        let path = try seal([1, 2, 3])
        try Data([9]).write(to: URL(fileURLWithPath: folder.file("kept")))
        #expect(throws: (any Error).self) { try key.open(clip: path, to: folder.file("kept")) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("kept"))) == Data([9]))
    }
}

@Suite("The key of encrypted clips")
struct EvidenceKeyTests {
    @Test("It is made once, for its owner alone, and is the same from then on")
    func makes() throws {
        let folder = try ScratchFolder()
        let path = folder.file("evidence.key")
        let made = try EvidenceKey.open(orMakeAt: path)
        #expect(try EvidenceKey.open(orMakeAt: path).mark == made.mark)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["evidence.key"])
        let other = try EvidenceKey.open(orMakeAt: folder.file("other.key"))
        #expect(other.mark != made.mark)
    }

    @Test("One that others may read, one that is no key and one that is not there are refused, each with its reason")
    func refuses() throws {
        let folder = try ScratchFolder()
        let path = folder.file("evidence.key")
        #expect(throws: EvidenceKeyError.missing(path)) { try EvidenceKey(contentsOf: path) }
        _ = try EvidenceKey.open(orMakeAt: path)
        for mode in [0o640, 0o604, 0o666] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            #expect(throws: EvidenceKeyError.readableByOthers(path)) { try EvidenceKey.open(orMakeAt: path) }
        }
        for text in ["", "12", String(repeating: "g", count: 64), String(repeating: "a", count: 66)] {
            let bad = folder.file("bad.key")
            try Data(text.utf8).write(to: URL(fileURLWithPath: bad))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: bad)
            #expect(throws: EvidenceKeyError.malformed(bad)) { try EvidenceKey(contentsOf: bad) }
        }
    }
}
