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
        let fall = try? verdict.get()
        let part = samples[(fall?.firstSample ?? 0)...]
        guard knowsMetres, evidence > 0, part.count >= Self.leastSamples, let end = part.last?.t else { return nil }
        guard let shown = fitter.gravity(heights(thin(part))), Self.gravitySought.contains(shown.value),
            shown.deviation <= ClockCheck.mostDeviation * shown.value
        else { return nil }
        let clear = fall ?? stretched(part, shown.value, evidence, companions)
        guard let clear, clear.likelihoodRatio >= Self.leastRatio else { return nil }
        return GravityReading(value: shown.value, deviation: shown.deviation, mediaTime: end)
    }

    /// The fall that `samples` are in the time in which they show the gravity of the earth.
    private func stretched(
        _ samples: ArraySlice<TrackSample>, _ gravity: Double, _ evidence: Double, _ companions: Int
    ) -> Fall? {
        let factor = gravity.squareRoot()
        let start = samples.first?.t ?? 0
        let right = samples.map { sample in
            var sample = sample
            sample.t = start + (sample.t - start) * factor
            return sample
        }
        return try? judge(right, evidence: evidence, companions: companions).get()
    }
}
