import NIOCore

/// Closes a connection after a time, whatever it is doing: sending its request byte by byte, reading no answer, or
/// nothing at all. When the service stops, the time is short.
final class ConnectionEnd: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Any

    private let after: TimeAmount
    private let afterStop: TimeAmount
    private var end: Scheduled<Void>?

    init(seconds: Double, stopSeconds: Double) {
        after = .nanoseconds(Int64(seconds * 1e9))
        afterStop = .nanoseconds(Int64(stopSeconds * 1e9))
    }

    func handlerAdded(context: ChannelHandlerContext) { close(context, in: after) }

    func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { close(context, in: afterStop) }
        context.fireUserInboundEventTriggered(event)
    }

    private func close(_ context: ChannelHandlerContext, in time: TimeAmount) {
        end?.cancel()
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: time) { channel.close(mode: .all, promise: nil) }
    }
}
