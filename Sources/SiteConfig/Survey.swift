import Yams

/// A first walk over a document, before anything is read from it: is it of a sane size with all aliases expanded, and
/// which of its texts are secret?
struct Survey {
    /// Values, expanded; 500 cameras with 60 floor lines each have 300,000.
    static let mostValues = 500_000
    /// Mappings and lists within each other; the deepest legal value lies at 9.
    static let deepest = 32

    private(set) var secrets = Secrets()
    private(set) var complaint: Mistake?

    init(_ root: Node) {
        var open = [Place(node: root, depth: 0, key: "")]
        var count = 0
        while let place = open.popLast() {
            count += 1
            if count > Self.mostValues || place.depth > Self.deepest {
                complaint = Self.refusal(of: place, tooDeep: place.depth > Self.deepest)
                return
            }
            switch place.node {
            case .scalar(let scalar): secrets.learn(scalar.string, under: place.key)
            case .sequence(let list):
                open += list.map { Place(node: $0, depth: place.depth + 1, key: place.key) }
            case .mapping(let pairs):
                for (key, value) in pairs {
                    let name = Self.isSecret(place.key) ? place.key : key.scalar?.string ?? ""
                    open.append(Place(node: value, depth: place.depth + 1, key: name))
                }
            case .alias: break
            }
        }
    }

    private struct Place {
        let node: Node
        let depth: Int
        let key: String
    }

    private static func isSecret(_ key: String) -> Bool { key.lowercased().contains("pass") }

    private static func refusal(of place: Place, tooDeep: Bool) -> Mistake {
        let mark = place.node.mark
        return Mistake(
            line: mark?.line, column: mark?.column,
            problem: tooDeep
                ? "values lie more than \(deepest) levels deep"
                : "there are more than \(mostValues) values once aliases (*name) are expanded",
            remedy: "write the values out plainly, with fewer aliases")
    }
}
