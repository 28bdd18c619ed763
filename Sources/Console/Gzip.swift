import CZlib

/// Bytes made fewer, as browsers unpack them (RFC 1952). For what is the same for everybody and asked for often: packed
/// once, at the best rate there is.
enum Gzip {
    /// 15 bits of window, and 16 more say: with gzip's head and sum.
    private static let windowBits: Int32 = 15 + 16

    /// `bytes` packed; nil where that fails or makes them no fewer.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = unsafe z_stream()
        let size = unsafe Int32(MemoryLayout<z_stream>.size)
        guard
            unsafe deflateInit2_(
                &stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else { return nil }
        defer { unsafe _ = deflateEnd(&stream) }
        var input = bytes
        let room = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
        var isWhole = false
        let packed = unsafe [UInt8](unsafeUninitializedCapacity: room) { output, filled in
            unsafe input.withUnsafeMutableBufferPointer { input in
                unsafe stream.next_in = input.baseAddress
                unsafe stream.avail_in = UInt32(input.count)
                unsafe stream.next_out = output.baseAddress
                unsafe stream.avail_out = UInt32(output.count)
                isWhole = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
            filled = unsafe output.count - Int(stream.avail_out)
        }
        return isWhole && packed.count < bytes.count ? packed : nil
    }
}
