internal import CVision
public import VideoCore

/// How frames become the input of a network: size, colours, and where the picture lies in it.
public struct NetworkInput: Hashable, Sendable {
    /// Columns of the input.
    public var width: Int
    /// Rows of the input.
    public var height: Int
    /// Whether red comes first; else blue.
    public var isRGB: Bool
    /// The input is `(colour − mean) / scale` of colours 0…255.
    public var mean: Double
    /// See ``mean``; above 0.
    public var scale: Double
    /// Colour 0…255 beside a picture of another shape.
    public var padding: Double

    /// An input of `width` × `height` pixels, 1…2048.
    public init(
        width: Int, height: Int, isRGB: Bool = false, mean: Double = 0, scale: Double = 1, padding: Double = 114
    ) {
        precondition((1...2048).contains(width) && (1...2048).contains(height) && scale > 0, "a network's input")
        self.width = width
        self.height = height
        self.isRGB = isRGB
        self.mean = mean
        self.scale = scale
        self.padding = padding
    }

    /// Values in it: three planes.
    public var count: Int { 3 * width * height }

    /// Where the part `region` of `frame` lies in the input, in pixels: whole, as large as fits, in the middle.
    public func place(of region: Region, in frame: Frame) -> (x: Int, y: Int, width: Int, height: Int) {
        let target = target(of: Self.source(region, frame))
        return (
            Int(target.left), Int(target.top), Int(target.right - target.left), Int(target.bottom - target.top)
        )
    }

    /// Writes the part `region` of `frame` into `values`, which holds ``count`` floats.
    public func write(_ region: Region, of frame: Frame, into values: UnsafeMutableBufferPointer<Float>) {
        guard let base = values.baseAddress, values.count >= count else { return }
        let (source, colour) = (Self.source(region, frame), Colour(frame))
        var how = CVisionInput()
        how.source = source
        how.target = target(of: source)
        (how.width, how.height) = (Int32(width), Int32(height))
        (how.luma, how.black) = (colour.luma, colour.black)
        (how.redOfV, how.greenOfU, how.greenOfV, how.blueOfU) = (
            colour.redOfV, colour.greenOfU, colour.greenOfV, colour.blueOfU
        )
        (how.mean, how.scale, how.padding) = (Float(mean), Float(scale), Float(padding))
        how.isRGB = isRGB ? 1 : 0
        unsafe cvision_network_input(
            frame.luma.forKernel, frame.chromaU.forKernel, frame.chromaV.forKernel, &how, base)
    }

    private func target(of source: CVisionBox) -> CVisionBox {
        let (w, h) = (Double(source.right - source.left), Double(source.bottom - source.top))
        let factor = min(Double(width) / w, Double(height) / h)
        let columns = min(max(Int((w * factor).rounded()), 1), width)
        let rows = min(max(Int((h * factor).rounded()), 1), height)
        let (x, y) = ((width - columns) / 2, (height - rows) / 2)
        return CVisionBox(left: Int32(x), top: Int32(y), right: Int32(x + columns), bottom: Int32(y + rows))
    }

    /// The pixels of a region, at least one.
    private static func source(_ region: Region, _ frame: Frame) -> CVisionBox {
        func bound(_ share: Double, _ size: Int) -> Int { min(max(Int((share * Double(size)).rounded()), 0), size) }
        let left = min(bound(region.x, frame.width), frame.width - 1)
        let top = min(bound(region.y, frame.height), frame.height - 1)
        let right = min(max(bound(region.x + region.width, frame.width), left + 1), left + 8192)
        let bottom = max(bound(region.y + region.height, frame.height), top + 1)
        return CVisionBox(left: Int32(left), top: Int32(top), right: Int32(right), bottom: Int32(bottom))
    }

    private struct Colour {
        var luma: Float
        var black: Float
        var redOfV: Float
        var greenOfU: Float
        var greenOfV: Float
        var blueOfU: Float

        /// From the matrix' shares of red and blue in the brightness.
        init(red: Float, blue: Float, isFullRange: Bool) {
            let green = 1 - red - blue
            (luma, black) = isFullRange ? (1, 0) : (255 / 219, 16)
            let difference: Float = isFullRange ? 2 : 2 * 255 / 224
            redOfV = difference * (1 - red)
            blueOfU = difference * (1 - blue)
            greenOfV = redOfV * red / green
            greenOfU = blueOfU * blue / green
        }

        /// Where the stream does not say: BT.709 from 720 rows up and BT.601 below, as cameras do it.
        init(_ frame: Frame) {
            switch frame.colour.matrix ?? (frame.height >= 720 ? .bt709 : .bt601) {
            case .bt601: self.init(red: 0.299, blue: 0.114, isFullRange: frame.colour.isFullRange)
            case .bt709: self.init(red: 0.2126, blue: 0.0722, isFullRange: frame.colour.isFullRange)
            }
        }
    }
}
