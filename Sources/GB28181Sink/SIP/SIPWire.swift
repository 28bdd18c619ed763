import NIOCore
import NIOPosix

/// A way to a platform: a socket over which messages go and come. The only thing here that touches the network.
struct SIPWire: Sendable {
    enum Input: Sendable {
        case message(SIPMessage)
        /// Nothing comes any more, and why.
        case broken(String)
    }

    /// Messages waiting to be looked at, at most; a platform that sends faster sends again.
    private static let mostWaiting = 4096

    let transport: GB28181Settings.Transport
    /// What comes, in order.
    let inputs: AsyncStream<Input>
    /// This side's address as the far end's network sees it from here, in brackets where it is IPv6.
    let host: String
    let port: Int
    private let channel: any Channel

    /// Tells this connection from any other.
    var identity: ObjectIdentifier { ObjectIdentifier(channel) }

    /// Connects to `platform`. Over UDP that only settles who may send: nothing is known yet of whether it is there.
    static func open(
        to platform: GB28181Settings.Platform, _ transport: GB28181Settings.Transport
    ) async throws -> SIPWire {
        let address = try await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(platform.host, port: platform.port)
        }
        let (inputs, sink) = AsyncStream.makeStream(of: Input.self, bufferingPolicy: .bufferingOldest(mostWaiting))
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let channel: any Channel
        switch transport {
        case .udp:
            // A datagram that is longer than what it is read into would be cut.
            let room = FixedSizeRecvByteBufferAllocator(capacity: 1 << 16)
            channel = try await DatagramBootstrap(group: loop).channelOption(.recvAllocator, value: room)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(DatagramReader(sink))
                    }
                }.connect(to: address).get()
        case .tcp:
            channel = try await ClientBootstrap(group: loop).connectTimeout(.seconds(5)).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StreamReader(sink))
                }
            }.connect(to: address).get()
        }
        return SIPWire(transport: transport, inputs: inputs, channel)
    }

    private init(transport: GB28181Settings.Transport, inputs: AsyncStream<Input>, _ channel: any Channel) {
        self.transport = transport
        self.inputs = inputs
        self.channel = channel
        let address = channel.localAddress
        let ip = address?.ipAddress ?? "127.0.0.1"
        host = ip.contains(":") ? "[\(ip)]" : ip
        port = address?.port ?? 5060
    }

    /// Sends `bytes`; where that fails, what is `broken` says so, or nobody answers.
    func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// Ends it.
    func close() { channel.close(promise: nil) }
}

/// Each datagram is a message; what is none is dropped.
private final class DatagramReader: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let sink: AsyncStream<SIPWire.Input>.Continuation

    init(_ sink: AsyncStream<SIPWire.Input>.Continuation) { self.sink = sink }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let datagram = Array(unwrapInboundIn(data).data.readableBytesView)
        if let message = try? SIPMessage(datagram: datagram) { sink.yield(.message(message)) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        sink.yield(.broken("nobody listens there"))
        context.close(promise: nil)
    }

    /// A datagram that cannot be sent closes the channel without an error here.
    func channelInactive(context: ChannelHandlerContext) {
        sink.yield(.broken("nobody listens there"))
        sink.finish()
    }
}

/// Messages follow one another; what is none ends the connection, since the next could not be found.
private final class StreamReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let sink: AsyncStream<SIPWire.Input>.Continuation
    private var framing = SIPFraming()

    init(_ sink: AsyncStream<SIPWire.Input>.Continuation) { self.sink = sink }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(SIPFault) {
            for message in try framing.messages(with: unwrapInboundIn(data).readableBytesView) {
                sink.yield(.message(message))
            }
        } catch {
            sink.yield(.broken("it sent something that is no SIP"))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) {
        sink.yield(.broken("the connection was closed"))
        sink.finish()
    }
}
