import Testing

@testable import Pipeline

@Suite struct RestartPauseTests {
    @Test("Failures in a row rest longer and longer; after a healthy stretch the first one rests a second again")
    func pauses() {
        var pause = RestartPause()
        let ran = [0, 1, 5, 59, 0, 0, 0, 0, 60, 0, 3600, 1]
        let rests = ran.map { pause.next(after: .seconds($0)) }
        #expect(rests == [1, 2, 4, 8, 16, 32, 60, 60, 1, 2, 1, 2].map { .seconds($0) })
    }
}
