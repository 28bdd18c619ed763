public import VideoCore
import Yams

/// A change of one entry of a site's file that leaves every other line as it is.
public struct ConfigurationEdit: Hashable, Sendable {
    /// The lists whose entries can be changed.
    public enum Section: String, CaseIterable, Hashable, Sendable, Codable {
        /// Cameras, by `camera`.
        case cameras
        /// Recorders, by `id`.
        case nvrs

        /// The key that names an entry.
        public var idKey: String { self == .cameras ? "camera" : "id" }

        fileprivate var path: String { rawValue + "[]" }
    }

    /// In which list.
    public let section: Section
    /// Which entry; one that is not there is added.
    public let id: String
    /// What the entry is to be, with the keys of the file; nil takes it away.
    public let entry: JSONValue?

    /// The entry `id` of `section` becomes `entry`.
    public init(section: Section, id: String, entry: JSONValue?) {
        self.section = section
        self.id = id
        self.entry = entry
    }

    /// Why a file cannot be changed so, with what to do.
    public struct Refusal: Error, Hashable, Sendable {
        /// What is wrong.
        public let mistakes: [Mistake]

        /// Because of `mistakes`.
        public init(mistakes: [Mistake]) { self.mistakes = mistakes }
    }

    /// The entries of `section` in `text`, by id; none where the file is no YAML.
    public static func entries(of section: Section, in text: String) -> [(id: String, entry: JSONValue)] {
        guard let root = try? YAMLText.compose(text).root, let list = list(section, in: root) else { return [] }
        return list.compactMap { node in
            node.mapping?.text(of: section.idKey).map { ($0, JSONValue(node)) }
        }
    }

    /// The text of the file after the change. Everything else is read from it as before, which is made sure of.
    public func applied(to text: String) throws(Refusal) -> String {
        let wanted = try wantedEntry()
        let root = try Self.compose(text)
        let changed: String
        do {
            let source = YAMLSource(text)
            guard let edits = try edits(root, source, wanted) else { throw refusal(Self.unusual) }
            changed = source.applying(edits)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw refusal("the entry cannot be written as YAML", "correct texts with characters that are none")
        }
        do throws(Refusal) {
            try check(root, changed, wanted)
            return changed
        } catch {
            let isThere = Self.entries(of: section, in: text).contains { $0.id == id }
            guard wanted != nil, isThere else { throw error }
            // Where single lines do not do, the entry is written anew, at the end of its list.
            let without = try ConfigurationEdit(section: section, id: id, entry: nil).applied(to: text)
            return try applied(to: without)
        }
    }

    private static let unusual = "the entry is written in a way that cannot be changed here"

    /// The entry with its id.
    private func wantedEntry() throws(Refusal) -> JSONValue? {
        guard var wanted = entry?.settled() else { return nil }
        guard case .object = wanted else { throw refusal("the entry is no group of keys", "send an object") }
        if wanted[section.idKey] == nil { wanted[section.idKey] = .string(id) }
        guard wanted[section.idKey] == .string(id) else {
            throw refusal(
                "the entry has another id", "give it `\(section.idKey): \(id)`; one with another id is another one")
        }
        return wanted
    }

    private static func compose(_ text: String) throws(Refusal) -> Node {
        do throws(YAMLText.Malformed) {
            let (root, repeated) = try YAMLText.compose(text)
            guard repeated.entries.isEmpty else {
                throw YAMLText.Malformed([
                    Mistake(problem: "keys are written twice", remedy: "run tocsin check on the file and correct it")
                ])
            }
            return root
        } catch {
            throw Refusal(mistakes: error.mistakes)
        }
    }

    private static func pair(_ section: Section, in root: Node) -> (key: Node, value: Node)? {
        root.mapping?.first { $0.key.scalar?.string == section.rawValue }.map { ($0.key, $0.value) }
    }

    private static func list(_ section: Section, in root: Node) -> Node.Sequence? {
        pair(section, in: root)?.value.sequence
    }

    private func edits(_ root: Node, _ source: YAMLSource, _ wanted: JSONValue?) throws -> [YAMLSource.Edit]? {
        let list = Self.list(section, in: root)
        let index = list?.firstIndex { $0.mapping?.text(of: section.idKey) == id }
        if let index, let list, JSONValue(list[index]) == wanted { return [] }
        if index == nil, wanted == nil { throw refusal("there is no such entry", "take an id that is in the file") }
        guard let list, let mark = list.mark else { return try wanted.flatMap { try firstEntry($0, root, source) } }
        if list.isEmpty, let wanted, let first = try firstEntry(wanted, root, source) { return first }
        if source.character(mark) == "[" {
            let flow = FlowEdit(source: source, list: list, path: section.path)
            return try index.map { try flow.change($0, to: wanted) } ?? wanted.flatMap { try flow.add($0) }
        }
        guard let block = BlockList(list, root, section.rawValue, source) else { return nil }
        return try index.map { try block.change($0, to: wanted, path: section.path) }
            ?? wanted.flatMap { try block.add($0, path: section.path) }
    }

    /// Where the list is empty or missing.
    private func firstEntry(_ wanted: JSONValue, _ root: Node, _ source: YAMLSource) throws -> [YAMLSource.Edit]? {
        guard root.mapping != nil, source.character(root.mark) != "{", case .object(let values) = wanted else {
            return nil
        }
        var lines = try EntryText.block(values, indent: 4, path: section.path)
        lines[0] = "  - " + lines[0].dropFirst(4)
        let block = BlockEdit(source: source)
        guard let (key, value) = Self.pair(section, in: root), let mark = key.mark else {
            let end = source.scalars.count
            return [.init(range: end..<end, text: block.text(["\(section.rawValue):"] + lines, at: end))]
        }
        guard let own = emptied(value, mark, source) else { return nil }
        let line = mark.line - 1..<mark.line
        return [
            .init(
                range: source.range(ofLines: line),
                text: block.text([own] + lines, at: source.start(ofLine: mark.line - 1)))
        ]
    }

    /// The line of `key` without what stands there for an empty list; nil where `value` is something else, or elsewhere.
    private func emptied(_ value: Node, _ key: Mark, _ source: YAMLSource) -> String? {
        let line = source.line(key.line - 1)
        guard let list = value.sequence, list.isEmpty, let mark = list.mark else {
            guard JSONValue(value) == .null else { return nil }
            return value.scalar?.string.isEmpty == true ? line : "\(section.rawValue):"
        }
        let flow = FlowEdit(source: source, list: list, path: section.path)
        guard mark.line == key.line, let end = flow.end(from: source.offset(mark)) else { return nil }
        let own = end - source.start(ofLine: key.line - 1)
        guard own <= line.unicodeScalars.count else { return nil }
        let before = String(source.before(mark).reversed().drop { $0 == " " }.reversed())
        return before + String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(own)))
    }

    /// Reads `text` once more: the entry is what was wanted, and everything else is as it was in `root`.
    private func check(_ root: Node, _ text: String, _ wanted: JSONValue?) throws(Refusal) {
        let remedy = "change it in the file itself; an anchor (&name) that others use is written out there first"
        guard let (after, repeated) = try? YAMLText.compose(text), repeated.entries.isEmpty else {
            throw refusal(Self.unusual, remedy)
        }
        let (old, new) = (JSONValue(root), JSONValue(after))
        var (rest, restAfter) = (old, new)
        rest[section.rawValue] = nil
        restAfter[section.rawValue] = nil
        func entries(_ value: JSONValue) -> [JSONValue] {
            guard case .array(let entries)? = value[section.rawValue] else { return [] }
            return entries
        }
        let others = entries(old).filter { $0[section.idKey] != .string(id) }
        let own = entries(new).filter { $0[section.idKey] == .string(id) }
        guard rest == restAfter, others == entries(new).filter({ $0[section.idKey] != .string(id) }),
            own == (wanted.map { [$0] } ?? [])
        else { throw refusal(Self.unusual, remedy) }
    }

    private func refusal(
        _ problem: String, _ remedy: String = "change it in the file itself"
    ) -> Refusal { Refusal(mistakes: [Mistake(key: section.rawValue, problem: problem, remedy: remedy)]) }
}
