internal import VideoCore
internal import Vision

/// The last distinct pictures of a stream, and which three of them to compare.
struct FrameWindow {
    /// Three pictures: the one under test, and one either side of it in time.
    struct Triple {
        let before: Frame
        let now: Frame
        let after: Frame
    }

    /// Least time between compared pictures, in seconds. A thing of even brightness shows in the minimum of two
    /// differences only where it does not overlap itself: what has fallen 1 m moves 0.25 m in this time, its own size.
    /// Slower starts show with it than between neighbours at 25 pictures a second; faster things show either way.
    private static let leastSpacing = 0.055
    /// Pictures kept: twice that time at 60 a second.
    private static let capacity = 10

    private var frames: [Frame] = []
    /// Running mean of the difference of pictures that were kept, in grey levels.
    private var usualDifference = 0.0

    init() { frames.reserveCapacity(Self.capacity + 1) }

    /// The newest picture.
    var last: Frame? { frames.last }

    /// Time between the newest two pictures, in seconds.
    var interval: Double {
        frames.count < 2 ? 0.04 : frames[frames.count - 1].mediaTime - frames[frames.count - 2].mediaTime
    }

    mutating func removeAll() {
        frames.removeAll(keepingCapacity: true)
        usualDifference = 0
    }

    /// Takes `frame` in unless it repeats the newest picture, as cameras do that deliver fewer pictures than they promise.
    /// A repeat coded anew differs a little: less than a quarter of what is usual, and nowhere by more than noise.
    mutating func admit(_ frame: Frame, unchangedBy map: borrowing ChangeMap) -> Bool {
        if let last = frames.last {
            guard frame.mediaTime > last.mediaTime else { return false }
            let difference = frame.luma.sampledDifference(to: last.luma)
            if difference == 0, frame.luma.isEqual(to: last.luma) { return false }
            if difference < usualDifference / 4, map.isUnchanged(from: last, to: frame) { return false }
            usualDifference += (difference - usualDifference) / 16
        }
        if frames.count == Self.capacity { frames.removeFirst() }
        frames.append(frame)
        // What is older than the first picture compared is never compared again: each holds megabytes.
        if let compared { frames.removeFirst(compared.first) }
        return true
    }

    /// The pictures to compare now; nothing until there are enough.
    var triple: Triple? {
        compared.map { Triple(before: frames[$0.first], now: frames[$0.middle], after: frames[frames.count - 1]) }
    }

    /// Places of the earlier two pictures to compare with the newest.
    private var compared: (first: Int, middle: Int)? {
        guard let after = frames.last, let middle = index(before: after.mediaTime, from: frames.count - 1),
            let first = index(before: frames[middle].mediaTime, from: middle)
        else { return nil }
        return (first, middle)
    }

    /// The newest picture at least the least spacing before `mediaTime`, of those before position `end`; the oldest
    /// when the window is too short.
    private func index(before mediaTime: Double, from end: Int) -> Int? {
        var i = end - 1
        while i >= 0 {
            if mediaTime - frames[i].mediaTime >= Self.leastSpacing { return i }
            i -= 1
        }
        return nil
    }
}
