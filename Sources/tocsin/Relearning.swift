import Foundation
import Logging
import ServiceLifecycle

/// Forgets what was learnt of cameras for which somebody has left word with `tocsin relearn`: now, or before the start.
struct Relearning: Service {
    private static let step = Duration.seconds(1)

    private let devices: @Sendable () -> Set<String>
    private let folder: URL
    private let logger: Logger
    private let forget: @Sendable (String) -> Void

    /// For those that `devices` names at the time; `forget` has all that was learnt of one forgotten, and must not wait.
    init(
        _ devices: @escaping @Sendable () -> Set<String>, dataDirectory: String, logger: Logger,
        forget: @escaping @Sendable (String) -> Void
    ) {
        self.devices = devices
        self.logger = logger
        self.forget = forget
        folder = Self.words(in: dataDirectory)
        // Made by the service, so that it can take away what other users leave there.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Where `tocsin relearn` leaves word: an empty file with the name of the camera.
    static func words(in dataDirectory: String) -> URL {
        URL(fileURLWithPath: dataDirectory).appending(path: "relearn")
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var refused: Set<String> = []
            while !Task.isCancelled {
                takeWords(&refused)
                try? await Task.sleep(for: Self.step)
            }
        }
    }

    /// A word that cannot be taken away is not heard: what is learnt would be forgotten for ever.
    private func takeWords(_ refused: inout Set<String>) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
            do {
                try FileManager.default.removeItem(at: folder.appending(path: name))
            } catch {
                if refused.insert(name).inserted {
                    logger.error("nothing is forgotten: \(error.localizedDescription)", metadata: ["camera": "\(name)"])
                }
                continue
            }
            refused.remove(name)
            guard devices().contains(name) else {
                logger.warning("nothing is forgotten: this site has no such camera", metadata: ["camera": "\(name)"])
                continue
            }
            forget(name)
            logger.notice(
                "what was learnt of this camera is forgotten; it learns anew", metadata: ["camera": "\(name)"])
        }
    }
}
