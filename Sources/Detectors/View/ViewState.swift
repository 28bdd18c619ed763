/// Whether a camera shows what it was set up to show.
public enum ViewState: Hashable, Sendable {
    /// As it should be.
    case clear
    /// The whole picture stands elsewhere, by this share of its width; infinite where nothing of the reference is in
    /// sight any more.
    case moved(by: Double)
    /// The edges of the scene are gone: something is before the lens, or on it.
    case covered
    /// Glare or fog: nearly everything is bright grey.
    case washedOut
    /// Too dark to see the scene.
    case dark

    /// Whether floors may be named after what is seen.
    public var isClear: Bool { self == .clear }

    /// Whether it is the same trouble, be it to another degree.
    func isLike(_ other: ViewState) -> Bool {
        switch (self, other) {
        case (.moved, .moved): true
        default: self == other
        }
    }

    /// What is wrong and what to do about it, for people.
    public var words: String {
        switch self {
        case .clear: "the view is clear"
        case .moved(let share) where share.isInfinite:
            "the camera shows another view than before; point it back, or draw the floor lines anew"
        case .moved(let share):
            "the picture has moved by \(Int((share * 100).rounded())) % of its width; point the camera back, or draw "
                + "the floor lines anew"
        case .covered: "the view is covered; look what is before the lens or on it"
        case .washedOut: "the picture is washed out by fog or glare; clean the lens, shade it, or wait for clear air"
        case .dark: "the picture is too dark; check the camera's night mode and its light"
        }
    }
}
