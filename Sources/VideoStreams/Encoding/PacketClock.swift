/// Gives packets time stamps that a container takes: counted from the first, decoding times rising, pictures shown no
/// earlier than they are decoded. Counts in the units of the stream.
struct PacketClock {
    /// Units in a second.
    let unitsPerSecond: Double
    /// What the stream's own stamps are ahead of these; nil until there is a stamp.
    private var offset: Int64?
    private var last: Int64?
    /// Usual step between packets: learned, and 1/25 s at first.
    private var step: Int64

    init(unitsPerSecond: Double) {
        self.unitsPerSecond = unitsPerSecond
        step = max(1, Int64(unitsPerSecond / 25))
    }

    /// The stamps of the next packet; nil where the stream's time jumps, so that what follows belongs to another clip.
    mutating func stamps(shown: Int64?, decoded: Int64?) -> (shown: Int64, decoded: Int64)? {
        guard let stamp = decoded ?? shown else {
            let time = last.map { $0 + step } ?? 0
            last = time
            return (time, time)
        }
        guard let last else {
            offset = stamp
            self.last = 0
            return (max(0, (shown ?? stamp) - stamp), 0)
        }
        // FFmpeg leaves the very first stamp of an RTSP session out.
        let offset = offset ?? stamp - last - step
        self.offset = offset
        let time = stamp - offset
        let seconds = Double(time - last) / unitsPerSecond
        guard seconds > -MediaClock.longestStepBack, seconds < MediaClock.longestStep else { return nil }
        if time > last { step += (time - last - step) / 16 }
        let rising = max(time, last + 1)
        self.last = rising
        return (max(rising, (shown ?? stamp) - offset), rising)
    }
}
