import VideoCore
import VideoStreams

/// Eight seconds in which there is nothing to see.
enum BlackClip {
    static func write(to path: String) throws {
        var options = ClipOptions()
        options.groupLength = 10
        var writer = try ClipWriter(to: path, options: options)
        for index in 0..<80 {
            let time = Double(index) / 10
            try writer.write(
                Picture(width: 320, height: 180).frame(
                    mediaTime: time, receivedAt: .now, wallTime: WallTime(secondsSince1970: time),
                    isKeyframe: index == 0,
                    index: index))
        }
        try writer.finish()
    }
}
