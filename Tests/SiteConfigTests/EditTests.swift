import Foundation
import Ledger
import TestSupport
import Testing
import VideoCore

@testable import SiteConfig

/// Changes of one entry that leave the rest of a site's file as it is.
@Suite struct EditTests {
    static let file = """
        # The site of the east garden.
        site: east-garden   # its id
        cameras:

          # Facades
          - camera: a       # 3号楼
            url: rtsp://192.0.2.1/video1   # main stream
            # where it looks
            detectors:
              thrown-object:
                # read off on a sunny day
                floors:
                  - {floor: 3, line: [[0.1, 0.9], [0.9, 0.9]]}
                  - {floor: 9, line: [[0.1, 0.5], [0.9, 0.5]]}   # the roof
                floorHeight: 2.90
              fire: {}
            # its last word

          # The gate
          - camera: b
            url: rtsp://192.0.2.2/video1
            deviceCode: "37010200001320000001"
            alarms: {schedule: [{from: "22:00", to: "06:00"}]}

        # Recorders
        nvrs: [{id: nvr-1, maxConnects: 4}, {id: nvr-2}]   # two of them
        timeZone: Asia/Shanghai

        """

    private func entry(_ id: String, _ section: ConfigurationEdit.Section = .cameras, in text: String = file)
        -> JSONValue
    {
        ConfigurationEdit.entries(of: section, in: text).first { $0.id == id }?.entry ?? .null
    }

    private func apply(
        _ id: String, _ entry: JSONValue?, _ section: ConfigurationEdit.Section = .cameras, to text: String = file
    ) throws -> String {
        try ConfigurationEdit(section: section, id: id, entry: entry).applied(to: text)
    }

    /// Lines that are gone, and lines that have come.
    private func changes(_ new: String, from old: String = file) -> (gone: [String], new: [String]) {
        let difference = new.components(separatedBy: "\n").difference(from: old.components(separatedBy: "\n"))
        let removed = difference.removals.map { if case .remove(_, let line, _) = $0 { line } else { "" } }
        let inserted = difference.insertions.map { if case .insert(_, let line, _) = $0 { line } else { "" } }
        return (removed, inserted)
    }

    @Test("An entry that is replaced by itself leaves every byte as it was", arguments: ["a", "b"])
    func same(id: String) throws { #expect(try apply(id, entry(id)) == Self.file) }

    @Test("A value that changes takes its line with it, and no other; what is said behind it stays")
    func value() throws {
        var changed = entry("a")
        changed["url"] = .string("rtsp://192.0.2.9/video1")
        let (gone, new) = changes(try apply("a", changed))
        #expect(gone == ["    url: rtsp://192.0.2.1/video1   # main stream"])
        #expect(new == ["    url: rtsp://192.0.2.9/video1   # main stream"])
    }

    @Test("A value deep within changes, and comments around it stay")
    func deep() throws {
        var (changed, thrown) = (entry("a"), entry("a")["detectors"]?["thrown-object"] ?? .null)
        thrown["floorHeight"] = .number(3)
        changed["detectors"]?["thrown-object"] = thrown
        let (gone, new) = changes(try apply("a", changed))
        #expect(gone == ["        floorHeight: 2.90"] && new == ["        floorHeight: 3"])
    }

    @Test("Keys come where the sample has them, and go with their lines alone")
    func keys() throws {
        var changed = entry("a")
        changed["username"] = .string("tocsin")
        changed["detectors"]?["fire"] = nil
        let text = try apply("a", changed)
        let (gone, new) = changes(text)
        #expect(gone == ["      fire: {}"] && new == ["    username: tocsin"])
        #expect(text.contains("# main stream\n    username: tocsin\n    # where it looks"))
        #expect(text.contains("# its last word"))
    }

    @Test("An entry that goes takes its lines with it, and leaves what is said of the next")
    func removal() throws {
        let text = try apply("a", nil)
        #expect(
            !text.contains("video1   # main") && !text.contains("3号楼") && text.contains("# The gate\n  - camera: b"))
        #expect(text.hasPrefix("# The site of the east garden.") && text.contains("  # Facades"))
        #expect(ConfigurationEdit.entries(of: .cameras, in: text).map(\.id) == ["b"])
        let none = try apply("b", nil, to: text)
        #expect(ConfigurationEdit.entries(of: .cameras, in: none).isEmpty && none.contains("# Recorders"))
        #expect(try apply("b", entry("b"), to: none).contains("  - camera: b\n"))
    }

    @Test("A new entry comes last, in the style of the file")
    func addition() throws {
        let text = try apply(
            "c",
            .object([
                "url": .string("rtsp://192.0.2.3/a?b=c&d=#1"), "name": .string("东门: 一"), "deviceCode": .string("007"),
                "channel": .number(7), "enabled": .bool(true), "alarms": .object(["cooldown": .number(0.1)]),
            ]))
        let (gone, new) = changes(text)
        #expect(gone.isEmpty)
        #expect(
            new == [
                "  - camera: c", "    enabled: true", "    name: '东门: 一'", "    deviceCode: \"007\"",
                "    url: rtsp://192.0.2.3/a?b=c&d=#1", "    channel: 7", "    alarms:", "      cooldown: 0.1",
            ])
        #expect(text.contains("to: \"06:00\"}]}\n  - camera: c\n"))
    }

    @Test(
        "Entries in brackets change in their place",
        arguments: [
            (
                "nvr-1", JSONValue.object(["id": .string("nvr-1"), "maxConnects": .number(2)]),
                "[{id: nvr-1, maxConnects: 2}, {id: nvr-2}]"
            ),
            (
                "nvr-3", .object(["name": .string("a, b")]),
                "[{id: nvr-1, maxConnects: 4}, {id: nvr-2}, {id: nvr-3, name: 'a, b'}]"
            ),
            ("nvr-1", nil, "[ {id: nvr-2}]"), ("nvr-2", nil, "[{id: nvr-1, maxConnects: 4}]"),
        ] as [(String, JSONValue?, String)])
    func flow(id: String, entry: JSONValue?, expected: String) throws {
        #expect(
            try apply(id, entry, .nvrs)
                == Self.file.replacing("[{id: nvr-1, maxConnects: 4}, {id: nvr-2}]", with: expected))
    }

    @Test(
        "A list that is missing or empty begins with the first entry",
        arguments: [
            ("site: a", "site: a\nnvrs:\n  - id: r1\n"),
            ("nvrs:   # none yet\nsite: a\n", "nvrs:   # none yet\n  - id: r1\nsite: a\n"),
            ("nvrs: []\nsite: a\n", "nvrs:\n  - id: r1\nsite: a\n"), ("nvrs: ~\n", "nvrs:\n  - id: r1\n"),
            ("nvrs: [ ]   # none\n", "nvrs:   # none\n  - id: r1\n"),
        ])
    func first(text: String, expected: String) throws {
        #expect(try apply("r1", .object([:]), .nvrs, to: text) == expected)
    }

    @Test("Lines end as they did, on Windows too")
    func windows() throws {
        let text = Self.file.replacing("\n", with: "\r\n")
        var changed = entry("a")
        changed["url"] = .string("rtsp://192.0.2.9/video1")
        let new = try apply("a", changed, to: text)
        #expect(new == text.replacing("192.0.2.1/", with: "192.0.2.9/"))
        let added = try apply("c", .object(["url": .string("rtsp://h/p")]), to: text)
        #expect(added.unicodeScalars.count { $0 == "\n" } == added.unicodeScalars.count { $0 == "\r" })
        #expect(try apply("c", nil, to: added) == text)
    }

    @Test("What an entry takes from elsewhere is written out where it changes, and stays where it does not")
    func aliases() throws {
        let text = """
            site: a
            cameras:
              - camera: a
                url: rtsp://h/1
                place: &here {building: "3"}
                timeouts: {connect: 3}
              - camera: b
                url: rtsp://h/2
                place: *here

            """
        var changed = entry("b", in: text)
        changed["url"] = .string("rtsp://h/3")
        #expect(try apply("b", changed, to: text) == text.replacing("rtsp://h/2", with: "rtsp://h/3"))
        changed["place"] = .object(["building": .string("4")])
        #expect(try apply("b", changed, to: text).contains("place: {building: \"4\"}") == false)
        #expect(entry("b", in: try apply("b", changed, to: text)) == changed)
        var other = entry("a", in: text)
        other["timeouts"]?["connect"] = .number(4)
        #expect(
            try apply("a", other, to: text)
                == text.replacing("connect: 3", with: "connect: 4").replacing(
                    "timeouts: {connect: 4}", with: "timeouts:\n      connect: 4"))
        // Others still need what it defines.
        for change in [nil, JSONValue.object(["camera": .string("a"), "url": .string("rtsp://h/1")])] {
            let refusal = #expect(throws: ConfigurationEdit.Refusal.self) { try apply("a", change, to: text) }
            #expect(refusal?.mistakes.first?.remedy.contains("anchor (&name)") == true)
        }
    }

    @Test(
        "What cannot be changed safely is refused with a remedy",
        arguments: [
            "site: a\ncameras:\n  - *x\n", "site: a\nsite: b\ncameras: []\n", "{site: a, cameras: [{camera: x}]\n",
            "site: a\nx: &c {camera: x}\ncameras:\n  - *c\n", "- camera: x\n", "", "cameras: 7\n", "cameras: |\n  x\n",
            "\u{0}",
            "cameras:\n\t- camera: x\n", "site: a\n...\n",
        ])
    func refused(text: String) {
        let refusal = #expect(throws: ConfigurationEdit.Refusal.self) {
            try apply("x", .object(["url": .string("rtsp://h/p")]), to: text)
        }
        #expect(refusal?.mistakes.allSatisfy { !$0.problem.isEmpty && !$0.remedy.isEmpty } == true)
    }

    @Test("An entry that says it is another one, or is none, is refused")
    func otherID() {
        for entry in [
            JSONValue.object(["camera": .string("b")]), .string("a"), .array([]), .object(["camera": .number(3)]),
        ] {
            #expect(throws: ConfigurationEdit.Refusal.self) { try apply("a", entry) }
        }
        #expect(throws: ConfigurationEdit.Refusal.self) { try apply("nobody", nil) }
    }

    /// Texts that YAML would take for something else.
    static let texts = [
        "", "~", "null", "true", "no", "3", "0x1f", "1_000", "07:00", "2025-01-01", "- a", "a: b", "a #b", "#a", "*a",
        "&a", "!a",
        "%a", "@a", "`a", "'a", "\"a", "a'b", "\\n", "a\nb", "a\tb", " a ", "[a", "{a", "a,b", "a]", "?", "? a", ":",
        "a:", "|", ">",
        "---", "...", "=", "<<", "楼", "\u{85}", "\u{2028}", "\u{0}", "e\u{301}", "🔥", "a\r\nb",
        String(repeating: "long ", count: 60),
    ]

    @Test("Every text comes back as it was, in lines and in brackets", arguments: texts)
    func text(_ text: String) throws {
        let entry = JSONValue.object([
            "camera": .string("c"), "name": .string(text), "x": .array([.string(text), .array([.string(text)])]),
            "y": .object([text.isEmpty ? "k" : text: .object(["z": .string(text)])]),
        ])
        let new = try apply("c", entry)
        #expect(self.entry("c", in: new) == entry)
        let flow = "site: a\ncameras: [{camera: a, name: it's}, {camera: b}]   # it's\n"
        #expect(self.entry("c", in: try apply("c", entry, to: flow)) == entry)
    }

    /// The samples, and every camera in them.
    static let samples: [(path: String, id: String)] = ["site.yaml", "registry/site.yaml"].flatMap { name in
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "samples/" + name).path
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return ConfigurationEdit.Section.allCases.flatMap { ConfigurationEdit.entries(of: $0, in: text) }.map {
            (path, $0.id)
        }
    }

    /// Those in whose lines others have an anchor: they cannot be taken away.
    private static let lenders: Set = ["facade-3-south", "facade-east-1", "lift-east-1"]

    @Test("A byte order mark within a text is refused, not lost")
    func mark() {
        let entry = JSONValue.object(["camera": .string("c"), "name": .string("\u{FEFF}")])
        #expect(throws: ConfigurationEdit.Refusal.self) { try apply("c", entry) }
    }

    @Test(
        "Every entry of the samples, replaced by itself, or taken away and added again, gives the same site",
        arguments: samples)
    func sample(path: String, id: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for section in ConfigurationEdit.Section.allCases {
            guard let entry = ConfigurationEdit.entries(of: section, in: text).first(where: { $0.id == id })?.entry
            else { continue }
            #expect(try apply(id, entry, section, to: text) == text)
            if Self.lenders.contains(id) {
                #expect(throws: ConfigurationEdit.Refusal.self) { try apply(id, nil, section, to: text) }
                continue
            }
            let again = try apply(id, entry, section, to: try apply(id, nil, section, to: text))
            let (before, after) = (
                ConfigurationDraft(text: text, path: path), ConfigurationDraft(text: again, path: path)
            )
            var (old, new) = (try #require(before.settings), try #require(after.settings, "\(after.mistakes)"))
            old.sort()
            new.sort()
            #expect(old == new)
        }
    }

    @Test("A key that comes where others go makes the entry be written anew, and nothing else")
    func anew() throws {
        let entry = JSONValue.object(["camera": .string("a"), "alarms": .object(["cooldown": .number(5)])])
        let new = try apply("a", entry)
        #expect(self.entry("a", in: new) == entry)
        #expect(self.entry("b", in: new) == self.entry("b"))
        #expect(new.contains("# Recorders\nnvrs: [{id: nvr-1, maxConnects: 4}, {id: nvr-2}]   # two of them\n"))
    }

    @Test("Random entries of random shape come back, whatever stood there before, or are refused, which few are")
    func random() throws {
        var numbers = Seeded(state: 11)
        func value(_ depth: Int) -> JSONValue {
            switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &numbers) {
            case 0: .bool(Bool.random(using: &numbers))
            case 1:
                .number(
                    Bool.random(using: &numbers)
                        ? Double(Int.random(in: -9...99, using: &numbers))
                        : Double.random(in: -1e-3...1e6, using: &numbers))
            case 2: .string(Self.texts.randomElement(using: &numbers) ?? "")
            case 3: .null
            case 4: .array((0..<Int.random(in: 0...3, using: &numbers)).map { _ in value(depth + 1) })
            default:
                .object(
                    Dictionary(
                        (0..<Int.random(in: 0...3, using: &numbers)).map { _ in
                            ("k\(Int.random(in: 0...5, using: &numbers))", value(depth + 1))
                        }
                    ) { $1 })
            }
        }
        var text = Self.file
        var refused = 0
        for _ in 0..<200 {
            let id = ["a", "b", "c", "d"].randomElement(using: &numbers) ?? "a"
            var entry = JSONValue.object(["camera": .string(id)])
            for key in ["x", "y", "alarms", "detectors"] where Bool.random(using: &numbers) { entry[key] = value(0) }
            let isThere = ConfigurationEdit.entries(of: .cameras, in: text).contains { $0.id == id }
            let wanted = isThere && Int.random(in: 0...4, using: &numbers) == 0 ? nil : entry
            do {
                text = try apply(id, wanted, to: text)
                #expect(self.entry(id, in: text) == wanted ?? .null)
            } catch is ConfigurationEdit.Refusal {
                // What is odd in one text must not stand in the way of the next.
                refused += 1
                text = Self.file
            }
        }
        #expect(refused < 20, "\(refused) of 200")
    }
}

extension SiteSettings {
    /// Lists in the order of ids, without the lines that warnings name.
    fileprivate mutating func sort() {
        cameras.sort { $0.id.name < $1.id.name }
        nvrs.sort { $0.id < $1.id }
        channels.sort { $0.device < $1.device }
        registry.devices.sort { $0.id < $1.id }
        registry.recorders.sort { $0.id < $1.id }
        warnings = []
    }
}
