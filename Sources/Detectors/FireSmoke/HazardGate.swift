import VideoCore

/// Finds, without a network, which part of a picture should be looked at closely: something warm or glaring that
/// changes, or something colourless that hides edges. It misses little and rings nothing.
///
/// Works on 32 × 18 blocks of the reduced picture, against what each block usually shows.
struct HazardGate {
    private static let columns = 32
    private static let rows = 18
    /// Seconds over which a block's usual look is learned.
    private static let memory = 30.0

    private struct Block {
        var luma: Float = 0
        var edges: Float = 0
        var warmth: Float = 0
    }

    private var usual = [Block](repeating: Block(), count: columns * rows)
    private var votes = [Int](repeating: 0, count: HazardView.count)
    private var lastTime: Double?
    /// Blocks in which nothing is looked for, by hazard.
    private let excluded: [Hazard: [Bool]]

    /// A gate that does not look at what lies in `excluded`.
    init(excluded: [Hazard: [Polygon]] = [:]) {
        self.excluded = excluded.mapValues { polygons in
            (0..<Self.rows * Self.columns).map { index in
                let middle = Self.middle(index % Self.columns, index / Self.columns)
                return polygons.contains { $0.contains(middle) }
            }
        }
    }

    private static func middle(_ column: Int, _ row: Int) -> ImagePoint {
        ImagePoint(x: (Double(column) + 0.5) / Double(columns), y: (Double(row) + 0.5) / Double(rows))
    }

    /// Takes a frame in; the tile to look at for flames and the one for smoke, nil where there is none.
    mutating func tiles(in frame: Frame) -> (fire: Int?, smoke: Int?) {
        let share = lastTime.map { Float(min(max(frame.mediaTime - $0, 0.1) / Self.memory, 1)) }
        lastTime = frame.mediaTime
        let flames = choose(.fire, frame, learning: nil, Self.looksLikeFlames)
        let smoke = choose(.smoke, frame, learning: share ?? 1, Self.looksLikeSmoke)
        return share == nil ? (nil, nil) : (flames, smoke)
    }

    private mutating func choose(
        _ hazard: Hazard, _ frame: Frame, learning share: Float?, _ test: (_ now: Sample, _ usual: Block) -> Bool
    ) -> Int? {
        for view in votes.indices { votes[view] = 0 }
        for row in 0..<Self.rows {
            for column in 0..<Self.columns {
                let index = row * Self.columns + column
                let sample = Sample(frame, column, row, Self.columns, Self.rows)
                if excluded[hazard]?[index] != true, test(sample, usual[index]) {
                    votes[HazardView.tile(around: Self.middle(column, row))] += 1
                }
                if let share {
                    usual[index].luma += (sample.luma - usual[index].luma) * share
                    usual[index].edges += (sample.edges - usual[index].edges) * share
                    usual[index].warmth += (sample.warmth - usual[index].warmth) * share
                }
            }
        }
        var best = 0
        for view in votes.indices where votes[view] > votes[best] { best = view }
        return votes[best] > 0 ? best : nil
    }

    /// Warm in colour, or so bright that a camera clips it (infrared pictures have no colour), and not as usual.
    private static func looksLikeFlames(_ now: Sample, _ usual: Block) -> Bool {
        let isWarm = now.warmth > 18 && now.peak > 90
        let isGlaring = now.peak >= 235
        let isNew = abs(now.luma - usual.luma) > 4 || now.warmth - usual.warmth > 6
        return (isWarm || isGlaring) && isNew
    }

    /// Hardly any colour, another brightness than usual, and edges that were there are weaker.
    private static func looksLikeSmoke(_ now: Sample, _ usual: Block) -> Bool {
        now.saturation < 14 && abs(now.luma - usual.luma) > 4 && usual.edges > 3 && now.edges < 0.7 * usual.edges
    }

    /// One block of a picture, of 6 × 6 samples.
    private struct Sample {
        var luma: Float = 0
        var peak = 0
        var edges: Float = 0
        /// Red over blue difference: how warm the colour is.
        var warmth: Float = 0
        var saturation: Float = 0

        init(_ frame: Frame, _ column: Int, _ row: Int, _ columns: Int, _ rows: Int) {
            let side = 6
            let (width, height) = (frame.width, frame.height)
            var (sum, edge, red, blue) = (0, 0, 0, 0)
            for y in 0..<side {
                let line = min((row * side + y) * height / (rows * side), height - 1)
                for x in 0..<side {
                    let place = min((column * side + x) * width / (columns * side), width - 1)
                    let value = Int(frame.luma[place, line])
                    sum += value
                    peak = max(peak, value)
                    if place + 2 < width { edge += abs(Int(frame.luma[place + 2, line]) - value) }
                    red +=
                        Int(
                            frame.chromaV[
                                min(place / 2, frame.chromaV.width - 1), min(line / 2, frame.chromaV.height - 1)]) - 128
                    blue +=
                        Int(
                            frame.chromaU[
                                min(place / 2, frame.chromaU.width - 1), min(line / 2, frame.chromaU.height - 1)]) - 128
                }
            }
            let count = Float(side * side)
            luma = Float(sum) / count
            edges = Float(edge) / count
            warmth = Float(red - blue) / count
            saturation = (abs(Float(red)) + abs(Float(blue))) / count
        }
    }
}
