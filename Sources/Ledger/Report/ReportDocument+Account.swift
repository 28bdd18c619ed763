extension ReportDocument {
    /// Counts of some devices over some time, and the rates that follow where enough was observed.
    struct Account: Encodable {
        let devices: Int
        let polls: Polls
        let time: Time
        let outputRate: Rate
        let outputRateLenient: Rate
        let onlineTime: Rate
        let onlineCount: Rate

        init(_ figures: Figures) {
            devices = figures.devices
            polls = Polls(figures)
            time = Time(
                inService: figures.seconds, up: figures.upSeconds, down: figures.knownSeconds - figures.upSeconds,
                unknown: figures.seconds - figures.knownSeconds)
            outputRate = Rate(figures.outputRate, isKnown: figures.hasEnoughPolls)
            outputRateLenient = Rate(figures.lenientOutputRate, isKnown: figures.hasEnoughPolls)
            onlineTime = Rate(figures.onlineTime, isKnown: figures.hasEnoughTime)
            onlineCount = Rate(figures.onlineCount, isKnown: figures.hasEnoughStates)
        }
    }

    /// Polls by what became of them.
    struct Polls: Encodable {
        let scheduled: Int
        let exempt: Int
        let notPolled: Int
        let required: Int
        let good: Int
        let results: [String: Int]

        init(_ figures: Figures) {
            scheduled = figures.scheduled
            exempt = figures.exempt
            notPolled = figures.scheduled - figures.exempt - figures.polls.total
            required = figures.polls.total
            good = figures.polls.good
            let observed = PollResult.allCases.filter(\.isObserved)
            results = Dictionary(uniqueKeysWithValues: observed.map { ($0.rawValue, figures.polls[$0]) })
        }
    }

    /// Seconds.
    struct Time: Encodable {
        let inService: Int
        let up: Int
        let down: Int
        let unknown: Int
    }

    /// A rate with its counts; in hundredths of a percent, rounded down, where enough is known.
    struct Rate: Encodable {
        let numerator: Int
        let denominator: Int
        let basisPoints: Int?
        let state: String

        init(_ ratio: Ratio, isKnown: Bool) {
            (numerator, denominator) = (ratio.numerator, ratio.denominator)
            basisPoints = isKnown ? ratio.basisPoints : nil
            state = isKnown && ratio.denominator > 0 ? "known" : Verdict.insufficientData.rawValue
        }
    }
}
