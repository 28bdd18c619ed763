/// When the controller of a lift is told what, and what its silence means.
///
/// Pure: takes the time, returns what to say. While the door is held a lease is said again each second; the word that lets
/// go waits for nothing. Whatever the controller has not taken is a doubt, which lasts until it has taken that the door is
/// free.
struct LeaseTalk {
    /// Seconds within which a word must be taken: a doubt is to be known before the lease ends.
    static let patience = 2.0
    /// Seconds after which a lease is renewed.
    static let renewal = 1.0
    /// Seconds after which letting go is said again that was not taken: at first, while a lease may still run, and later.
    static let retries = (first: 1.0, later: 10.0)

    /// Why the controller is in doubt; nil while it is not.
    private(set) var trouble: String? = "the controller has not answered yet"
    /// Whether a word waits for its answer.
    private(set) var isUnderWay = false
    private let lift: String
    private let rest: Double
    private var last: (word: DoorWord, at: Double)?
    private var heldAt = -Double.infinity
    private var number = 0

    /// With the controller of `lift`, which is told every `rest` seconds that its door is free.
    init(lift: String, rest: Double) {
        self.lift = lift
        self.rest = rest
    }

    /// What to say at `now`, with a number for the answer, when `lease` is wanted; nil: nothing. What is said replaces what
    /// is under way.
    mutating func say(_ lease: DoorLease?, now: Double) -> (number: Int, word: DoorWord)? {
        if isUnderWay, let last, now - last.at >= Self.patience {
            isUnderWay = false
            trouble = "the controller has not answered within \(Int(Self.patience)) s"
        }
        guard let word = word(lease), isDue(word, now) else { return nil }
        number += 1
        last = (word, now)
        if word.isHeld { heldAt = now }
        isUnderWay = true
        return (number, word)
    }

    /// What became of the word with this number: `failure` says why it was not taken.
    mutating func answered(_ number: Int, failure: String?) {
        guard number == self.number, isUnderWay, let last else { return }
        isUnderWay = false
        if let failure { trouble = failure } else if !last.word.isHeld { trouble = nil }
    }

    private func word(_ lease: DoorLease?) -> DoorWord? {
        guard let lease else { return DoorWord(lift: lift, freeAfter: last?.word.alarm) }
        return lease.seconds > 0 && trouble == nil ? DoorWord(lift: lift, holdFor: lease) : nil
    }

    private func isDue(_ word: DoorWord, _ now: Double) -> Bool {
        guard let last, (last.word.isHeld, last.word.alarm) == (word.isHeld, word.alarm) else { return true }
        return !isUnderWay && now - last.at >= pause(before: word, now)
    }

    private func pause(before word: DoorWord, _ now: Double) -> Double {
        if word.isHeld { return Self.renewal }
        if trouble == nil { return rest }
        return now - heldAt <= Double(DoorLease.longest) + Self.renewal ? Self.retries.first : Self.retries.later
    }
}
