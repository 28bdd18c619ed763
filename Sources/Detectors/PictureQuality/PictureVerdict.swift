public import VideoCore

/// What is known of a camera's picture after some frames.
public enum PictureVerdict: Hashable, Sendable {
    /// Not enough has been seen to tell: go on.
    case unsettled
    /// A picture of use.
    case good
    /// A picture of no use, and why.
    case faulty(PictureFault)
}
