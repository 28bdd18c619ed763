public import Alarms

/// Somewhere alarms are delivered to.
///
/// A sink connects when it is first handed something, keeps the connection, and makes a new one after a failure. It has no
/// queue, no retries and no back-off of its own: those are the ``DeliveryLoop``'s, which owns the sink.
public protocol AlarmSink: Sendable {
    /// Its name as a consumer of the queue; must stay the same, since the cursor is kept under it.
    var name: String { get }

    /// Says hello to a far end that wants to know of this side before there is an alarm. Returns at once.
    func open() async

    /// Delivers `events`, oldest first, and returns when the far end has all of them for certain.
    ///
    /// When it throws, what was not delivered is offered again later: what did get through all the same arrives twice, with
    /// the same id. A ``DeliveryFailure`` says how far it came, and whether one event was refused. It must throw within
    /// half a minute or so, whatever the far end does, and soon when its task is cancelled.
    func deliver(_ events: [StoredEvent]) async throws

    /// Says goodbye to the far end, when nothing will be delivered any more. Does not wait for more than a second.
    func close() async
}

extension AlarmSink {
    /// Nothing to say before the first alarm.
    public func open() async {}

    /// Nothing to say goodbye to.
    public func close() async {}
}
