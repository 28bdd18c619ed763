import SyntheticScenes
import VideoCore

/// The ground truth of one clip as it is written to JSON. Points of the picture are 0…1 of width and height.
struct TruthDocument: Encodable {
    struct FloorLine: Encodable {
        var floor: Int
        var line: [[Double]]
    }

    struct Point: Encodable {
        var frame: Int
        var mediaTime: Double
        var centreInPixels: [Double]
        var sizeInPixels: [Double]
        var heightInMetres: Double
    }

    struct Flight: Encodable {
        var kind: String
        var originFloor: Double
        var start: Double
        var end: Double
        var dropInMetres: Double
        var points: [Point]
    }

    var scene: String
    var seed: UInt64
    var width: Int
    var height: Int
    var framesPerSecond: Double
    var facade: [[Double]]
    var floors: [FloorLine]
    var floorHeight: Double
    var actors: [String]
    var flights: [Flight]

    init(_ truth: GroundTruth, scene: Scene, preset: ScenePreset, seed: UInt64) {
        self.scene = preset.rawValue
        self.seed = seed
        width = scene.camera.width
        height = scene.camera.height
        framesPerSecond = scene.cadence.framesPerSecond
        facade = truth.facade.corners.map(Self.pair)
        floors = truth.floorLines.map { FloorLine(floor: $0.floor, line: [Self.pair($0.from), Self.pair($0.to)]) }
        floorHeight = truth.floorHeight
        actors = truth.kinds.map(\.rawValue)
        flights = truth.flights.map(Self.flight)
    }

    /// The camera's part of the configuration, as `tocsin analyze --config` reads it.
    var cameraConfiguration: String {
        func point(_ pair: [Double]) -> String { "[\(pair[0]), \(pair[1])]" }
        let lines = floors.map {
            "      - {floor: \($0.floor), line: [\($0.line.map(point).joined(separator: ", "))]}\n"
        }
        return """
            camera: \(scene)
            detectors:
              thrown-object:
                facade: [\(facade.map(point).joined(separator: ", "))]
                floors:
            \(lines.joined())    floorHeight: \(floorHeight)

            """
    }

    private static func flight(_ flight: TrueFlight) -> Flight {
        Flight(
            kind: flight.kind.rawValue, originFloor: rounded(flight.originFloor), start: rounded(flight.start),
            end: rounded(flight.end), dropInMetres: rounded(flight.drop),
            points: flight.points.map { point in
                Point(
                    frame: point.frame, mediaTime: rounded(point.mediaTime),
                    centreInPixels: [rounded(point.centre.x), rounded(point.centre.y)],
                    sizeInPixels: [rounded(point.size.x), rounded(point.size.y)], heightInMetres: rounded(point.height))
            })
    }

    private static func pair(_ point: ImagePoint) -> [Double] { [rounded(point.x), rounded(point.y)] }

    /// To 0.0001: a tenth of a pixel at 1080p.
    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
