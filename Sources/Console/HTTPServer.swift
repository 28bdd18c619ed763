import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import Synchronization
import Telemetry

/// Serves ``HTTPPages`` and the ``AlarmAPI`` until the service stops. It never ends before, and never throws: where it cannot listen it says
/// so and tries again, while everything else goes on.
public struct HTTPServer: Service {
    /// One thread, which shares none with cameras; a scrape every few seconds needs no more. It lives as long as the
    /// process: connections that are being closed may still speak to it when the server has ended.
    private static let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let settings: HTTPSettings
    private let pages: HTTPPages
    private let api: AlarmAPI
    private let console: ConsoleAPI
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) -> Void
    private let sleep: @Sendable (Double) async throws -> Void
    private let troubles = Troubles()

    /// A server of `pages` and `api`, which knows the tokens for both.
    ///
    /// - Parameters:
    ///   - parts: What the console shows besides alarms, and does.
    ///   - onListening: Called each time that it begins to listen, with the port.
    ///   - sleep: Waits so many seconds.
    public init(
        _ settings: HTTPSettings, pages: HTTPPages, api: AlarmAPI, parts: ConsoleParts = ConsoleParts(), logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in },
        sleep: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
    ) {
        self.settings = settings
        self.pages = pages
        self.api = api
        console = ConsoleAPI(alarms: api, parts: parts, isEncrypted: settings.tls != nil)
        self.logger = logger
        self.onListening = onListening
        self.sleep = sleep
    }

    /// Serves until the task is cancelled or the service shuts down.
    public func run() async {
        // Not waited for at the end: the disk it reads may hang.
        let current = Task { [api] in await api.keepCurrent() }
        defer { current.cancel() }
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do {
                try await application().run()
            } catch is CancellationError {
                break
            } catch {
                say(ListenFailure(error, host: settings.host, port: settings.port))
            }
            try? await cancelWhenGracefulShutdown { try await sleep(settings.retrySeconds) }
        }
    }

    private func application() throws -> Application<ConsoleResponder> {
        let end = { @Sendable [settings] () -> [any RemovableChannelHandler] in
            [ConnectionEnd(seconds: settings.connectionSeconds, stopSeconds: HTTPSettings.stopSeconds)]
        }
        var channel = HTTP1Channel.Configuration(additionalChannelHandlers: end())
        channel.httpDecoder = .init(
            maxHeaderFieldSize: settings.headerBytes, maxHeaderListSize: settings.headerBytes, maxHeaderFieldCount: 100)
        // It would log each client that goes away, and say in its own words what is said here.
        var quiet = logger
        quiet.logLevel = .critical
        return Application(
            responder: ConsoleResponder(pages: pages, api: api, console: console, settings: settings),
            server: try server(.http1(configuration: channel)),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: .maximum(settings.connections, logger: quiet)),
            onServerRunning: { channel in
                troubles.areOver()
                onListening(channel.localAddress?.port ?? settings.port)
            },
            eventLoopGroupProvider: .shared(Self.threads), logger: quiet)
    }

    private func server(_ plain: HTTPServerBuilder) throws -> HTTPServerBuilder {
        guard let files = settings.tls else { return plain }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
            let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw ListenFailure.certificate(files.certificate, files.key, reason: "\(error)")
        }
    }

    /// What stays wrong is said less and less often.
    private func say(_ failure: ListenFailure) {
        guard let leftOut = troubles.say(failure) else { return }
        var metadata: Logger.Metadata = [:]
        if leftOut > 0 { metadata["times"] = "\(leftOut + 1)" }
        logger.error("nothing is served over HTTP: \(failure)", metadata: metadata)
    }

    private final class Troubles: Sendable {
        private let began = ContinuousClock.now
        private let repeats = Mutex(Repeats<ListenFailure>())

        func say(_ failure: ListenFailure) -> Int? {
            let now = (ContinuousClock.now - began) / .seconds(1)
            return repeats.withLock { $0.say(failure, now: now) }
        }

        func areOver() { repeats.withLock { $0 = Repeats() } }
    }
}
