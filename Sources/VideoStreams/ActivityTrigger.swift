/// Notices from the sizes of compressed pictures that something moves, without decoding them.
///
/// An encoder spends next to nothing on the predicted pictures of a still scene. The trigger learns that quiet size and
/// fires when a picture is several times as large; it stays on for a while after.
struct ActivityTrigger {
    /// A picture this many times the quiet size means activity.
    static let ratio = 3.0
    /// Smaller pictures never fire, in bytes: below this the size is mostly headers.
    static let floor = 400.0
    /// Seconds of activity after the last large picture.
    static let hold = 4.0

    private var quietSize: Double?
    private var activeUntil = -Double.infinity

    /// Takes in the next packet, `now` in monotonic seconds, and says whether there is activity.
    mutating func isActive(bytes: Int, isKeyframe: Bool, now: Double) -> Bool {
        guard !isKeyframe else { return now < activeUntil }
        let size = Double(bytes)
        guard let quiet = quietSize else {
            quietSize = size
            return now < activeUntil
        }
        if size > max(Self.floor, quiet * Self.ratio) { activeUntil = now + Self.hold }
        // Down fast, up slowly: a busy minute must not become the new quiet.
        quietSize = quiet + (size - quiet) * (size < quiet ? 1.0 / 16 : 1.0 / 512)
        return now < activeUntil
    }
}
