/// Asks a stream's server whether it is there, without taking any video: for liveness, once a minute.
///
/// An RTSP server is asked to describe the stream and to prepare a session, which is given up at once: it tells 401, 404
/// and 453 apart like an attempt to watch, and no picture travels.
public enum StreamKnock {
    /// Knocks at `settings.address` and returns when it was answered. Throws the step that failed, after `seconds` at most.
    public static func run(
        _ settings: StreamSettings, within seconds: Double, stop: StopSwitch = StopSwitch()
    ) throws(StreamFailure) {
        stop.interruption.allow(seconds: seconds)
        var options = OpeningOptions(settings).entries
        if [.rtsp, .rtsps].contains(settings.address.scheme) { options.append(("initial_pause", "1")) }
        do throws(FFmpegError) {
            _ = try InputContext(
                url: settings.address.secretURL, options: options, interruption: stop.interruption)
        } catch {
            throw PacketSource.openingFailure(error, at: settings.address, interruption: stop.interruption)
        }
    }
}
