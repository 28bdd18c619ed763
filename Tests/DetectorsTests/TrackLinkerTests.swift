import Testing
import Vision

@testable import Detectors

/// Blobs of successive pictures become tracks.
struct TrackLinkerTests {
    /// Feeds one list of blobs a picture, 25 a second.
    private func tracks(_ pictures: [[Blob]], startsTracks: Bool = true) -> [Track] {
        var linker = TrackLinker(width: 1280, height: 720)
        for (i, blobs) in pictures.enumerated() {
            linker.advance(blobs, at: Double(i) / 25, startsTracks: startsTracks)
        }
        return linker.tracks.filter(\.isActive)
    }

    /// A fall from rest at 20 pixels a metre.
    private func fall(_ picture: Int, x: Double = 400, from y: Double = 100) -> Blob {
        let t = Double(picture) / 25
        return Blob(x: x, y: y + 4 * t * 20 + 98 * t * t)
    }

    @Test func `A fall becomes one track`() {
        let found = tracks((0..<20).map { [fall($0)] })
        #expect(found.count == 1)
        #expect(found.first?.samples.count == 20)
        #expect(found.first.map { $0.evidence > 40 } == true)
    }

    @Test(arguments: 1...4)
    func `A fall is followed past a balcony of as many pictures`(missing: Int) {
        let found = tracks((0..<20).map { (10..<(10 + missing)).contains($0) ? [] : [fall($0)] })
        #expect(found.count == 1)
        #expect(found.first?.samples.count == 20 - missing)
    }

    @Test func `After five pictures without it a track has ended`() {
        #expect(tracks((0..<12).map { [fall($0)] } + Array(repeating: [], count: 5)).isEmpty)
    }

    @Test(arguments: [(1, [true, true, true]), (2, [false, false, true]), (4, [false, false, true])])
    func `After a gap of two pictures or more a fall has to be seen three times before it is judged`(
        missing: Int, due: [Bool]
    ) {
        var linker = TrackLinker(width: 1280, height: 720)
        var found: [Bool] = []
        for i in 0..<(13 + missing) {
            let isHidden = (10..<(10 + missing)).contains(i)
            linker.advance(isHidden ? [] : [fall(i)], at: Double(i) / 25, startsTracks: true)
            if i >= 10 + missing { found.append(linker.tracks.contains(where: \.isDue)) }
        }
        #expect(found == due)
    }

    @Test func `What moves up or stands still starts no track`() {
        #expect(tracks((0..<12).map { [Blob(x: 300, y: 500 - 8 * Double($0))] }).isEmpty)
        #expect(tracks((0..<12).map { [Blob(x: 300, y: 200 + Double($0 % 2))] }).isEmpty)
        #expect(tracks((0..<12).map { [Blob(x: 300 + 12 * Double($0), y: 200 + 3 * Double($0))] }).isEmpty)
    }

    @Test func `Two falls side by side stay two tracks`() {
        let found = tracks((0..<20).map { [fall($0), fall($0, x: 440, from: 90)] })
        #expect(found.count == 2)
        #expect(found.allSatisfy { track in track.samples.allSatisfy { $0.x == track.samples[0].x } })
    }

    @Test func `A track does not jump to a thing of another kind beside it`() {
        let found = tracks(
            (0..<20).map { i in
                [fall(i), Blob(x: 403, y: fall(i).y + 3, width: 40, height: 40, area: 900, isBright: false)]
            })
        let track = found.first { $0.samples[0].width == 4 }
        #expect(track?.samples.allSatisfy { $0.width == 4 } == true)
    }

    @Test func `No track starts while the gate is closed`() {
        #expect(tracks((0..<12).map { [fall($0)] }, startsTracks: false).isEmpty)
    }

    @Test func `A restless place starts no track but continues one`() {
        func restless(_ blob: Blob) -> Blob {
            var blob = blob
            blob.isRestless = true
            return blob
        }
        #expect(tracks((0..<12).map { [restless(fall($0))] }).isEmpty)
        let found = tracks((0..<12).map { [$0 < 6 ? fall($0) : restless(fall($0))] })
        #expect(found.first?.samples.count == 12)
    }

    @Test func `A flood of blobs stays within its bounds`() {
        var random = TestRandom(8)
        let pictures = (0..<30).map { _ in
            (0..<ChangeMap.blobLimit).map { _ in Blob(x: 1280 * random.unit(), y: 720 * random.unit()) }
        }
        let found = tracks(pictures)
        #expect(found.count <= 96)
        // Chance links a few; none looks like one thing.
        #expect(found.allSatisfy { $0.samples.count < 12 || $0.evidence < 15 })
    }

    @Test func `A track goes on outside the facade, but does not start there`() {
        func pictures(outside: (Int) -> Bool) -> [[Blob]] {
            (0..<14).map { i in
                var blob = Blob(x: 300 + 4 * Double(i), y: 100 + 9 * Double(i) + Double(i * i) / 2)
                blob.isOutside = outside(i)
                return [blob]
            }
        }
        #expect(tracks(pictures { $0 > 4 }).contains { $0.samples.count >= 12 })
        #expect(tracks(pictures { _ in true }).isEmpty)
    }

    @Test(arguments: [false, true])
    func `What began beside the facade is none of the crowd that comes down`(isBeside: Bool) {
        var linker = TrackLinker(width: 1280, height: 720)
        for i in 0..<14 {
            var blob = fall(i)
            blob.isBeside = isBeside
            linker.advance([blob], at: Double(i) / 25, startsTracks: true)
        }
        #expect(linker.tracks.count { $0.isDescending } == 1)
        #expect(linker.descending == (isBeside ? 0 : 1))
    }

    @Test func `Among weak blobs a strong one is worth more than another weak one`() throws {
        var random = TestRandom(5)
        func evidence(strength: Double) throws -> Double {
            let pictures = (0..<10).map { i in
                let fall = Blob(
                    x: 300, y: 100 + 9 * Double(i) + Double(i * i) / 2, strength: strength)
                let noise = (0..<120).map { _ in Blob(x: 1280 * random.unit(), y: 720 * random.unit(), strength: 2) }
                return ([fall] + noise).sorted { $0.strength > $1.strength }
            }
            let followed = tracks(pictures).filter { abs($0.samples[$0.samples.count - 1].x - 300) < 3 }
            return try #require(followed.map(\.evidence).max())
        }
        #expect(try evidence(strength: 6) > evidence(strength: 1.5) + 2)
    }

    @Test func `A walker that is followed for minutes is no burden`() {
        var track = Track()
        track.restart(id: 1)
        for i in 0..<2000 {
            track.append(TrackSample(Blob(x: 10, y: Double(i)), at: Double(i) / 25, clutter: 1e-6))
        }
        #expect(track.samples.count <= Track.capacity)
        #expect(track.samples.last?.y == 1999)
    }

    @Test func `The prediction follows acceleration`() {
        var track = Track()
        track.restart(id: 1)
        for i in 0..<6 { track.append(TrackSample(fall(i + 10), at: Double(i + 10) / 25, clutter: 1e-6)) }
        let guess = track.predict(at: 16.0 / 25)
        #expect(abs(guess.y - fall(16).y) < 0.7)
        #expect(abs(guess.x - 400) < 1e-6)
    }
}
