internal import CVision
public import VideoCore

/// What changed between three pictures, block by block, over what usually changes there.
///
/// Owns the memory for one size of picture; every buffer is made once.
/// Method: three-frame difference, noise as a running quantile of each block.
@safe public struct ChangeMap: ~Copyable {
    /// Columns of the pictures it is for.
    public let width: Int
    /// Rows of the pictures it is for.
    public let height: Int
    /// Blocks that fired in the last update, as a share of all.
    public private(set) var firedShare = 0.0
    private let blocks: BlockMemory
    private var median = 0.0
    private var updates = 0
    private let scratch: UnsafeMutableRawPointer
    private let found: UnsafeMutableBufferPointer<CVisionBlob>
    /// In large pictures every second row is enough to see that a block fires: even the smallest thing covers three.
    /// Reading is what the change pass spends its time on.
    private var rowStep: Int32 { height >= 700 ? 2 : 1 }

    /// Most blobs reported of one picture: a fall needs one, and rain fills any list.
    public static let blobLimit = 192

    /// A map for pictures of `width` × `height` pixels.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
        blocks = BlockMemory(width: width, height: height)
        let bytes = cvision_blob_scratch_size(Int32(width), Int32(height))
        unsafe scratch = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        unsafe found = .allocate(capacity: Self.blobLimit)
    }

    deinit {
        unsafe scratch.deallocate()
        unsafe found.deallocate()
    }

    /// Compares `now` with the pictures around it, and learns. All three must have the map's size;
    /// `interval` is the time from one update to the next, in seconds.
    public mutating func update(before: Frame, now: Frame, after: Frame, interval: Double) {
        unsafe withTriple(before, now, after) { unsafe cvision_change($0, rowStep, blocks.maxima.baseAddress!) }
        // The picture's own median changes with the light only: looking each second is enough.
        if updates % 32 == 0 { median = Double(unsafe cvision_median(blocks.maxima.baseAddress!, blocks.noise.count)) }
        let fired = unsafe withUnsafePointer(to: blocks.noise) { noise in
            if updates == 0 { unsafe cvision_noise_start(noise, blocks.maxima.baseAddress!, UInt8(median)) }
            return unsafe cvision_noise_judge(
                noise, blocks.maxima.baseAddress!, blocks.fired.baseAddress!, levelStep(interval),
                activityShift(interval))
        }
        firedShare = Double(fired) / Double(blocks.count)
        updates += 1
    }

    /// In its first second the level may move ten times as fast, as it starts from a single picture; after that it
    /// follows the weather, not an object: a grey level in 8 s downward, in 3 s upward.
    private func levelStep(_ interval: Double) -> UInt16 {
        UInt16(min(max((Double(updates) * interval < 1 ? 320 : 32) * interval, 1), 256))
    }

    /// The activity remembers about 5 s: several swings of a branch.
    private func activityShift(_ interval: Double) -> Int32 {
        Int32(max((5 / max(interval, 0.005)).exponent, 2))
    }

    /// The blobs of `now`, strongest first, in place of what `blobs` held. Same pictures as in the last update.
    public func findBlobs(before: Frame, now: Frame, after: Frame, into blobs: inout [Blob]) {
        blobs.removeAll(keepingCapacity: true)
        // Three pixels are the least that noise does not join by itself in every picture.
        let count = unsafe withTriple(before, now, after) {
            unsafe cvision_blobs(
                $0, blocks.maxima.baseAddress!, blocks.noise.threshold, blocks.fired.baseAddress!, 3,
                OpaquePointer(scratch), found.baseAddress!, Int32(found.count))
        }
        for i in 0..<Int(count) { unsafe blobs.append(blob(found[i])) }
    }

    /// Whether no block changed from `earlier` to `later` by more than its threshold.
    public func isUnchanged(from earlier: Frame, to later: Frame) -> Bool {
        unsafe cvision_differs(
            earlier.luma.forKernel, later.luma.forKernel, Int32(width), Int32(height), blocks.noise.threshold) == 0
    }

    private func blob(_ found: CVisionBlob) -> Blob {
        let row = min(max(Int(found.y) / Int(CVISION_BLOCK_HEIGHT), 0), blocks.rows - 1)
        let column = min(max(Int(found.x) / Int(CVISION_BLOCK_WIDTH), 0), blocks.columns - 1)
        let block = row * blocks.columns + column
        let share = Double(unsafe blocks.noise.activity[block]) / 65536
        let level = Double(unsafe blocks.noise.level[block]) / 256
        return Blob(
            x: Double(found.x), y: Double(found.y), width: Double(found.right - found.left),
            height: Double(found.bottom - found.top), area: Int(found.area), strength: Double(found.strength) / 16,
            isBright: found.polarity > 0, activity: share,
            // The threshold adapts, so that even a tree fires in a tenth of the pictures only: its level gives it away.
            isRestless: share > 0.3 || level > 3 * median + 6)
    }

    private func withTriple<R>(
        _ before: Frame, _ now: Frame, _ after: Frame, _ body: (UnsafePointer<CVisionTriple>) -> R
    ) -> R {
        let triple = unsafe CVisionTriple(
            before: before.luma.forKernel, now: now.luma.forKernel, after: after.luma.forKernel, width: Int32(width),
            height: Int32(height))
        return unsafe withUnsafePointer(to: triple) { unsafe body($0) }
    }
}

extension Plane {
    /// The same samples in the kernels' terms.
    var forKernel: CVisionPlane { unsafe CVisionPlane(samples: base, stride: stride) }

    /// Mean absolute difference to `other`, of the same size, over every 16th row, in grey levels.
    public func sampledDifference(to other: Plane) -> Double {
        let rows = (height + 7) / 16
        let sum = unsafe cvision_sampled_difference(forKernel, other.forKernel, Int32(width), Int32(height), 16)
        return Double(sum) / Double(max(rows * width, 1))
    }

    /// Whether every sample equals that of `other`, of the same size.
    public func isEqual(to other: Plane) -> Bool {
        unsafe cvision_equal(forKernel, other.forKernel, Int32(width), Int32(height)) != 0
    }
}
