internal import VideoCore

/// The faults of the last looks, and which of them most agree on. Pure.
struct FaultVotes {
    /// Looks remembered: what passes the lens is outvoted.
    static let window = 10

    private var votes = [PictureFault?](repeating: nil, count: window)
    private(set) var count = 0

    /// Takes the fault of one more look; nil: none.
    mutating func note(_ fault: PictureFault?) {
        votes[count % Self.window] = fault
        count += 1
    }

    /// The fault that at least six of ten looks name.
    var winner: PictureFault? {
        let looks = min(count, Self.window)
        for i in 0..<looks {
            guard let fault = votes[i] else { continue }
            var named = 0
            for j in 0..<looks where votes[j] == fault { named += 1 }
            if named * 10 >= looks * 6 { return fault }
        }
        return nil
    }
}
