import ChineseText
import Alarms
import Detectors
import Testing
import VideoCore

@testable import GB28181Sink

@Suite("An alarm in the words of GB/T 28181")
struct AlarmNoticeTests {
    private func document(_ event: AlarmEvent, _ settings: GB28181Settings = .sample()) throws -> String {
        let notice = AlarmNotice(event, try event.stored(17), settings)
        return ChineseText.text(notice.command.bytes(settings.charset))
    }

    @Test("Something thrown from a facade, complete")
    func golden() throws {
        let event = AlarmEvent.sample { data in
            data.place.building = "3号楼"
            data.place.facade = "南立面"
            data.origin = FloorEstimate(level: 12.4, standardDeviation: 0.6)
        }
        let expected = """
            <?xml version="1.0" encoding="GB2312"?>\r
            <Notify>\r
            <CmdType>Alarm</CmdType>\r
            <SN>17</SN>\r
            <DeviceID>34020000001320000001</DeviceID>\r
            <AlarmPriority>2</AlarmPriority>\r
            <AlarmMethod>5</AlarmMethod>\r
            <AlarmTime>2026-03-02T18:00:01</AlarmTime>\r
            <AlarmDescription>高空抛物，3号楼 南立面，约12层，东门</AlarmDescription>\r
            <Longitude>117.0512</Longitude>\r
            <Latitude>36.66</Latitude>\r
            <Info>\r
            <AlarmType>12</AlarmType>\r
            </Info>\r
            </Notify>\r

            """
        #expect(try document(event) == expected)
    }

    @Test(
        "Each kind has its code: method, type, event type, priority",
        arguments: [
            (AlarmKind.fire, [5, 2, 0, 1]), (.smoke, [5, 2, 0, 1]), (.thrownObject, [5, 12, 0, 2]),
            (.ebikeInElevator, [5, 6, 1, 2]), (.deviceOffline, [2, 1, 0, 3]), (.pictureQuality, [5, 11, 0, 4]),
        ])
    func codes(kind: AlarmKind, expected: [Int]) throws {
        let heard = try #require(HeardCommand(Array(try document(.sample(1, kind)).utf8)))
        let found = ["AlarmMethod", "AlarmType", "EventType", "AlarmPriority"].map { Int(heard[$0] ?? "0") }
        #expect(found == expected)
    }

    @Test("A covered view is told from another poor picture by the words of either detector", arguments: [2016, 2022])
    func covered(edition: Int) throws {
        let settings = GB28181Settings.sample { $0.version = .init(rawValue: edition) ?? .edition2016 }
        for words in [PictureFault.covered.words, "gate: \(PictureFault.covered.words)"] {
            let event = AlarmEvent.sample(1, .pictureQuality) { $0.detail = words }
            let heard = try #require(HeardCommand(Array(try document(event, settings).utf8)))
            #expect(heard["AlarmType"] == (edition == 2022 ? "13" : "11"))
            #expect(heard["AlarmPriority"] == "3")
        }
        for fault in PictureFault.allCases where fault != .covered {
            #expect(
                AlarmSubject(AlarmEvent.sample(1, .pictureQuality) { $0.detail = fault.words }.data) == .pictureQuality)
        }
    }

    @Test("A code of one's own is sent, with the alarm's own priority where it has none")
    func ownCodes() throws {
        let settings = GB28181Settings.sample { $0.codes[.fire] = AlarmCode(method: 7) }
        let heard = try #require(
            HeardCommand(Array(try document(.sample(1, .fire) { $0.priority = 3 }, settings).utf8)))
        #expect(heard["AlarmMethod"] == "7" && heard["AlarmType"] == nil && heard["AlarmPriority"] == "3")
    }

    @Test("A camera without a code goes under that of the box, without a place")
    func withoutCode() throws {
        let event = AlarmEvent.sample(1, camera: "nowhere") { $0.camera.deviceCode = nil }
        let heard = try #require(HeardCommand(Array(try document(event).utf8)))
        #expect(heard["DeviceID"] == boxCode && heard["Longitude"] == nil)
    }

    @Test("What is XML's own is escaped, what XML cannot hold is left out, and nothing gets long")
    func hostile() throws {
        let event = AlarmEvent.sample { $0.camera.name = "<a>&\"'\u{0}\u{FFFF}\n门" }
        let text = try document(event)
        #expect(text.contains("高空抛物，&lt;a&gt;&amp;&quot;&apos;门</AlarmDescription>"), "\(text)")
        #expect(HeardCommand(Array(text.utf8))?["AlarmDescription"] == "高空抛物，<a>&\"'门")
        let long = AlarmEvent.sample { $0.camera.name = String(repeating: "长", count: 5000) }
        let notice = AlarmNotice(long, try long.stored(1), .sample())
        let message = DeviceMessages(settings: .sample()).message(notice)
        #expect(message.bytes.count < 1200, "with Via and CSeq it fits into a datagram: \(message.bytes.count)")
    }

    @Test("A drill says so, and so do phases other than the first")
    func drill() throws {
        #expect(try document(.sample { $0.isTest = true }).contains("<AlarmDescription>【演练】高空抛物"))
        #expect(try document(.sample(1, .fire, .close)).contains("疑似火情（结束）"))
        #expect(try document(.sample(1, .fire, .update)).contains("疑似火情（更新）"))
    }

    @Test(
        "The number is the queue's, the same each time, and fits into 31 bits",
        arguments: [1, 0x7FFF_FFFF, 0x8000_0000])
    func number(sequence: Int64) throws {
        let event = AlarmEvent.sample()
        let first = AlarmNotice(event, try event.stored(sequence), .sample())
        #expect(first == AlarmNotice(event, try event.stored(sequence), .sample()))
        #expect(first.number == (sequence == 0x8000_0000 ? 1 : Int(sequence)))
        #expect(first.eventID == event.id)
    }
}

@Suite("Chinese text")
struct ChineseTextTests {
    @Test("Characters go out in GB 18030 and come back, those outside of GBK too")
    func roundTrip() throws {
        #expect(ChineseText.bytes("高空抛物") == [0xB8, 0xDF, 0xBF, 0xD5, 0xC5, 0xD7, 0xCE, 0xEF])
        for text in ["", "abc", "东湖区花园路", "𠀀𪚥", "é€ñ", "🚲电动车"] {
            let bytes = try #require(ChineseText.bytes(text))
            #expect(ChineseText.text(bytes) == text)
        }
        #expect(ChineseText.text([0xFF, 0xFF, 0x41]).hasSuffix("A"))
    }

    @Test("A document says how it is coded, and is coded so", arguments: GB28181Settings.Charset.allCases)
    func charsets(charset: GB28181Settings.Charset) {
        let bytes = Command("Notify", "Keepalive", number: 1, device: "1", [.text("Name", "东")]).bytes(charset)
        let label = ["gb2312": "GB2312", "gb18030": "GB18030", "utf-8": "UTF-8"][charset.rawValue] ?? ""
        #expect(bytes.starts(with: Array("<?xml version=\"1.0\" encoding=\"\(label)\"?>\r\n".utf8)))
        #expect(bytes.contains(charset == .utf8 ? Array("东".utf8) : [0xB6, 0xAB]))
        #expect(HeardCommand(bytes)?["Name"] == "东")
    }

    @Test("Commands of platforms are read, whatever they are coded in and however they are written")
    func heard() {
        let texts = [
            "<?xml version=\"1.0\"?>\n<Query>\n<CmdType>Catalog</CmdType>\n<SN> 7 </SN>\n<DeviceID>1</DeviceID></Query>",
            "<Query a='b'><CmdType x=\"y\">Catalog</CmdType><SN>7</SN><SN>8</SN><DeviceID>1</DeviceID>",
            "<!-- c --><Query><Empty/><CmdType>Catalog</CmdType><SN>7</SN><DeviceID>1</DeviceID></Query>",
        ]
        for text in texts {
            let heard = HeardCommand(Array(text.utf8))
            #expect(heard?.root == "Query" && heard?.type == "Catalog" && heard?.number == 7, "\(text)")
            #expect(heard?["DeviceID"] == "1")
        }
        #expect(HeardCommand([]) == nil && HeardCommand(Array("no xml".utf8)) == nil)
        #expect(HeardCommand(Array("<R><A>&lt;&amp;amp;&gt;</A></R>".utf8))?["A"] == "<&amp;>")
    }
}
