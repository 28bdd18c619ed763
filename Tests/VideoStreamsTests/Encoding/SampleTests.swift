import Foundation
import SyntheticScenes
import Testing
import VideoCore
import VideoStreams

/// The clips in `samples` and what `samples/render` makes them from.
@Suite struct SampleTests {
    static let samples: [(file: String, preset: ScenePreset, seed: UInt64, width: Int, height: Int)] = [
        ("facade-fall", .facadeFall, 7, 960, 540),
        ("facade-night-fall", .nightFall, 11, 960, 540),
        ("facade-quiet", .facadeQuiet, 7, 640, 360),
    ]

    private func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../../samples/\(name)")
            .standardizedFileURL.path
    }

    @Test(arguments: samples)
    func `A sample shows what its scene renders today`(
        file: String, preset: ScenePreset, seed: UInt64, width: Int, height: Int
    ) throws {
        let renderer = SceneRenderer(preset.scene(seed: seed, seconds: 8, width: width, height: height))
        let frames = try readClip(path("\(file).mp4"))
        try #require(frames.count == renderer.frameCount)
        for index in [0, 110, 199] { #expect(signalToNoise(renderer.frame(at: index), frames[index]) > 33) }
        #expect(abs((frames.last?.mediaTime ?? 0) - 199.0 / 25) < 1e-4)
    }

    @Test(arguments: samples)
    func `The truth beside a sample is that of its scene`(
        file: String, preset: ScenePreset, seed: UInt64, width: Int, height: Int
    ) throws {
        struct Truth: Decodable {
            struct Flight: Decodable {
                var originFloor: Double
                var start: Double
            }
            var floors: [Floor]
            var flights: [Flight]
            struct Floor: Decodable {
                var floor: Int
                var line: [[Double]]
            }
        }
        let data = try Data(contentsOf: URL(fileURLWithPath: path("\(file).json")))
        let written = try JSONDecoder().decode(Truth.self, from: data)
        let truth = SceneRenderer(preset.scene(seed: seed, seconds: 8, width: width, height: height)).truth
        #expect(written.floors.map(\.floor) == truth.floorLines.map(\.floor))
        for (line, level) in zip(written.floors, truth.floorLines) {
            #expect(abs(line.line[0][1] - level.from.y) < 1e-4 && abs(line.line[1][0] - level.to.x) < 1e-4)
        }
        try #require(written.flights.count == truth.flights.count)
        for (flight, expected) in zip(written.flights, truth.flights) {
            #expect(abs(flight.originFloor - expected.originFloor) < 1e-4)
            #expect(abs(flight.start - expected.start) < 1e-4)
        }
    }

    @Test func `Samples are small enough to carry`() throws {
        let sizes = try Self.samples.map { try Data(contentsOf: URL(fileURLWithPath: path("\($0.file).mp4"))).count }
        #expect(sizes.allSatisfy { $0 <= 400_000 })
        #expect(sizes.reduce(0, +) <= 1_500_000)
    }
}
