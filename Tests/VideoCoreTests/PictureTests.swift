import Testing
import VideoCore

struct PictureTests {
    private func frame(of picture: consuming Picture, mediaTime: Double = 0) -> Frame {
        picture.frame(
            mediaTime: mediaTime, receivedAt: .now, wallTime: WallTime(secondsSince1970: 100), isKeyframe: true,
            index: 7)
    }

    @Test("Chroma has half the columns and rows, rounded up", arguments: [(4, 2), (5, 3), (1, 1), (161, 97)])
    func chroma(width: Int, height: Int) {
        let frame = frame(of: Picture(width: width, height: height))
        #expect(frame.width == width && frame.height == height)
        for plane in [frame.chromaU, frame.chromaV] {
            #expect(plane.width == (width + 1) / 2 && plane.height == (height + 1) / 2)
        }
    }

    @Test("A new picture is black: luma 16, chroma neutral")
    func black() {
        let frame = frame(of: Picture(width: 7, height: 5))
        for y in 0..<5 { for x in 0..<7 { #expect(frame.luma[x, y] == 16) } }
        #expect(frame.chromaU[3, 2] == 128 && frame.chromaV[0, 0] == 128)
    }

    @Test("What is written becomes the frame, with its time and number")
    func writes() {
        let picture = Picture(width: 6, height: 4)
        unsafe picture.luma.base[2 * 6 + 5] = 200
        unsafe picture.chromaV.base[1 * 3 + 2] = 90
        let frame = frame(of: picture, mediaTime: 1.25)
        #expect(frame.luma[5, 2] == 200 && frame.luma[4, 2] == 16)
        #expect(frame.chromaV[2, 1] == 90)
        #expect(frame.mediaTime == 1.25 && frame.index == 7 && frame.isKeyframe)
    }

    @Test("A copy may be drawn on without changing the original")
    func copies() {
        let original = frame(of: Picture(width: 6, height: 4))
        let copy = Picture(copying: original)
        unsafe copy.luma.base[0] = 255
        let drawn = frame(of: copy)
        #expect(drawn.luma[0, 0] == 255)
        #expect(original.luma[0, 0] == 16)
        #expect(drawn.luma[5, 3] == original.luma[5, 3])
    }

    @Test("Later moments order after earlier ones, and a step leads from one to the other")
    func wallTime() {
        let moment = WallTime(secondsSince1970: 10)
        #expect(moment < moment.advanced(by: 0.5))
        #expect(moment.advanced(by: -10) == WallTime(secondsSince1970: 0))
    }
}
