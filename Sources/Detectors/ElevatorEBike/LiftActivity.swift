import VideoCore

/// Tells, without a network, whether anything goes on in a lift: something moves, the door is open, or the cabin has
/// changed a moment ago.
///
/// Works on the means of 32 × 18 blocks of the luma plane, sampled; a change of all light at once is no movement.
struct LiftActivity {
    private static let columns = 32
    private static let rows = 18
    private static let side = 6
    /// Seconds from one comparison to the next.
    private static let step = 0.1
    /// Grey levels that a block must change by; more where the picture is noisy.
    private static let change: Float = 5
    private static let doorChange: Float = 10
    /// Seconds for which the cabin counts as changed.
    private static let hold = 8.0
    /// Seconds over which the look of the shut door is learned, and after which another look of it is believed.
    private static let doorMemory = 60.0
    private static let doorStuck = 300.0

    private var now = [Float](repeating: 0, count: columns * rows)
    private var before = [Float](repeating: 0, count: columns * rows)
    private var shut = [Float](repeating: 0, count: columns * rows)
    private var magnitudes = [Float](repeating: 0, count: columns * rows)
    private let door: [Int]
    private var lastTime: Double?
    private var lastMovement = -Double.infinity
    private var openSince: Double?
    private var noise: Float = 0

    /// For a lift whose door opening is `door`.
    init(door: Polygon?) {
        self.door = (0..<Self.columns * Self.rows).filter { index in
            let point = ImagePoint(
                x: (Double(index % Self.columns) + 0.5) / Double(Self.columns),
                y: (Double(index / Self.columns) + 0.5) / Double(Self.rows))
            return door?.contains(point) ?? false
        }
    }

    /// Whether the door does not look as it does when it is shut.
    var doorIsOpen: Bool { openSince != nil }

    /// Whether anything goes on at media time `t`.
    func isActive(at t: Double) -> Bool { t - lastMovement <= Self.hold || openSince != nil }

    /// Seconds of stillness before media time `t`.
    func stillness(at t: Double) -> Double { t - lastMovement }

    /// Whether something moved within the last second before `t`.
    func hasJustMoved(at t: Double) -> Bool { t - lastMovement <= 1 }

    /// Takes a frame in. The first, and one after a gap, counts as movement.
    mutating func note(_ frame: Frame) {
        let t = frame.mediaTime
        if let lastTime, t >= lastTime, t - lastTime < Self.step * 0.98 { return }
        let seconds = lastTime.map { t - $0 }
        lastTime = t
        sample(frame)
        defer { swap(&now, &before) }
        guard let seconds, seconds >= 0 else {
            lastMovement = t
            shut = now
            return
        }
        if hasMoved(shift: shift(from: before)) { lastMovement = t }
        watchDoor(at: t, seconds)
    }

    private mutating func sample(_ frame: Frame) {
        for row in 0..<Self.rows {
            for column in 0..<Self.columns {
                var sum = 0
                for y in 0..<Self.side {
                    let line = min((row * Self.side + y) * frame.height / (Self.rows * Self.side), frame.height - 1)
                    for x in 0..<Self.side {
                        let place = (column * Self.side + x) * frame.width / (Self.columns * Self.side)
                        sum += Int(frame.luma[min(place, frame.width - 1), line])
                    }
                }
                now[row * Self.columns + column] = Float(sum) / Float(Self.side * Self.side)
            }
        }
    }

    /// Mean difference from `other`: what the light as a whole did.
    private func shift(from other: [Float]) -> Float {
        var sum: Float = 0
        for index in now.indices { sum += now[index] - other[index] }
        return sum / Float(now.count)
    }

    private mutating func hasMoved(shift: Float) -> Bool {
        for index in now.indices { magnitudes[index] = abs(now[index] - before[index] - shift) }
        var sum: Float = 0
        for value in magnitudes { sum += min(value, 8) }
        // The mean of small changes is the camera's noise, learned slowly.
        let mean = sum / Float(magnitudes.count)
        noise += (mean - noise) * (mean < noise ? 0.2 : 0.02)
        let least = max(Self.change, 5 * noise)
        var count = 0
        for value in magnitudes where value > least { count += 1 }
        return count >= 3
    }

    private mutating func watchDoor(at t: Double, _ seconds: Double) {
        guard !door.isEmpty else { return }
        let shift = shift(from: shut)
        var differing = 0
        for index in door where abs(now[index] - shut[index] - shift) > Self.doorChange { differing += 1 }
        guard 10 * differing >= 3 * door.count else {
            openSince = nil
            let share = Float(min(seconds / Self.doorMemory, 1))
            for index in shut.indices { shut[index] += (now[index] - shut[index]) * share }
            return
        }
        let since = openSince ?? t
        openSince = since
        if t - since >= Self.doorStuck, t - lastMovement > Self.hold {
            shut = now
            openSince = nil
        }
    }
}
