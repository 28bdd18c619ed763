internal import CVision

/// The arrays of a change map, one value for each block; made once and freed with their owner.
@safe struct BlockMemory: ~Copyable {
    let columns: Int
    let rows: Int
    /// Greatest change of each block in the last update.
    let maxima: UnsafeMutableBufferPointer<UInt8>
    /// 1 where that was above the threshold.
    let fired: UnsafeMutableBufferPointer<UInt8>
    /// What is remembered of each block from picture to picture.
    let noise: CVisionNoise

    var count: Int { columns * rows }

    init(width: Int, height: Int) {
        columns = (width + Int(CVISION_BLOCK_WIDTH) - 1) / Int(CVISION_BLOCK_WIDTH)
        rows = (height + Int(CVISION_BLOCK_HEIGHT) - 1) / Int(CVISION_BLOCK_HEIGHT)
        let count = columns * rows
        unsafe maxima = Self.zeros(count)
        unsafe fired = Self.zeros(count)
        let level: UnsafeMutableBufferPointer<UInt16> = unsafe Self.zeros(count)
        let activity: UnsafeMutableBufferPointer<UInt16> = unsafe Self.zeros(count)
        let threshold: UnsafeMutableBufferPointer<UInt8> = unsafe Self.zeros(count)
        unsafe noise = CVisionNoise(
            level: level.baseAddress!, activity: activity.baseAddress!, threshold: threshold.baseAddress!,
            count: Int32(count))
    }

    deinit {
        unsafe maxima.deallocate()
        unsafe fired.deallocate()
        unsafe noise.level.deallocate()
        unsafe noise.activity.deallocate()
        unsafe noise.threshold.deallocate()
    }

    private static func zeros<T: FixedWidthInteger>(_ count: Int) -> UnsafeMutableBufferPointer<T> {
        let buffer = UnsafeMutableBufferPointer<T>.allocate(capacity: count)
        unsafe buffer.initialize(repeating: 0)
        return unsafe buffer
    }
}
