import Yams

/// The keys of one mapping. Unknown and repeated keys are reported when it is made.
struct SectionReader {
    let section: Section
    /// The mapping itself.
    let owner: Value
    private var values: [String: Value] = [:]

    init(_ owner: Value, pairs: Node.Mapping?, section: Section) {
        self.section = section
        self.owner = owner
        var earlier: [String: [Int]] = [:]
        for (key, node) in pairs ?? [:] {
            let name = key.scalar?.string ?? ""
            if let marker = owner.diagnosis.repeatedKeys.marker(of: name),
                let entry = owner.diagnosis.repeatedKeys.entries[marker]
            {
                earlier[entry.name, default: []].append(entry.line)
                owner.diagnosis.reportedRepeat(marker)
            } else {
                accept(name, at: key.mark, node, earlier: earlier[name] ?? [])
            }
        }
    }

    /// The value of `key`, if given.
    subscript(key: String) -> Value? { values[key] }

    /// The value of `key`; its absence is a mistake.
    func required(_ key: String, _ remedy: String) -> Value? {
        if let value = values[key] { return value }
        let mark = owner.node.mark
        owner.diagnosis.report(
            Mistake(line: mark?.line, column: mark?.column, key: path(of: key), problem: "is missing", remedy: remedy))
        return nil
    }

    private func path(of key: String) -> String { owner.path.isEmpty ? key : "\(owner.path).\(key)" }

    private mutating func accept(_ name: String, at mark: Mark?, _ node: Node, earlier: [Int]) {
        let diagnosis = owner.diagnosis
        let isKnown = section.keys.contains(name)
        guard isKnown || !diagnosis.isFull else { return }
        let shown = diagnosis.secrets.shownKey(name)
        let path = path(of: isKnown ? name : shown)
        func report(_ problem: String, _ remedy: String) {
            diagnosis.report(
                Mistake(line: mark?.line, column: mark?.column, key: path, problem: problem, remedy: remedy))
        }
        if !earlier.isEmpty {
            let lines = earlier.map { "\($0)" }.joined(separator: ", ")
            report("the key is written twice, first on line \(lines)", "keep one of them")
        }
        guard isKnown else { return report("unknown key", remedy(forUnknown: name)) }
        diagnosis.saw(section.path(of: name))
        values[name] = Value(node: node, path: path, diagnosis: diagnosis)
    }

    private func remedy(forUnknown name: String) -> String {
        if name == "<<" { return "merge keys are not read: write the values out" }
        if let near = Suggestion.nearest(to: name, in: section.keys) { return "did you mean `\(near)`?" }
        let elsewhere = Section.all.filter { $0.keys.contains(name) }.map(\.path)
        if let place = elsewhere.first {
            return place.isEmpty
                ? "`\(name)` belongs at the top of a site's file" : "`\(name)` belongs under `\(place)`"
        }
        if section.keys.isEmpty { return "delete it: nothing can be set here" }
        return "known here: \(section.keys.joined(separator: ", "))"
    }
}
