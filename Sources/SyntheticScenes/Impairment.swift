private import Glibc
public import VideoCore

/// What may be wrong with a camera's view, done to the luma of pictures already rendered.
public enum Impairment: Hashable, Sendable {
    /// Out of focus: a Gaussian blur of this standard deviation, in pixels. The sensor's noise stays.
    case defocus(sigma: Double)
    /// Fog: everything is drawn to `grey` until `share` (0…1) of its contrast is left. The noise stays.
    case fog(grey: Double, share: Double)
    /// Everything stands this many pixels to the right and down; the edge is repeated.
    case shift(x: Int, y: Int)
    /// A flat grey before the lens.
    case cover(grey: UInt8)

    /// `frame` as an impaired camera shows it. `noise` is the standard deviation of the sensor, in grey levels.
    public func applied(to frame: Frame, noise: Double) -> Frame {
        let picture = Picture(copying: frame)
        let luma = unsafe picture.luma
        switch self {
        case .defocus(let sigma): unsafe blur(luma, sigma: sigma)
        case .fog(let grey, let share):
            unsafe map(luma) { grey + share * ($0 - grey) }
        case .shift(let x, let y): unsafe shift(luma, frame.luma, x, y)
        case .cover(let grey): unsafe map(luma) { _ in Double(grey) }
        }
        if changesNoise {
            unsafe NoiseTile(seed: 5, longestRow: frame.width).add(
                SensorNoise(sigma: noise), to: luma, picture: frame.index)
        }
        return picture.frame(
            mediaTime: frame.mediaTime, receivedAt: frame.receivedAt, wallTime: frame.wallTime,
            isKeyframe: frame.isKeyframe, index: frame.index)
    }

    /// Whether it takes the noise that was there away, so that it has to be added again.
    private var changesNoise: Bool {
        if case .shift = self { return false }
        return true
    }

    private func map(_ luma: MutablePlane, _ change: (Double) -> Double) {
        let table = (0...255).map { UInt8(max(0, min(255, change(Double($0)).rounded()))) }
        for i in unsafe 0..<luma.width * luma.height { unsafe luma.base[i] = table[Int(luma.base[i])] }
    }

    private func shift(_ luma: MutablePlane, _ source: Plane, _ x: Int, _ y: Int) {
        for row in 0..<source.height {
            let from = max(0, min(source.height - 1, row - y))
            for column in 0..<source.width {
                let value = source[max(0, min(source.width - 1, column - x)), from]
                unsafe luma.base[row * luma.width + column] = value
            }
        }
    }

    /// Rows, then columns, with a kernel cut off at three deviations.
    private func blur(_ luma: MutablePlane, sigma: Double) {
        let reach = max(Int((3 * sigma).rounded(.up)), 1)
        var kernel = (-reach...reach).map { Float(exp(-Double($0 * $0) / 2 / sigma / sigma)) }
        let total = kernel.reduce(0, +)
        kernel = kernel.map { $0 / total }
        let (width, height) = unsafe (luma.width, luma.height)
        unsafe blurLines(luma, kernel, count: height, length: width, line: width, step: 1)
        unsafe blurLines(luma, kernel, count: width, length: height, line: 1, step: width)
    }

    private func blurLines(_ luma: MutablePlane, _ kernel: [Float], count: Int, length: Int, line: Int, step: Int) {
        let reach = kernel.count / 2
        var source = [Float](repeating: 0, count: length + 2 * reach)
        for index in 0..<count {
            for i in source.indices {
                let place = max(0, min(length - 1, i - reach))
                source[i] = unsafe Float(luma.base[index * line + place * step])
            }
            for i in 0..<length {
                var sum: Float = 0.5
                for j in kernel.indices { sum += kernel[j] * source[i + j] }
                unsafe luma.base[index * line + i * step] = UInt8(max(0, min(255, sum)))
            }
        }
    }
}
