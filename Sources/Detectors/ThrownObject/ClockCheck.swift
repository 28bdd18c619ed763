#if canImport(Glibc)
    internal import Glibc
#endif
internal import VideoCore

/// Gravity as one fall showed it, in units of the earth's.
struct GravityReading: Hashable {
    /// Acceleration along the facade, nothing expected of it beforehand.
    var value: Double
    /// One standard deviation of `value`.
    var deviation: Double
    /// Media time of the fall's last place, seconds.
    var mediaTime: Double
}

/// Compares the gravity that clear falls show with the earth's: a clock that runs wrong, or floor lines that are taken too
/// far apart, make all of them wrong by one factor. Pure.
///
/// A fall counts whether or not it rang, if it is clear and would ring with its time put right (see
/// ``FallJudge/gravity(_:_:evidence:companions:)``); on rendered facades every second or third does. With three falls
/// gravity must be wrong by a third (the clock by a seventh), with five by a quarter: less is not told from the ways in
/// which things leave a facade. A slow clock is seen less often than a fast one, as air makes things seem slow, too.
struct ClockCheck {
    /// What a fall leads to.
    enum Consequence: Hashable {
        /// Nothing new.
        case nothing
        /// Clear falls disagree with gravity; once for each factor.
        case warn(Disagreement, Finding.Stage)
        /// They agree again.
        case settle
    }

    /// By how much clear falls disagree with gravity.
    struct Disagreement: Hashable {
        /// Gravity shown ÷ that of the earth.
        var gravity: Double
        /// Falls that say so.
        var falls: Int
    }

    /// Deviation, as a share, beyond which a fall does not tell gravity.
    static let mostDeviation = 0.1
    /// How differently right falls show gravity, as a share: drag, and how far before the facade they are, are guessed.
    private static let spread = 0.15
    /// Factor from which gravity is wrong.
    private static let tolerance = 1.15
    /// Falls that must agree, and falls looked back.
    private static let (least, most) = (3, 5)
    /// Standard deviations by which the falls together must be wrong, and beyond which one contradicts the others.
    private static let (significance, agreement) = (3.0, 1.6)
    /// Falls within this time are one event, seconds: the same fall further down, its reflection, a burst.
    private static let burst = 3.0

    private var readings: [GravityReading] = []
    /// Logarithm of the factor that was warned of.
    private var warned: Double?

    /// Whether a warning stands.
    var isWarning: Bool { warned != nil }

    /// Takes a fall and says what follows.
    mutating func note(_ reading: GravityReading) -> Consequence {
        guard reading.value > 0, reading.deviation <= Self.mostDeviation * reading.value else { return .nothing }
        remember(reading)
        guard readings.count >= Self.least, let mean = agreedMean else { return .nothing }
        let isOff = abs(mean.value) > max(log(Self.tolerance), Self.significance * mean.deviation)
        guard isOff else { return isWarning && abs(mean.value) < log(Self.tolerance) ? settle() : .nothing }
        if let warned, abs(mean.value - warned) < log(Self.tolerance) { return .nothing }
        defer { warned = mean.value }
        return .warn(Disagreement(gravity: exp(mean.value), falls: readings.count), isWarning ? .update : .open)
    }

    /// Of one event the reading that is surest.
    private mutating func remember(_ reading: GravityReading) {
        guard let last = readings.last, abs(reading.mediaTime - last.mediaTime) <= Self.burst else {
            if readings.count == Self.most { readings.removeFirst() }
            return readings.append(reading)
        }
        if reading.deviation <= last.deviation { readings[readings.count - 1] = reading }
    }

    private mutating func settle() -> Consequence {
        warned = nil
        return .settle
    }

    /// Mean of the logarithms, where no reading contradicts it.
    private var agreedMean: (value: Double, deviation: Double)? {
        var (sum, weights) = (0.0, 0.0)
        for reading in readings {
            let weight = 1 / variance(reading)
            sum += weight * log(reading.value)
            weights += weight
        }
        let mean = sum / weights
        let agrees = readings.allSatisfy {
            let off = log($0.value) - mean
            return off * off < Self.agreement * Self.agreement * variance($0)
        }
        return agrees ? (mean, (1 / weights).squareRoot()) : nil
    }

    /// Of a logarithm.
    private func variance(_ reading: GravityReading) -> Double {
        let share = reading.deviation / reading.value
        return share * share + Self.spread * Self.spread
    }
}

extension ClockCheck.Disagreement {
    /// What is wrong and what to do about it, for people; the floors are set up as `floorHeight` metres apart.
    func words(floorHeight: Double) -> String {
        let speed = gravity.squareRoot()
        let way = gravity > 1 ? "fast" : "slow"
        return
            "the last \(falls) clear falls show \(Self.short(gravity)) times the gravity of the earth: either the stream "
            + "plays \(Self.short(speed)) times as fast as life, too \(way) (set the camera's clock by NTP; check the "
            + "frame rate of camera and recorder), or storeys are not \(Self.short(floorHeight)) m but "
            + "\(Self.short(floorHeight / gravity)) m high (check `floorHeight` and the storeys of `floors`)"
    }

    /// Two decimals.
    private static func short(_ number: Double) -> String { "\((number * 100).rounded() / 100)" }
}
