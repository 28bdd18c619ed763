#if canImport(Glibc)
    internal import Glibc
#endif
internal import VideoCore

/// Decides whether a track is a fall: physics against what birds, branches, rain and walkers do. Pure.
struct FallJudge {
    /// What is known about a fall that was accepted.
    struct Fall: Hashable {
        /// The path that explains it.
        var fit: FallFit
        /// Logarithm of how much better it explains the track than the best alternative.
        var likelihoodRatio: Double
        /// Where it came from, when floor lines are known.
        var origin: FloorEstimate?
        /// Pixels for each metre at its last place.
        var pixelsPerMetre: Double
        /// Position of its first sample in the track: what came before did not belong to it.
        var firstSample: Int
    }

    /// Why a track is no fall, or not yet one.
    enum Doubt: Hashable {
        case few, sideways, wavering, short, slight, rough, steady, implausible, cluttered, stray
    }

    private let map: FloorMap?
    private let facade: [Polygon]
    private let floorHeight: Double
    private let width: Double
    private let height: Double
    let fitter: FallFitter

    /// For tracks in pictures of `width` × `height` pixels.
    init(_ settings: ThrownObjectSettings, width: Int, height: Int) {
        map = FloorMap(settings.floors)
        facade = settings.facade
        floorHeight = settings.floorHeight
        self.width = Double(width)
        self.height = Double(height)
        fitter = FallFitter(scale: map == nil ? .pixels : map?.isProjective == true ? .metres : .looseMetres)
    }

    /// Whether floor lines give metres along the whole facade.
    var knowsMetres: Bool { fitter.scale == .metres }

    /// Judges a track by its samples, with the `evidence` that it is one thing (see ``Track``), among `companions`
    /// other things that move down at the same time.
    func judge(_ samples: [TrackSample], evidence: Double, companions: Int) -> Result<Fall, Refusal> {
        // Links that clutter makes as easily as a moving thing need no fit.
        guard evidence > 0 else { return .failure(.init(.cluttered)) }
        guard samples.count >= 6 else { return .failure(.init(.few)) }
        let crowding = crowding(companions)
        var refusal = Refusal(.few)
        // A hand, a curtain, a branch may have led the track to the thing: then its later part is a fall by itself. Some
        // part of a bird's way looks like anything, so that a part must look more like a fall than a whole.
        for quarters in 0...2 {
            let first = quarters * samples.count / 4
            guard first == 0 || samples.count - first >= 8 else { continue }
            switch judge(samples[first...], handicap: first == 0 ? crowding : crowding + 10) {
            case .success(let fall) where comesFromFacade(fall.fit, seenFrom: samples[0]): return .success(fall)
            case .success: if first == 0 { refusal = Refusal(.stray) }
            case .failure(let doubt): if first == 0 { refusal = doubt }
            }
        }
        return .failure(refusal)
    }

    /// Rain, snow and crowds come in numbers; two more may be a reflection and a second piece.
    func crowding(_ companions: Int) -> Double { Double(max(companions - 2, 0)) * 2 }

    /// A doubt as an error, so that it fits `Result`.
    struct Refusal: Error, Hashable {
        var doubt: Doubt
        init(_ doubt: Doubt) { self.doubt = doubt }
    }

    private func judge(_ samples: ArraySlice<TrackSample>, handicap: Double) -> Result<Fall, Refusal> {
        if let doubt = shape(samples) { return .failure(.init(doubt)) }
        return judge(thin(samples), firstSample: samples.startIndex, handicap: handicap)
    }

    /// Judges the samples of a track of the right shape that begins with its sample number `firstSample`.
    func judge(_ thinned: Few<TrackSample>, firstSample: Int, handicap: Double) -> Result<Fall, Refusal> {
        let heights = heights(thinned)
        let n = Double(heights.count)
        // Cheap first: what does not gain speed is no fall.
        let steady = Steady(heights, inMetres: map != nil)
        guard likelihoodRatio(steady, 0, n) > 0 else { return .failure(.init(.steady)) }
        guard let fall = fitter.fit(heights) else { return .failure(.init(.rough)) }
        // A walker's limbs scatter more than a falling thing does. With 20 degrees of freedom chance alone exceeds 2 once
        // in two hundred; rotation and texture take the rest.
        guard max(fall.down, fall.across) / max(n - 4, 1) < (map == nil ? 2.2 : 3.6) else {
            return .failure(.init(.rough))
        }
        guard gainsSpeed(fall.fit, heights) else { return .failure(.init(.steady)) }
        let ratio =
            likelihoodRatio(steady, fall.down + fall.across, n) - fall.improbability - haste(fall.fit) - handicap
        // Chance lines up six places more easily than eight.
        guard ratio > (n < 8 ? 4 : 0) else { return .failure(.init(.steady)) }
        guard coherence(thinned, fall) > 0 else { return .failure(.init(.cluttered)) }
        if let doubt = plausibility(thinned, fall) { return .failure(.init(doubt)) }
        guard isDeep(fall) else { return .failure(.init(.slight)) }
        return .success(
            Fall(
                fit: fall.fit, likelihoodRatio: ratio, origin: origin(fall),
                pixelsPerMetre: pixelsPerMetre(thinned, fall.fit), firstSample: firstSample))
    }

    /// Whether it fell far enough. Half of what it must have fallen before it was first seen counts.
    private func isDeep(_ fall: FallFitter.Result) -> Bool {
        fall.drop + fall.fit.rise / 2 >= leastDrop && fall.drop - fall.dropDeviation >= 0.6 * leastDrop
    }

    /// More than two floors, or 5 m where floors are not known.
    private var leastDrop: Double { map == nil ? 5 : 2 * floorHeight }

    // MARK: Shape

    /// Doubts that need no fit.
    func shape(_ samples: ArraySlice<TrackSample>) -> Doubt? {
        guard let first = samples.first, let last = samples.last, last.t - first.t >= 0.25 else { return .few }
        let (dx, dy) = (last.x - first.x, last.y - first.y)
        // Two of thirty floors that fill the picture, the upper ones foreshortened to half.
        guard dy >= (map == nil ? max(0.04 * height, 12) : 10) else { return .short }
        // What is thrown towards the camera and past it goes aside in the picture as fast as down.
        guard abs(dx) < (map == nil ? 2 : 4) * dy else { return .sideways }
        var risen = 0.0
        for i in samples.indices.dropFirst() { risen += max(samples[i - 1].y - samples[i].y, 0) }
        return risen < 0.05 * dy + 2 ? nil : .wavering
    }

    /// At most 24 samples, evenly chosen: more add cost, not certainty.
    func thin(_ samples: ArraySlice<TrackSample>) -> Few<TrackSample> {
        let count = min(samples.count, Few<TrackSample>.limit)
        return Few(count) { samples[samples.startIndex + $0 * (samples.count - 1) / max(count - 1, 1)] }
    }

    // MARK: Physics

    /// Acceleration in units of gravity on the plane of the facade, floor lines drawn a quarter wrong included.
    private static let gravityShown = 0.75...1.7

    /// Metres that the camera stands above the level of storey 1: a pole, a wall, a first-floor sill.
    private static let cameraHeight = 2.0

    /// Places in the units of the fit: pixels from the middle of the picture, or metres below the camera's height.
    func heights(_ samples: Few<TrackSample>) -> Few<FallSample> {
        let start = samples.first.t
        return Few(samples.count) { height(samples[$0], since: start) }
    }

    private func height(_ sample: TrackSample, since start: Double) -> FallSample {
        let t = sample.t - start
        let point = ImagePoint(x: sample.x / width, y: sample.y / height)
        let x = sample.x - width / 2
        guard let map, let floor = map.floor(at: point) else {
            return FallSample(t: t, y: sample.y - height / 2, sigma: sample.sigma, x: x, xSigma: sample.sigma)
        }
        let sigma = abs(map.slope(at: point)) / height * floorHeight * sample.sigma
        let distance = map.distance(at: point)
        return FallSample(
            t: t, y: Self.cameraHeight - (floor - 1) * floorHeight, sigma: max(sigma, 1e-3), x: x * distance,
            xSigma: sample.sigma * distance)
    }

    /// Whether the picture, too, shows it faster at the end: what a camera from below sees of every fall, drag or not.
    private func gainsSpeed(_ fit: FallFit, _ heights: Few<FallSample>) -> Bool {
        fit.pictureSpeed(at: heights.last.t) > 1.2 * fit.pictureSpeed(at: 0)
    }

    /// How well motion other than falling explains a track.
    private struct Steady {
        /// χ², and minus twice the logarithm of the likelihood beforehand; infinite where there is no such path.
        typealias Score = (chiSquare: Double, penalty: Double)
        let straight: Score
        let approaching: Score
        let easing: Score

        init(_ heights: Few<FallSample>, inMetres: Bool) {
            straight = Self.score(.straight, heights, inMetres: inMetres)
            approaching = Self.score(
                inMetres ? .approachingInMetres : .approachingInPixels, heights, inMetres: inMetres)
            easing = inMetres ? Self.score(.easing, heights, inMetres: true) : (.infinity, 0)
        }

        static func score(_ model: PathModel, _ heights: Few<FallSample>, inMetres: Bool) -> Score {
            let path = PathFitter.fit(heights, model, FallLaw(terminal: .infinity), inMetres: inMetres)
            return path.map { ($0.chiSquare, $0.penalty) } ?? (.infinity, 0)
        }
    }

    /// The excess of log likelihood over the better of the steady motions, less what must be there: above 0 is a fall.
    private func likelihoodRatio(_ steady: Steady, _ chiSquare: Double, _ n: Double) -> Double {
        // e^10: a thousand steady things a day leave one in twenty days. Approaching ones are rarer, and where metres are
        // known must approach with just the acceleration of gravity.
        let margin = map == nil ? 6.0 : 4
        return min(
            gain(chiSquare, n, over: steady.straight) - 10, gain(chiSquare, n, over: steady.approaching) - margin,
            gain(chiSquare, n, over: steady.easing) - margin)
    }

    /// The excess of log likelihood of a fall with `chiSquare` for `n` samples over another motion.
    private func gain(_ chiSquare: Double, _ n: Double, over other: Steady.Score) -> Double {
        guard other.chiSquare.isFinite else { return .infinity }
        // Likelihood with the noise estimated from the track itself, but not below a fifth of the expected deviation;
        // two fifths where metres are not known: wings beat and drones tremble by as much, and gravity may have any size.
        let least = map == nil ? 0.3 : 0.08
        return n * log((least + other.chiSquare / n) / (least + chiSquare / n)) + other.penalty / 2
    }

    /// What a high first speed takes from the likelihood. Where metres are not known, whatever hurries on its way down (a
    /// drone, a bird that stoops) is a fall already fast; of rendered falls one in twenty is seen first at 8 m/s or more.
    private func haste(_ fit: FallFit) -> Double { map == nil ? 2 * max(fit.speed - 4, 0) : 0 }

    /// How much better one thing on the fitted path explains the samples than blobs strewn at random do, as a logarithm,
    /// less what must be there.
    private func coherence(_ samples: Few<TrackSample>, _ fall: FallFitter.Result) -> Double {
        let n = Double(samples.count)
        let spread = samples.mean { log($0.sigma) }
        let down = spread + log(max(fall.down / n, 0.25)) / 2
        let across = spread + log(max(fall.across / n, 0.25)) / 2
        let strewn = samples.mean { log($0.clutter) }
        // A sample on the path against one anywhere. Some 10^5 seeds a day need e^15 to leave less than one, the seven
        // parameters of the path as much again, and in a crowd, where the next blob is always near, each sample must
        // bring something.
        return n * (log(0.85 / (2 * .pi)) - down - across - strewn - 2) - 25
    }

    /// Doubts about size, speed aside and scale.
    private func plausibility(_ samples: Few<TrackSample>, _ fall: FallFitter.Result) -> Doubt? {
        let (first, last) = (samples.first, samples.last)
        // Gravity as the picture shows it: what was thrown towards the camera falls up to half as far again.
        guard map?.isProjective != true || Self.gravityShown.contains(fall.fit.a2) else { return .implausible }
        let pixels = pixelsPerMetre(samples, fall.fit)
        guard pixels > 0 else { return .implausible }
        // Nothing thrown is larger than 2 m, but it looks larger as it comes nearer than the facade; its blur in the picture
        // is at most the way between two pictures.
        let half = (last.t - first.t) / 2
        let nearness = max(fall.fit.nearness(fall.fit.law.reach(at: half), fall.fit.law.drop(at: half)), 0.3)
        let size = samples.median { max($0.width, $0.height) }
        let way = (last.y - first.y) / Double(samples.count - 1)
        guard size < 2 * pixels / nearness + way + 4 else { return .implausible }
        guard abs(last.x - first.x) / pixels / (last.t - first.t) < 25 else { return .sideways }
        // Straight but for the wind.
        let sigma = samples.mean(of: \.sigma)
        let scatter = (fall.across / Double(samples.count)).squareRoot() * sigma
        return scatter < 1 + 0.02 * (last.y - first.y) ? nil : .wavering
    }

    /// Pixels for each metre where the track ends.
    private func pixelsPerMetre(_ samples: Few<TrackSample>, _ fit: FallFit) -> Double {
        let last = samples.last
        guard let map else { return fit.scale(at: last.t - samples.first.t) }
        let slope = map.slope(at: ImagePoint(x: last.x / width, y: last.y / height))
        return slope < 0 ? height / (-slope * floorHeight) : 0
    }

    /// Seconds that what leaves the facade before it is seen must have fallen until then.
    private static let leastWayOut = 0.2

    /// Whether the track `start` begins before the facade, or its path came past it on the way from where it was at rest.
    private func comesFromFacade(_ fit: FallFit, seenFrom start: TrackSample) -> Bool {
        // Where metres are not known no track begins beside the facade.
        guard let map, knowsMetres, !facade.isEmpty else { return true }
        func isFacade(_ point: ImagePoint?) -> Bool {
            point.map { point in facade.contains { $0.contains(point) } } ?? false
        }
        if isFacade(ImagePoint(x: start.x / width, y: start.y / height)) { return true }
        guard fit.riseTime >= Self.leastWayOut else { return false }
        return stride(from: 1, to: 0, by: -0.25).contains { share in
            let place = fit.placeBefore(share)
            let (floor, across) = (1 + (Self.cameraHeight - place.y) / floorHeight, place.x / width)
            // What is nearer than the facade is seen too high: from the top storey, above the roof.
            return isFacade(map.point(floor: floor, across: across))
                || isFacade(map.point(floor: floor - 1, across: across))
        }
    }

    // MARK: Origin

    /// Storeys of doubt beyond which no storey is named: it would send somebody to the wrong door.
    private static let leastCertainty = 0.5

    /// The storey at which it was at rest, going back along the fit.
    private func origin(_ fall: FallFitter.Result) -> FloorEstimate? {
        guard map != nil else { return nil }
        let apex = fall.fit.apex
        func square(_ x: Double) -> Double { x * x }
        // Two lines leave foreshortening unknown: between them it bends heights by up to a storey.
        let bend = knowsMetres ? 0 : 0.4 * floorHeight
        // Scatter, the distance from the facade, and whether the first speed was gained by falling or given by a hand.
        let variance =
            square(bend) + square(fall.apexDeviation) + square(FallFit.offset.deviation * apex)
            + square(0.1 * fall.fit.rise) + 0.04
        let deviation = variance.squareRoot() / floorHeight
        guard deviation <= Self.leastCertainty else { return nil }
        return FloorEstimate(level: 1 + (Self.cameraHeight + apex) / floorHeight, standardDeviation: deviation)
    }
}
