internal import Vision

/// One reference with the buffers to compare it with what is seen.
struct ViewComparison {
    /// Displacement that counts, as a share of the width (`domain.md`: scene moved).
    private static let leastMove = 0.02
    /// Agreement above which nothing else is looked for.
    private static let certain = 0.8
    /// By how much a displaced view must agree better than an undisplaced one, and how well at all.
    private static let (leastGain, leastAgreement) = (0.1, 0.3)
    /// Shifts looked for, as a share of the width.
    private static let reach = 0.1
    /// Share of the reference's edges in a part below which they are gone, and the share of parts that must have lost them.
    private static let (leastPresence, lostShare) = (0.2, 0.5)
    /// Contrast, as a share of the usual one, below which a picture that has not become darker is fogged.
    private static let fogShare = 0.35
    /// Seconds in which the reference follows the light: dusk takes half an hour.
    private static let followTime = 300.0
    /// ... and in which its contrast falls: longer than a fog, so that fog does not become usual.
    private static let contrastTime = 43_200.0
    /// Parts across and down in which the edges are counted.
    private static let parts = (across: 8, down: 5)

    private(set) var reference: ViewReference
    private var precise: [Float]
    private var halfHome: EdgeMap
    private var halfRecent: EdgeMap
    private var halfNow: EdgeMap

    init(_ reference: ViewReference) {
        self.reference = reference
        precise = reference.recent.vectors.map(Float.init)
        halfHome = EdgeMap(columns: reference.home.columns / 2, rows: reference.home.rows / 2)
        (halfRecent, halfNow) = (halfHome, halfHome)
        reference.home.halve(into: &halfHome)
    }

    /// How a picture looks of which no other is known.
    static func judgeAlone(_ sketch: ViewSketch) -> ViewState {
        // Black: mean < 16 and deviation < 3; too bright: mean > 220 (`domain.md`).
        if sketch.mean < 16, sketch.deviation < 3 { return .dark }
        if sketch.mean > 220 { return .washedOut }
        // Not one place in a hundred has an edge of six grey levels: nothing to learn.
        if sketch.strength < 0.25 { return sketch.mean < 30 ? .dark : .covered }
        return .clear
    }

    /// How the picture in `sketch` looks beside the reference.
    mutating func judge(_ sketch: ViewSketch) -> ViewState {
        let alone = Self.judgeAlone(sketch)
        guard alone.isClear else { return alone }
        if isFogged(sketch) { return .washedOut }
        let agreement = max(
            reference.recent.agreement(with: sketch.edges), reference.home.agreement(with: sketch.edges))
        guard agreement < Self.certain else { return .clear }
        if let move = move(sketch.edges, unmoved: agreement) {
            return move > Self.leastMove ? .moved(by: move) : .clear
        }
        guard lost(sketch.edges) > Self.lostShare else { return .clear }
        if sketch.mean < 30 { return .dark }
        return sketch.strength < 0.5 * reference.strength ? .covered : .moved(by: .infinity)
    }

    private func isFogged(_ sketch: ViewSketch) -> Bool {
        sketch.strength < Self.fogShare * reference.strength && sketch.mean > 80
            && sketch.mean > 0.9 * reference.mean
    }

    /// Share of the width by which the view stands elsewhere; nil when it is not found elsewhere.
    private mutating func move(_ edges: EdgeMap, unmoved: Double) -> Double? {
        edges.halve(into: &halfNow)
        reference.recent.halve(into: &halfRecent)
        let reach = max(Int(Self.reach * Double(halfNow.columns)), 2)
        return move(edges, from: reference.recent, halfRecent, reach: reach, unmoved: unmoved)
            ?? move(edges, from: reference.home, halfHome, reach: reach, unmoved: unmoved)
    }

    private func move(_ edges: EdgeMap, from full: EdgeMap, _ half: EdgeMap, reach: Int, unmoved: Double) -> Double? {
        let coarse = half.bestShift(of: halfNow, within: reach)
        guard coarse.agreement > Self.leastAgreement else { return nil }
        let fine = full.bestShift(of: edges, within: 2, near: (2 * coarse.dx, 2 * coarse.dy))
        let share = fine.length / Double(edges.columns)
        let isBetter = fine.agreement > max(Self.leastAgreement, unmoved + Self.leastGain)
        return isBetter ? share : nil
    }

    /// Share of the parts with edges that have lost them.
    private func lost(_ edges: EdgeMap) -> Double {
        var (known, lost) = (0, 0)
        for row in 0..<Self.parts.down {
            for column in 0..<Self.parts.across {
                let part = MapPart(
                    left: column * edges.columns / Self.parts.across, top: row * edges.rows / Self.parts.down,
                    right: (column + 1) * edges.columns / Self.parts.across,
                    bottom: (row + 1) * edges.rows / Self.parts.down)
                let recent = reference.recent.presence(in: edges, part: part)
                let home = reference.home.presence(in: edges, part: part)
                guard recent != nil || home != nil else { continue }
                known += 1
                if max(recent ?? 0, home ?? 0) < Self.leastPresence { lost += 1 }
            }
        }
        return known == 0 ? 0 : Double(lost) / Double(known)
    }

    /// Lets the reference follow the light, of which `seconds` have passed.
    mutating func follow(_ sketch: ViewSketch, seconds: Double) {
        let share = min(seconds / Self.followTime, 1)
        reference.recent.follow(sketch.edges, share: share, precisely: &precise)
        reference.mean += (sketch.mean - reference.mean) * share
        let slow = sketch.strength > reference.strength ? share : min(seconds / Self.contrastTime, 1)
        reference.strength += (sketch.strength - reference.strength) * slow
    }
}
