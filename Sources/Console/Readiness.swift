/// What stands between the service and doing all its work at one moment. Pure.
public struct Readiness: Hashable, Sendable {
    /// Cameras that are to be watched and have not been started.
    public var camerasNotStarted = 0
    /// Why the queue refuses alarms, in words; nil where it takes them.
    public var queueRefusal: String?
    /// Alarm events that wait in memory for the queue.
    public var waitingEvents = 0
    /// Seconds for which some have been waiting without a break.
    public var waitingSeconds = 0.0

    /// An event waits for the disk for a moment whenever one is queued; beyond these seconds it is held up.
    public static let patience = 5.0

    /// Nothing stands in between.
    public init() {}

    /// One sentence for each obstacle; none when the service is ready.
    public var obstacles: [String] {
        var obstacles: [String] = []
        if camerasNotStarted > 0 {
            obstacles.append("cameras have not been started: \(camerasNotStarted)")
        }
        if let queueRefusal { obstacles.append("the queue refuses alarms: \(queueRefusal)") }
        if queueRefusal == nil, waitingEvents > 0, waitingSeconds > Self.patience {
            obstacles.append(
                "alarm events wait for the queue for \(Int(waitingSeconds)) s: \(waitingEvents); its disk may hang")
        }
        return obstacles
    }
}
