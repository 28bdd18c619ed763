import VideoCore

/// What the network says of one view of a picture about one hazard.
struct HazardReading: Hashable {
    /// Probability that the view shows it, 0…1.
    var score = 0.0
    /// Where in the picture; nil when no place stands out.
    var region: Region?
    /// Share of the picture that shows it.
    var area = 0.0
}
