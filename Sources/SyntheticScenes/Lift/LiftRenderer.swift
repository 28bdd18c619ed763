public import VideoCore

/// Renders the pictures of a lift, any of them at any time.
public struct LiftRenderer: Sendable {
    /// What is rendered.
    public let scene: LiftScene
    private let background: Frame
    private let noise: NoiseTile
    private let building = Building(floors: 1, seed: 1)
    private let start = ContinuousClock.now

    /// Paints what stands still, once.
    public init(_ scene: LiftScene) {
        self.scene = scene
        noise = NoiseTile(seed: scene.seed, longestRow: scene.size.width)
        let picture = Picture(width: scene.size.width, height: scene.size.height)
        unsafe picture.luma.base.update(repeating: 70, count: picture.width * picture.height)
        let chroma = unsafe picture.chromaU.width * picture.chromaU.height
        unsafe picture.chromaU.base.update(repeating: 128, count: chroma)
        unsafe picture.chromaV.base.update(repeating: 128, count: chroma)
        background = picture.frame(
            mediaTime: 0, receivedAt: start, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true, index: 0)
    }

    /// Number of pictures.
    public var frameCount: Int { Int((scene.duration * scene.framesPerSecond).rounded()) }

    /// The picture at `index`, 0..<``frameCount``.
    public func frame(at index: Int) -> Frame {
        let t = Double(index) / scene.framesPerSecond
        let canvas = Canvas(
            background: background, camera: scene.camera, building: building, exposure: 0.01,
            sigma: scene.noise.sigma(at: 128))
        drawCabin(on: canvas, opening: scene.opening(at: t))
        let there = scene.visits.compactMap { visit in visit.reach(at: t).map { (visit, $0) } }
        // Behind the door's plane first, then what is nearer the camera over what is farther away.
        for (visit, reach) in there.sorted(by: { $0.1 < $1.1 }) where reach > 0 || scene.opening(at: t) > 0.6 {
            draw(visit, reach: reach, on: canvas)
        }
        if scene.isInfrared { canvas.removeColour() }
        unsafe noise.add(scene.noise, to: canvas.picture.luma, picture: index)
        return canvas.finished(mediaTime: t, start: start, index: index)
    }

    /// All pictures in order, each rendered when it is asked for.
    public var frames: some Sequence<Frame> { (0..<frameCount).lazy.map { frame(at: $0) } }

    private func drawCabin(on canvas: borrowing Canvas, opening: Double) {
        let (width, height, depth) = (LiftScene.cabin.x / 2, LiftScene.cabin.y, LiftScene.cabin.z - 0.2)
        let (door, top) = (LiftScene.doorWidth / 2, LiftScene.doorHeight)
        // Lobby, front wall with the opening, side walls, floor.
        fill(canvas, [(-2, 0, -2.5), (2, 0, -2.5), (2, 0, 0), (-2, 0, 0)], 150)
        fill(canvas, [(-2, 0, -2.5), (2, 0, -2.5), (2, 2.6, -2.5), (-2, 2.6, -2.5)], 185)
        for side in [-1.0, 1.0] {
            // Panels slide apart.
            let inner = side * door * opening
            fill(canvas, [(inner, 0, 0), (side * door, 0, 0), (side * door, top, 0), (inner, top, 0)], 118)
            fill(
                canvas,
                [(side * door, 0, 0), (side * width, 0, 0), (side * width, height, 0), (side * door, height, 0)], 105)
            fill(
                canvas,
                [
                    (side * width, 0, 0), (side * width, 0, depth), (side * width, height, depth),
                    (side * width, height, 0),
                ],
                92)
        }
        fill(canvas, [(-door, top, 0), (door, top, 0), (door, height, 0), (-door, height, 0)], 105)
        fill(canvas, [(-width, 0, 0), (width, 0, 0), (width, 0, depth), (-width, 0, depth)], 80)
    }

    private func draw(_ visit: LiftVisit, reach: Double, on canvas: borrowing Canvas) {
        let x = visit.across
        switch visit.kind {
        case .ebike:
            let red = Colour(luma: 95, u: 100, v: 210)
            for z in [reach - 0.15, reach - 0.75] { wheel(canvas, x: x, z: z, radius: 0.22) }
            block(canvas, x: x, half: 0.17, from: 0.25, to: 0.75, near: reach - 0.05, far: reach - 0.85, colour: red)
            block(canvas, x: x, half: 0.3, from: 0.9, to: 1.02, near: reach - 0.1, far: reach - 0.2, colour: red)
        case .bicycle:
            let green = Colour(luma: 110, u: 80, v: 70)
            for z in [reach - 0.15, reach - 0.75] { wheel(canvas, x: x, z: z, radius: 0.3) }
            block(canvas, x: x, half: 0.12, from: 0.3, to: 0.7, near: reach - 0.05, far: reach - 0.85, colour: green)
        case .pram:
            for z in [reach - 0.1, reach - 0.6] { wheel(canvas, x: x, z: z, radius: 0.12) }
            block(
                canvas, x: x, half: 0.22, from: 0.35, to: 0.95, near: reach, far: reach - 0.7,
                colour: Colour(luma: 60, u: 140, v: 120))
        case .person:
            let blue = Colour(luma: 90, u: 200, v: 90)
            block(canvas, x: x, half: 0.22, from: 0, to: 1.45, near: reach, far: reach - 0.3, colour: blue)
            block(
                canvas, x: x, half: 0.1, from: 1.45, to: 1.7, near: reach - 0.05, far: reach - 0.25,
                colour: Colour(luma: 150, u: 115, v: 150))
        }
    }

    private func wheel(_ canvas: borrowing Canvas, x: Double, z: Double, radius: Double) {
        block(
            canvas, x: x, half: 0.05, from: 0, to: 2 * radius, near: z + radius, far: z - radius,
            colour: Colour(luma: 35))
    }

    /// An upright block: the sides that a camera above and behind it sees.
    private func block(
        _ canvas: borrowing Canvas, x: Double, half: Double, from low: Double, to high: Double, near: Double,
        far: Double, colour: Colour
    ) {
        let side = canvas.camera.position.x > x ? x + half : x - half
        var shade = colour
        shade.luma *= 0.8
        fill(canvas, [(side, low, far), (side, low, near), (side, high, near), (side, high, far)], shade)
        fill(
            canvas, [(x - half, low, near), (x + half, low, near), (x + half, high, near), (x - half, high, near)],
            colour)
        shade.luma *= 1.5
        fill(
            canvas, [(x - half, high, far), (x + half, high, far), (x + half, high, near), (x - half, high, near)],
            shade)
    }

    private func fill(_ canvas: borrowing Canvas, _ corners: [(Double, Double, Double)], _ luma: Double) {
        fill(canvas, corners, Colour(luma: luma))
    }

    private func fill(_ canvas: borrowing Canvas, _ corners: [(Double, Double, Double)], _ colour: Colour) {
        canvas.fill(corners.map { SIMD3($0.0, $0.1, $0.2) }, paint: .cover(colour))
    }
}
