import SyntheticScenes
import VideoCore

/// The camera of most tests: 320 × 180, ten metres in front of the facade.
func testCamera(width: Int = 320, height: Int = 180) -> PinholeCamera {
    PinholeCamera(
        width: width, height: height, position: SIMD3(0, 1.6, 10), tilt: 50, verticalFieldOfView: 56)
}

/// A scene without noise, two seconds at 25 pictures a second.
func quietScene(
    _ actors: [any SceneActor] = [], noise: SensorNoise = SensorNoise(sigma: 0), exposure: Double = 0.01,
    seconds: Double = 2, camera: PinholeCamera = testCamera()
) -> Scene {
    Scene(
        camera: camera, building: Building(floors: 12, seed: 3), noise: noise, exposure: exposure, duration: seconds,
        seed: 9, actors: actors)
}

/// What `actors` change in the luma of the picture at `index`.
struct Change {
    let width: Int
    /// Differences that are not zero, by their place in the picture, row by row.
    let steps: [(place: Int, step: Int)]

    init(_ actors: [any SceneActor], at index: Int, exposure: Double = 0.01, seconds: Double = 2) {
        let with = SceneRenderer(quietScene(actors, exposure: exposure, seconds: seconds)).frame(at: index)
        self.init(from: Self.still, to: with)
    }

    init(from before: Frame, to after: Frame) {
        let (old, new) = (bytes(of: before), bytes(of: after))
        width = after.width
        var steps: [(place: Int, step: Int)] = []
        for row in stride(from: 0, to: after.width * after.height, by: after.width) {
            // Most rows are equal; comparing them whole is quick even without optimisation.
            guard old[row..<row + after.width] != new[row..<row + after.width] else { continue }
            for place in row..<row + after.width where old[place] != new[place] {
                steps.append((place, Int(new[place]) - Int(old[place])))
            }
        }
        self.steps = steps
    }

    /// The scene without actors.
    static let still = SceneRenderer(quietScene()).frame(at: 0)

    /// Number of pixels that differ.
    var count: Int { steps.count }

    /// Sum of all differences.
    var sum: Int { steps.reduce(0) { $0 + $1.step } }

    /// Centre of gravity of the absolute differences, in pixels; nil without any.
    var centre: SIMD2<Double>? {
        var weight = 0.0
        var sum = SIMD2<Double>.zero
        for (place, step) in steps {
            let share = Double(abs(step))
            weight += share
            sum += share * SIMD2(Double(place % width) + 0.5, Double(place / width) + 0.5)
        }
        return weight > 0 ? sum / weight : nil
    }

    /// Columns and rows from the first to the last pixel that differs.
    var extent: SIMD2<Int>? {
        let places = steps.map(\.place)
        let columns = places.map { $0 % width }
        guard let left = columns.min(), let right = columns.max(), let top = places.first, let bottom = places.last
        else { return nil }
        return SIMD2(right - left + 1, bottom / width - top / width + 1)
    }
}

/// Length of `vector`.
func length(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum().squareRoot() }

/// Length of `vector`.
func length(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }

/// Mean and standard deviation.
func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count)).squareRoot())
}
