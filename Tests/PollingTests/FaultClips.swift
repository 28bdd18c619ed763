import SyntheticScenes
import TestSupport
import VideoCore
import VideoStreams

/// Clips of a facade, each with one thing wrong with its picture, as a recorder would stream them.
struct FaultClips {
    /// What a clip shows.
    enum Content: String, CaseIterable {
        case day, night, black, slate, frozen, frozenWithClock, covered, blurred, moved, late
    }

    private static let (width, height) = (640, 360)
    let folder: ScratchFolder

    init(_ folder: ScratchFolder) { self.folder = folder }

    func path(_ content: Content) -> String { folder.file("\(content.rawValue).mp4") }

    /// Writes the clip of `content`.
    func write(_ content: Content) throws {
        var options = ClipOptions()
        options.nominalFrameRate = content == .late ? 5 : 10
        options.groupLength = content == .late ? 10 : 20
        options.preset = .ultrafast
        var writer = try ClipWriter(to: path(content), options: options)
        for frame in Self.frames(content) { try writer.write(frame) }
        try writer.finish()
    }

    /// The pictures of `content`, in order.
    private static func frames(_ content: Content) -> AnySequence<Frame> {
        let day = scene(.facadeQuiet, seconds: 8)
        switch content {
        case .day: return AnySequence(day.frames)
        case .night: return AnySequence(scene(.facadeLightSwitch, seconds: 8).frames)
        case .late:
            return AnySequence(repeated(scene(.facadeQuiet, seconds: 4).frames.map { $0 }, seconds: 110, rate: 5))
        case .black: return AnySequence(day.frames.map { painted($0, colours: false) { _, _, _ in 16 } })
        case .slate: return AnySequence(repeated([card(day.frame(at: 0))], seconds: 8, rate: 10))
        case .frozen: return AnySequence(repeated([day.frame(at: 0)], seconds: 75, rate: 5))
        case .frozenWithClock:
            let still = day.frame(at: 0)
            return AnySequence((0..<20).map { clocked(still, second: $0 / 5, at: Double($0) / 5) })
        case .covered:
            return AnySequence(day.frames.map { painted($0, colours: false) { x, y, _ in 74 + (x + y) % 2 } })
        case .blurred: return AnySequence(day.frames.map(blurred))
        case .moved: return AnySequence(day.frames.map(shifted))
        }
    }

    private static func scene(_ preset: ScenePreset, seconds: Double) -> SceneRenderer {
        SceneRenderer(preset.scene(seed: 11, seconds: seconds, width: width, height: height, framesPerSecond: 10))
    }

    private static func repeated(_ frames: [Frame], seconds: Double, rate: Double) -> some Sequence<Frame> {
        (0..<Int(seconds * rate)).lazy.map { index in
            let time = Double(index) / rate
            return frames[index % frames.count].retimed(
                mediaTime: time, wallTime: SceneRenderer.wallTimeAtStart.advanced(by: time), index: index)
        }
    }

    /// `frame` with each sample of luma made anew, and grey where `colours` is false.
    private static func painted(
        _ frame: Frame, colours: Bool = true, _ luma: (_ x: Int, _ y: Int, _ was: Int) -> Int
    ) -> Frame {
        let picture = Picture(copying: frame)
        for y in 0..<height {
            for x in 0..<width {
                unsafe picture.luma.base[y * width + x] = UInt8(clamping: luma(x, y, Int(frame.luma[x, y])))
            }
        }
        if !colours {
            let samples = width / 2 * (height / 2)
            unsafe picture.chromaU.base.update(repeating: 128, count: samples)
            unsafe picture.chromaV.base.update(repeating: 128, count: samples)
        }
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }

    /// A recorder's card: one colour, some lines of text.
    private static func card(_ frame: Frame) -> Frame {
        painted(frame, colours: false) { x, y, _ in
            let isText = (160..<200).contains(y) && (200..<440).contains(x) && (x / 6 + y / 8) % 3 == 0
            return isText ? 210 : 60
        }
    }

    /// `frame` with a number at the top that differs from second to second.
    private static func clocked(_ frame: Frame, second: Int, at time: Double) -> Frame {
        painted(frame) { x, y, was in
            guard (8..<24).contains(y), (8..<104).contains(x) else { return was }
            return second >> ((x - 8) / 8) & 1 == 1 ? 225 : 20
        }.retimed(mediaTime: time, wallTime: frame.wallTime.advanced(by: time), index: Int(time * 5))
    }

    /// `frame` out of focus: the mean of 25 × 25 pixels.
    private static func blurred(_ frame: Frame) -> Frame {
        let radius = 12
        var across = [Int](repeating: 0, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let (left, right) = (max(x - radius, 0), min(x + radius, width - 1))
                across[y * width + x] =
                    x == 0 || left == 0 || right == width - 1
                    ? (left...right).reduce(0) { $0 + Int(frame.luma[$1, y]) } * 25 / (right - left + 1)
                    : across[y * width + x - 1] + Int(frame.luma[right, y]) - Int(frame.luma[left - 1, y])
            }
        }
        return painted(frame) { x, y, _ in
            let (top, bottom) = (max(y - radius, 0), min(y + radius, height - 1))
            return (top...bottom).reduce(0) { $0 + across[$1 * width + x] } / (bottom - top + 1) / 25
        }
    }

    /// `frame` as after the camera was turned by a tenth of its width.
    private static func shifted(_ frame: Frame) -> Frame {
        painted(frame) { x, y, _ in Int(frame.luma[min(x + width / 10, width - 1), y]) }
    }
}
