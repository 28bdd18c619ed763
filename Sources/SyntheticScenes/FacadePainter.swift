import VideoCore

/// Paints what stands still: wall, floor bands, windows and sky, as the camera sees them.
struct FacadePainter {
    let building: Building
    let camera: PinholeCamera

    /// The picture without noise and without actors; each pixel is the mean of several lines of sight.
    func background() -> Frame {
        let picture = Picture(width: camera.width, height: camera.height)
        let samples = camera.width * camera.height > 1_000_000 ? 2 : 3
        unsafe paint(into: picture.luma, chroma: (picture.chromaU, picture.chromaV), samples: samples)
        return picture.frame(
            mediaTime: 0, receivedAt: ContinuousClock.now, wallTime: WallTime(secondsSince1970: 0), isKeyframe: true,
            index: 0)
    }

    private func paint(into luma: MutablePlane, chroma: (u: MutablePlane, v: MutablePlane), samples: Int) {
        for y in unsafe 0..<luma.height {
            for x in unsafe 0..<luma.width {
                let colour = mean(x: x, y: y, samples: samples)
                unsafe luma.base[y * luma.width + x] = UInt8(colour.luma.rounded())
                guard x % 2 == 0, y % 2 == 0 else { continue }
                unsafe chroma.u.base[y / 2 * chroma.u.width + x / 2] = UInt8(colour.u.rounded())
                unsafe chroma.v.base[y / 2 * chroma.v.width + x / 2] = UInt8(colour.v.rounded())
            }
        }
    }

    private func mean(x: Int, y: Int, samples: Int) -> Colour {
        var sum = SIMD3<Double>.zero
        for row in 0..<samples {
            for column in 0..<samples {
                let offset = SIMD2(Double(column) + 0.5, Double(row) + 0.5) / Double(samples)
                let colour = colour(at: SIMD2(Double(x), Double(y)) + offset)
                sum += SIMD3(colour.luma, colour.u, colour.v)
            }
        }
        sum /= Double(samples * samples)
        return Colour(luma: sum.x, u: sum.y, v: sum.z)
    }

    private func colour(at pixel: SIMD2<Double>) -> Colour {
        guard let point = camera.point(at: pixel), let window = building.window(x: point.x, height: point.y) else {
            return sky(at: pixel)
        }
        return wall(x: point.x, height: point.y, column: window.column, floor: window.floor)
    }

    private func sky(at pixel: SIMD2<Double>) -> Colour {
        let share = pixel.y / Double(camera.height)
        return building.light == .day
            ? Colour(luma: 196 + 14 * share, u: 134, v: 124) : Colour(luma: 18 + 6 * share, u: 130, v: 127)
    }

    private func wall(x: Double, height: Double, column: Int, floor: Int) -> Colour {
        let pane = building.glass(column: column, floor: floor)
        if pane.contains(x: x, height: height) {
            return glass(pane, x: x, height: height, column: column, floor: floor)
        }
        let grain = SeededRandom.hash(Int((x + 100) / 0.06), Int(height / 0.06), building.seed) - 0.5
        let tile = SeededRandom.hash(Int((x + 100) / 0.45), Int(height / 0.3), building.seed &+ 1) - 0.5
        var luma = 146 + 8 * grain + 9 * tile
        let aboveFloor = height - building.level(of: Double(floor))
        if aboveFloor < 0.18 { luma -= 30 }  // the slab's edge: what a person would draw a floor line along
        let frame = Building.Pane(
            left: pane.left - 0.09, bottom: pane.bottom - 0.09, width: pane.width + 0.18, height: pane.height + 0.18)
        if frame.contains(x: x, height: height) { luma = 192 }
        return building.light == .day
            ? Colour(luma: luma, u: 125, v: 131) : Colour(luma: 16 + luma * 0.14, u: 128, v: 128)
    }

    private func glass(_ pane: Building.Pane, x: Double, height: Double, column: Int, floor: Int) -> Colour {
        let mullion = abs(x - pane.left - pane.width / 2) < 0.04
        if building.light == .night {
            if mullion { return Colour(luma: 30, u: 128, v: 128) }
            return building.isLit(column: column, floor: floor)
                ? Colour(luma: 175, u: 112, v: 142) : Colour(luma: 20, u: 129, v: 127)
        }
        if mullion { return Colour(luma: 186, u: 127, v: 129) }
        let curtain = SeededRandom.hash(column, floor, building.seed &+ 2)
        let drawn = curtain > 0.6 && x < pane.left + pane.width * curtain * 0.6
        return drawn ? Colour(luma: 150, u: 122, v: 134) : Colour(luma: 62 + 26 * curtain, u: 132, v: 125)
    }
}
