/// One thing that a network found: a class, how likely, and where, in pixels of the network's input.
public struct Detection: Hashable, Sendable {
    /// Number of the class in the network's order.
    public var label: Int
    /// Probability, 0…1.
    public var confidence: Float
    /// Left edge.
    public var left: Float
    /// Upper edge.
    public var top: Float
    /// Right edge.
    public var right: Float
    /// Lower edge.
    public var bottom: Float

    /// A thing of class `label` within these edges.
    public init(label: Int, confidence: Float, left: Float, top: Float, right: Float, bottom: Float) {
        self.label = label
        self.confidence = confidence
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    /// Pixels it covers.
    public var area: Float { (right - left) * (bottom - top) }

    /// What both cover as a share of what either covers: 1 is the same box, 0 apart.
    public func overlap(with other: Detection) -> Float {
        let width = min(right, other.right) - max(left, other.left)
        let height = min(bottom, other.bottom) - max(top, other.top)
        guard width > 0, height > 0 else { return 0 }
        return width * height / (area + other.area - width * height)
    }

    /// The part within an input of `width` × `height`; nil when nothing of it is, or a value is no number.
    func clipped(width: Int, height: Int) -> Detection? {
        var inside = self
        inside.left = max(left, 0)
        inside.top = max(top, 0)
        inside.right = min(right, Float(width))
        inside.bottom = min(bottom, Float(height))
        guard !(left.isNaN || top.isNaN || right.isNaN || bottom.isNaN), inside.right > inside.left,
            inside.bottom > inside.top
        else { return nil }
        return inside
    }
}

extension [Detection] {
    /// Most detections that are compared with each other: crowds have dozens, and noise must not take seconds.
    static let mostCompared = 512

    /// Leaves of boxes of one class that overlap by more than `overlap` the likeliest one, likeliest first.
    ///
    /// Method: greedy non-maximum suppression, class by class.
    public mutating func suppressRepeats(overlap: Float) {
        // Equally likely ones in a fixed order, so that the same picture always gives the same answer.
        sort {
            ($1.confidence, $0.label, $0.top, $0.left) < ($0.confidence, $1.label, $1.top, $1.left)
        }
        if count > Self.mostCompared { removeLast(count - Self.mostCompared) }
        var kept = 0
        for index in indices {
            let candidate = self[index]
            let isRepeat = self[..<kept].contains {
                $0.label == candidate.label && $0.overlap(with: candidate) > overlap
            }
            if isRepeat { continue }
            self[kept] = candidate
            kept += 1
        }
        removeLast(count - kept)
    }
}
