public import VideoCore
public struct QualityBaseline: Codable, Hashable, Sendable { public init() {} }
public struct PictureQualitySettings: Hashable, Sendable { public init() {} }
public enum PictureVerdict: Hashable, Sendable { case unsettled, good, faulty(PictureFault) }
public struct PictureExamination {
    var frames = 0
    public init(baseline: QualityBaseline? = nil, settings: PictureQualitySettings = PictureQualitySettings()) {}
    public mutating func look(at frame: Frame) { frames += 1 }
    public var verdict: PictureVerdict { frames > 5 ? .good : .unsettled }
}
