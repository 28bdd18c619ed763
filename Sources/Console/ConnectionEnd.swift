import NIOCore

/// Closes a connection after a time, whatever it is doing: sending its request byte by byte, reading no answer, or
/// nothing at all. Whoever has shown a token is given more time. When the service stops, the time is short.
final class ConnectionEnd: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = Any
    typealias OutboundIn = Any

    /// The time begins anew.
    struct Lease: Sendable {
        let seconds: Double
    }

    /// Whom to tell when the other end is gone.
    struct Departure: Sendable {
        let action: @Sendable () -> Void
    }

    private let after: TimeAmount
    private let afterStop: TimeAmount
    private var end: Scheduled<Void>?
    private var isStopping = false
    private var departure: Departure?
    private var isGone = false

    init(seconds: Double, stopSeconds: Double) {
        after = .seconds(seconds)
        afterStop = .seconds(stopSeconds)
    }

    func handlerAdded(context: ChannelHandlerContext) { close(context, in: after) }

    func handlerRemoved(context: ChannelHandlerContext) {
        end?.cancel()
        leave()
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            close(context, in: afterStop)
            isStopping = true
        }
        if case .inputClosed? = event as? ChannelEvent { leave() }
        context.fireUserInboundEventTriggered(event)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case let lease as Lease:
            if !isStopping { close(context, in: .seconds(lease.seconds)) }
            promise?.succeed()
        case let departure as Departure:
            self.departure = departure
            if isGone { leave() }
            promise?.succeed()
        default: context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    private func leave() {
        isGone = true
        departure?.action()
        departure = nil
    }

    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) {
        end?.cancel()
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: time) { channel.close(mode: .all, promise: nil) }
    }
}

extension TimeAmount {
    fileprivate static func seconds(_ seconds: Double) -> TimeAmount { .nanoseconds(Int64(seconds * 1e9)) }
}
