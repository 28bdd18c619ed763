public import VideoCore
internal import Vision

/// Watches whether a camera still shows the view it was set up for: about once a second, against a reference that it
/// learns in its first seconds and lets follow the light.
///
/// Method: directions of edges in a thumbnail, compared by normalised correlation, and searched for within a tenth of
/// the picture's width where they do not agree. Directions do not change with brightness, contrast or polarity, and
/// people, trees and rain cover few of them.
public struct ViewMonitor {
    /// Seconds between two looks.
    static let interval = 1.0
    /// Looks in a row that must agree before a state counts: what passes the lens is gone by then.
    static let looksToAgree = 3
    /// Looks from which a view is learnt.
    static let looksToLearn = 5
    /// Seconds between two savings of the reference, and in which it must have been seen before it is believed against
    /// another view that stays.
    private static let saveInterval = 600.0
    /// Least seconds for which another view stays before it takes the place of one that was hardly seen.
    private static let leastStay = 10.0

    /// How the view is now.
    public private(set) var state = ViewState.clear
    /// Seconds in which it was not clear.
    public private(set) var blindSeconds = 0.0
    private let fingerprint: UInt64
    private let memory: ViewMemory
    private var kept: ViewReference?
    private var comparison: ViewComparison?
    private var pupil = ViewPupil()
    /// Learns what is seen instead of a reference that was hardly seen itself: a recorder's card at the start, a hand.
    private var rival = ViewPupil()
    private var clearSeconds = 0.0
    private var candidate = ViewState.clear
    private var agreed = 0
    private var size = (width: 0, height: 0)
    private var sketch = ViewSketch(width: 4, height: 4)
    private var lastLook: Double?
    private var lastSave = 0.0

    /// A monitor for one configured geometry.
    public init(fingerprint: UInt64, memory: ViewMemory = .none) {
        self.fingerprint = fingerprint
        self.memory = memory
        kept = memory.load().flatMap { $0.fingerprint == fingerprint ? $0 : nil }
    }

    /// Whether there is a reference to compare with.
    public var hasReference: Bool { comparison != nil }

    /// Takes the next frame; most are only counted.
    public mutating func look(at frame: Frame) {
        let elapsed = lastLook.map { frame.mediaTime - $0 } ?? .infinity
        guard elapsed >= Self.interval || elapsed < 0 else { return }
        lastLook = frame.mediaTime
        if !state.isClear, elapsed.isFinite { blindSeconds += min(max(elapsed, 0), 2 * Self.interval) }
        prepare(for: frame)
        sketch.draw(frame.luma)
        settle(judge(), at: frame.mediaTime)
    }

    private mutating func prepare(for frame: Frame) {
        guard size != (frame.width, frame.height) else { return }
        size = (frame.width, frame.height)
        sketch = ViewSketch(width: frame.width, height: frame.height)
        if let reference = comparison?.reference ?? kept, reference.fits(sketch) {
            if comparison == nil { clearSeconds = .infinity }
            comparison = ViewComparison(reference)
        } else {
            comparison = nil
            clearSeconds = 0
        }
        pupil = ViewPupil()
    }

    private mutating func judge() -> ViewState {
        if comparison != nil { return comparison!.judge(sketch) }
        return ViewComparison.judgeAlone(sketch)
    }

    /// Counts the looks that agree, and lets the reference follow while all is well.
    private mutating func settle(_ seen: ViewState, at mediaTime: Double) {
        agreed = seen.isLike(candidate) ? agreed + 1 : 1
        candidate = seen
        if agreed >= Self.looksToAgree { state = seen }
        guard seen.isClear, state.isClear else { return consider(seen) }
        rival = ViewPupil()
        if comparison != nil {
            comparison!.follow(sketch, seconds: Self.interval)
            clearSeconds += Self.interval
            let isBelieved = clearSeconds >= Self.saveInterval
            if isBelieved, mediaTime - lastSave >= Self.saveInterval { save(at: mediaTime) }
        } else if let edges = pupil.learn(sketch.edges) {
            begin(edges)
        }
    }

    /// Takes another view that stays for the reference where that one was seen for a shorter time and never for long:
    /// what was learnt first may have been no view of this camera, and floors must not be withheld for ever.
    private mutating func consider(_ seen: ViewState) {
        guard seen == .moved(by: .infinity), clearSeconds < Self.saveInterval else { return rival = ViewPupil() }
        guard let edges = rival.learn(sketch.edges) else { return }
        guard Double(rival.looks) * Self.interval > max(clearSeconds, Self.leastStay) else { return }
        begin(edges)
    }

    private mutating func begin(_ edges: EdgeMap) {
        comparison = ViewComparison(
            ViewReference(fingerprint: fingerprint, home: edges, strength: sketch.strength, mean: sketch.mean))
        clearSeconds = 0
        rival = ViewPupil()
    }

    private mutating func save(at mediaTime: Double) {
        lastSave = mediaTime
        guard let reference = comparison?.reference else { return }
        memory.save(reference)
    }
}

extension ViewReference {
    /// Whether pictures of the size of `sketch` can be compared with it.
    func fits(_ sketch: ViewSketch) -> Bool {
        home.columns == sketch.edges.columns && home.rows == sketch.edges.rows
    }
}
