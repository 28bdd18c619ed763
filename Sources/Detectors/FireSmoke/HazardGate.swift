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
    private var lattice = SampleLattice(columns: columns * Sample.side, rows: rows * Sample.side)
    private var flames = TileVotes()
    private var smoke = TileVotes()
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
        lattice.fit(width: frame.width, height: frame.height)
        flames.removeAll()
        smoke.removeAll()
        let (noFlames, noSmoke) = (excluded[.fire], excluded[.smoke])
        for row in 0..<Self.rows {
            for column in 0..<Self.columns {
                let index = row * Self.columns + column
                let sample = Sample(frame, column, row, lattice)
                if noFlames?[index] != true, Self.looksLikeFlames(sample, usual[index]) {
                    flames.add(HazardView.tile(around: Self.middle(column, row)))
                }
                if noSmoke?[index] != true, Self.looksLikeSmoke(sample, usual[index]) {
                    smoke.add(HazardView.tile(around: Self.middle(column, row)))
                }
                learn(sample, of: index, share ?? 1)
            }
        }
        return share == nil ? (nil, nil) : (flames.best, smoke.best)
    }

    private mutating func learn(_ sample: Sample, of index: Int, _ share: Float) {
        usual[index].luma += (sample.luma - usual[index].luma) * share
        usual[index].edges += (sample.edges - usual[index].edges) * share
        usual[index].warmth += (sample.warmth - usual[index].warmth) * share
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
        static let side = 6

        var luma: Float = 0
        var peak = 0
        var edges: Float = 0
        /// Red over blue difference: how warm the colour is.
        var warmth: Float = 0
        var saturation: Float = 0

        init(_ frame: Frame, _ column: Int, _ row: Int, _ lattice: SampleLattice) {
            var (sum, edge, red, blue) = (0, 0, 0, 0)
            for y in row * Self.side..<(row + 1) * Self.side {
                let line = lattice.lines[y]
                for x in column * Self.side..<(column + 1) * Self.side {
                    let place = lattice.places[x]
                    let value = Int(frame.luma[place, line])
                    sum += value
                    peak = max(peak, value)
                    if place + 2 < frame.width { edge += abs(Int(frame.luma[place + 2, line]) - value) }
                    red += Int(frame.chromaV[place / 2, line / 2]) - 128
                    blue += Int(frame.chromaU[place / 2, line / 2]) - 128
                }
            }
            let count = Float(Self.side * Self.side)
            luma = Float(sum) / count
            edges = Float(edge) / count
            warmth = Float(red - blue) / count
            saturation = (abs(Float(red)) + abs(Float(blue))) / count
        }
    }
}

/// Places of samples spread evenly over pictures of one size; divided out once.
private struct SampleLattice {
    private(set) var places: [Int]
    private(set) var lines: [Int]
    private var size = (width: 0, height: 0)

    init(columns: Int, rows: Int) {
        places = Array(repeating: 0, count: columns)
        lines = Array(repeating: 0, count: rows)
    }

    mutating func fit(width: Int, height: Int) {
        guard size != (width, height) else { return }
        size = (width, height)
        for x in places.indices { places[x] = min(x * width / places.count, width - 1) }
        for y in lines.indices { lines[y] = min(y * height / lines.count, height - 1) }
    }
}

/// How many blocks of each tile look like something.
private struct TileVotes {
    private var counts = [Int](repeating: 0, count: HazardView.count)

    mutating func removeAll() {
        for view in counts.indices { counts[view] = 0 }
    }

    mutating func add(_ view: Int) { counts[view] += 1 }

    /// The tile with the most; nil where no block does.
    var best: Int? {
        var best = 0
        for view in counts.indices where counts[view] > counts[best] { best = view }
        return counts[best] > 0 ? best : nil
    }
}
