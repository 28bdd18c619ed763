import Alarms
import Logging
import SiteConfig

/// Those whom the queue remembers a place for, compared with those whom the configuration names.
struct Receivers {
    let sinks: [SiteSettings.Sink]
    let outbox: Outbox
    let logger: Logger

    /// Their names in the queue.
    var names: [String] { sinks.map(\.name) }

    /// Makes the sinks known to the queue, those of an older name under the new one, and says who else is in it.
    func settle() {
        do {
            for sink in sinks {
                let old = try sink.earlierNames.first { try outbox.rename(consumer: $0, to: sink.name) }
                if let old { logger.notice("the receiver \(old) is known as \(sink.name) from now on") }
                try outbox.register(consumer: sink.name)
            }
            for other in try outbox.consumers().map(\.name) where !names.contains(other) {
                logger.warning(
                    """
                    the configuration does not name the receiver \(other) any more: alarms past their time are deleted \
                    without waiting for it, and it is forgotten with the last of those it has had
                    """)
            }
        } catch {
            // Each delivery makes its sink known itself, as soon as the queue lets it.
            logger.warning("the receivers in the queue cannot be compared with the configuration: \(error)")
        }
    }

    /// Forgets those that the configuration does not name and that miss nothing by it.
    func forgetOthers() throws(OutboxError) {
        for name in try outbox.forgetConsumers(except: names) { logger.notice("the receiver \(name) is forgotten") }
    }
}
