public import VideoCore

extension Frame {
    /// The frame without its last column or row where their number is odd: encoders of 4:2:0 take even sizes only.
    public var croppedToEvenSize: Frame {
        guard !width.isMultiple(of: 2) || !height.isMultiple(of: 2), width > 1, height > 1 else { return self }
        func cropped(_ plane: Plane, _ divisor: Int) -> Plane {
            unsafe Plane(
                base: plane.base, width: width / 2 * 2 / divisor, height: height / 2 * 2 / divisor, stride: plane.stride
            )
        }
        return Frame(
            luma: cropped(luma, 1), chromaU: cropped(chromaU, 2), chromaV: cropped(chromaV, 2), mediaTime: mediaTime,
            receivedAt: receivedAt, wallTime: wallTime, isKeyframe: isKeyframe, index: index, colour: colour,
            owner: Whole(frame: self))
    }

    /// Keeps the pixels of a cropped frame alive.
    private final class Whole: Sendable {
        let frame: Frame
        init(frame: Frame) { self.frame = frame }
    }
}
