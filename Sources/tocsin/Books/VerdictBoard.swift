import Detectors
import Polling
import Synchronization
import VideoCore

/// What the pictures of cameras under analysis looked like of late, and how their last self-tests went: written by their
/// tasks once a minute at most, read by polls and the console.
final class VerdictBoard: Sendable {
    private struct Entry {
        var verdict: PictureVerdict
        var picture: Frame
        var at: ContinuousClock.Instant
    }

    /// Beyond this a verdict says nothing of now.
    private static let longestAge = Duration.seconds(300)

    private let entries = Mutex<[CameraID: Entry]>([:])
    private let selfTests = Mutex<[CameraID: SelfTestEntry]>([:])

    /// Takes in what `camera` shows. The picture is made small at once: a decoded one would be kept from its decoder.
    func note(_ verdict: PictureVerdict, _ frame: Frame, of camera: CameraID) {
        let entry = Entry(verdict: verdict, picture: frame.thumbnail(), at: .now)
        entries.withLock { $0[camera] = entry }
    }

    /// What was last seen of `camera`; nil where that is too long ago.
    func last(_ camera: CameraID) -> (verdict: PictureVerdict, picture: Frame)? {
        guard let entry = entries.withLock({ $0[camera] }), .now - entry.at < Self.longestAge else { return nil }
        return (entry.verdict, entry.picture)
    }

    /// Forgets what was seen of `camera`, which is set up anew, or gone: a poll must not show what another one saw.
    func forget(_ camera: CameraID) { entries.withLock { $0[camera] = nil } }

    /// Takes in how a self-test of `camera` went.
    func note(_ test: SelfTestEntry, of camera: CameraID) { selfTests.withLock { $0[camera] = test } }

    /// How the last self-test of `camera` went; nil where none is known.
    func lastSelfTest(_ camera: CameraID) -> SelfTestEntry? { selfTests.withLock { $0[camera] } }
}
