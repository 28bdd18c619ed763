/// Where a camera's reference view is kept between runs of the program.
public struct ViewMemory: Sendable {
    /// Gives the reference last kept; called once, by the detector's owner. Must not wait long.
    public var load: @Sendable () -> ViewReference?
    /// Keeps a reference; called on the thread that analyses, about every ten minutes. Must not wait.
    public var save: @Sendable (ViewReference) -> Void

    /// Keeps references with `save` and gives them back with `load`.
    public init(
        load: @escaping @Sendable () -> ViewReference?, save: @escaping @Sendable (ViewReference) -> Void
    ) {
        self.load = load
        self.save = save
    }

    /// Keeps nothing: every detector learns its view anew.
    public static let none = ViewMemory(load: { nil }, save: { _ in })
}
