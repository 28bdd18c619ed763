/// What the samples of a picture mean as colours, as far as its stream says.
public struct PictureColour: Hashable, Sendable {
    /// How red, green and blue were mixed into brightness and colour differences.
    public enum Matrix: Hashable, Sendable {
        /// ITU-R BT.601: standard definition, JPEG.
        case bt601
        /// ITU-R BT.709: high definition.
        case bt709
    }

    /// Nil where the stream does not say.
    public var matrix: Matrix?
    /// Whether samples go from 0 to 255, else from 16 to 235 (240 for colour differences).
    public var isFullRange: Bool

    /// Colours with `matrix`, in full range or that of television.
    public init(matrix: Matrix? = nil, isFullRange: Bool = false) {
        self.matrix = matrix
        self.isFullRange = isFullRange
    }
}
