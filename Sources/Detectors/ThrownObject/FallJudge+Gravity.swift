extension FallJudge {
    /// What makes a fall clear: places, and the logarithm of how much better it explains them than the best alternative.
    private static let (leastSamples, leastRatio) = (12, 20.0)

    /// Acceleration looked for, in units of gravity: clocks from half to twice as fast.
    private static let gravitySought = 0.25...4.5

    /// Gravity as a clear fall shows it, after its `verdict`; nothing where floor lines do not give metres.
    ///
    /// One that was refused counts if it is a fall as soon as its time is stretched so that gravity is right: with a clock
    /// that is a quarter wrong none would be accepted, and nobody would know.
    func gravity(
        _ samples: [TrackSample], _ verdict: Result<Fall, Refusal>, evidence: Double, companions: Int
    ) -> GravityReading? {
        let fall = verdict.fall
        let part = samples[(fall?.firstSample ?? 0)...]
        guard knowsMetres, evidence > 0, part.count >= Self.leastSamples, let end = part.last?.t else { return nil }
        guard let shown = fitter.gravity(heights(thin(part))), Self.gravitySought.contains(shown.value),
            shown.deviation <= ClockCheck.mostDeviation * shown.value
        else { return nil }
        let clear = fall ?? stretched(part, shown.value, companions)
        guard let clear, clear.likelihoodRatio >= Self.leastRatio else { return nil }
        return GravityReading(value: shown.value, deviation: shown.deviation, mediaTime: end)
    }

    /// The fall that `samples` are in the time in which they show the gravity of the earth.
    private func stretched(_ samples: ArraySlice<TrackSample>, _ gravity: Double, _ companions: Int) -> Fall? {
        guard shape(samples) == nil, let start = samples.first?.t else { return nil }
        let thinned = thin(samples)
        let right = Few(thinned.count) { i in
            var sample = thinned[i]
            sample.t = start + (sample.t - start) * gravity.squareRoot()
            return sample
        }
        return judge(right, firstSample: samples.startIndex, handicap: crowding(companions)).fall
    }
}

extension Result<FallJudge.Fall, FallJudge.Refusal> {
    /// The fall, if it is one. `try? get()` would put each refusal on the heap.
    fileprivate var fall: FallJudge.Fall? {
        guard case .success(let fall) = self else { return nil }
        return fall
    }
}
