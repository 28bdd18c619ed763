internal import VideoCore

/// Where a test fall begins and how far it can be followed.
struct FallRoute: Hashable {
    /// Storey it falls from.
    var floor: Int
    /// Column, as a share of the picture's width.
    var x: Double
    /// Level of release, in storeys: a window sill is a third of a storey above the floor.
    var level: Double
    /// Level at which it leaves facade or picture, in storeys.
    var lowest: Double
}

extension FallRoute {
    /// Height of a hand above the floor, in storeys.
    private static let hand = 0.4
    /// Storeys in sight below the release. The detector rings after more than two, counted from where it first sees the
    /// ball move.
    private static let leastFall = 3.0
    /// Margin at the edges of the picture, as a share of it.
    private static let margin = 0.01

    /// The routes of a self-test, one list for each height: the highest storey in view, the lowest with falls long
    /// enough, and the one between. The routes of a list differ in their column. Empty where no fall can be seen.
    static func plan(_ settings: ThrownObjectSettings, in view: FacadeView) -> [[FallRoute]] {
        let highest = settings.floors.map(\.floor).max() ?? 0
        let lowest = settings.floors.map(\.floor).min() ?? 0
        var routes: [Int: [FallRoute]] = [:]
        for x in columns {
            for floor in lowest...max(highest, lowest) {
                guard let route = route(floor: floor, x: x, settings.facade, view) else { continue }
                routes[floor, default: []].append(route)
            }
        }
        guard let top = routes.keys.max(), let bottom = routes.keys.min() else { return [] }
        let middle = routes.keys.min { abs(2 * $0 - top - bottom) < abs(2 * $1 - top - bottom) } ?? top
        var floors: [Int] = []
        for floor in [top, middle, bottom] where !floors.contains(floor) { floors.append(floor) }
        return floors.compactMap { routes[$0] }
    }

    /// Columns tried, the middle ones first.
    private static let columns = [0.5, 0.4, 0.6, 0.33, 0.67, 0.25, 0.75]

    private static func route(floor: Int, x: Double, _ facade: [Polygon], _ view: FacadeView) -> FallRoute? {
        func isInView(_ level: Double) -> Bool {
            guard let point = view.point(level: level, x: x) else { return false }
            guard (margin...1 - margin).contains(point.y) else { return false }
            return facade.isEmpty || facade.contains { $0.contains(point) }
        }
        let start = Double(floor) + hand
        guard isInView(start) else { return nil }
        var level = start
        // The ground is the floor of storey 1, where storeys are counted from there.
        while level - 0.05 > 1, isInView(level - 0.05) { level -= 0.05 }
        guard start - level >= leastFall else { return nil }
        return FallRoute(floor: floor, x: x, level: start, lowest: level)
    }
}
