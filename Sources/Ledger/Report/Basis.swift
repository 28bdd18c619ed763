/// Where a definition comes from: it is said wherever the figure is shown.
public enum Basis: String, CaseIterable, Hashable, Sendable {
    /// **S**: read in a published source.
    case published = "S"
    /// **O**: this project's own choice, as no public rule was found.
    case own = "O"

    var words: Phrase {
        switch self {
        case .published: Phrase("公开来源", "published source")
        case .own: Phrase("本项目自定", "this project's own choice")
        }
    }
}
