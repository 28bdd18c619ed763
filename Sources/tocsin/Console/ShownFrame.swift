import Alarms
import Foundation
import VideoCore
import VideoStreams

extension Frame {
    /// It as a JPEG that a page can show, at most 640 wide, with `drawing` on it. Nothing behind a shield is ever scaled or
    /// encoded. Nil where it cannot be made.
    func dataURI(_ drawing: Snapshot) -> String? {
        let encoder = JPEGEncoder(quality: 75, sampleRange: colour.isFullRange ? .full : .limited)
        guard let scaled = drawing.drawn(on: self).scaled(toWidth: 640), let jpeg = try? encoder.encode(scaled) else {
            return nil
        }
        return "data:image/jpeg;base64," + Data(jpeg).base64EncodedString()
    }
}
