public import Detectors
public import Ledger
public import VideoCore
public import VideoStreams

/// What one visit to a channel came to.
public struct VisitOutcome: Sendable {
    /// The result for the books.
    public var result: PollResult
    /// Why no picture came; nil where one did.
    public var failure: StreamFailure?
    /// What is wrong with the picture; nil where nothing is, or none came.
    public var fault: PictureFault?
    /// The last picture seen.
    public var picture: Frame?
    /// What was found, for learning what is usual; nil where no picture was judged here.
    public var examination: PictureExamination?

    /// No picture, because of `failure`.
    public init(_ failure: StreamFailure) {
        result = PollResult(failure.code)
        self.failure = failure
    }

    /// A picture of which `verdict` was found.
    public init(_ verdict: PictureVerdict, picture: Frame?) {
        self.picture = picture
        guard case .faulty(let fault) = verdict else {
            result = .ok
            return
        }
        self.fault = fault
        result = PollResult(fault)
    }
}

extension PollResult {
    /// What a poll that ended with `code` came to.
    public init(_ code: StreamFailure.Code) {
        switch code {
        case .unauthorized: self = .unauthorized
        case .busy: self = .busy
        case .refused, .noRoute, .unknownHost, .connectTimeout: self = .noConnect
        case .stopped: self = .notPolled
        case .notFound, .noPacket, .noKeyframe, .stalled, .ended, .undecodable, .noVideo, .wrongProtocol, .tls,
            .redirected, .invalidAddress, .other:
            self = .noImage
        }
    }

    /// What a picture with `fault` counts as: one of black, slate or frozen is none, any other is a picture.
    public init(_ fault: PictureFault) {
        switch fault {
        case .signalLoss: self = .noImage
        case .black: self = .black
        case .slate: self = .slate
        case .frozen: self = .frozen
        case .covered, .blurred, .dark, .bright, .lowContrast, .colourCast, .noise, .stripes, .shake, .moved: self = .ok
        }
    }
}
