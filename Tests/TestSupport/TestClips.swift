import SyntheticScenes
import VideoCore
import VideoStreams

/// Small rendered clips for tests.
public enum TestClips {
    /// A plain clip of `seconds` in which a bright square moves to the right, 25 pictures a second.
    ///
    /// The square's left edge stands at `8 + 2 * index` (modulo the width), so a decoded picture tells its own number.
    public static func movingSquare(
        to path: String, frames: Int, width: Int = 160, height: Int = 96, options: ClipOptions = ClipOptions(),
        firstTime: Double = 0
    ) throws {
        var writer = try ClipWriter(to: path, options: options)
        for index in 0..<frames {
            try writer.write(square(index: index, width: width, height: height, time: firstTime + Double(index) / 25))
        }
        try writer.finish()
    }

    /// The number of a picture of the moving square, from its pixels; nil when there is no square in it.
    public static func index(of frame: Frame) -> Int? {
        let row = frame.height / 2
        guard let edge = (0..<frame.width).first(where: { frame.luma[$0, row] > 128 }) else { return nil }
        return Int((Double(edge - 8) / 2).rounded())
    }

    private static func square(index: Int, width: Int, height: Int, time: Double) -> Frame {
        let picture = Picture(width: width, height: height)
        let left = min(8 + 2 * index, width - 16)
        for y in height / 4..<3 * height / 4 {
            for x in left..<left + 16 { unsafe picture.luma.base[y * width + x] = 220 }
        }
        return picture.frame(
            mediaTime: time, receivedAt: .now, wallTime: WallTime(secondsSince1970: time), isKeyframe: index == 0,
            index: index)
    }
}
