public import Alarms

/// Somewhere alarms are delivered to.
public protocol AlarmSink: Sendable {
    /// Its name as a consumer of the queue; must stay the same, since the cursor is kept under it.
    var name: String { get }

    /// Delivers `events`, oldest first, and returns when the far end has all of them for certain.
    ///
    /// When it throws, all of them are offered again later: what did get through arrives twice, with the same id.
    func deliver(_ events: [StoredEvent]) async throws
}
