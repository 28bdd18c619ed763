import Testing

@testable import SiteConfig

@Suite struct BrokenSiteTests {
    @Test("A mistake is named once, with its line, its key, what is wrong and what to write", arguments: all)
    func mistakeIsNamed(_ broken: BrokenSite) throws {
        let found = mistakes(in: broken.text)
        #expect(found.count == 1, "\(found)")
        let mistake = try #require(found.first)
        #expect(mistake.line == broken.line)
        #expect(mistake.column != nil)
        #expect(mistake.key == broken.key)
        #expect(mistake.problem.contains(broken.problem), "\(mistake.problem)")
        #expect(mistake.remedy.contains(broken.remedy), "\(mistake.remedy)")
    }

    static let all = top + site + http + recorders + cameras + addresses + credentials + alarms
    private static let oneCamera = "cameras: [{camera: a, url: rtsp://127.0.0.1/1}]\n"

    private static let http = [
        BrokenSite(
            "a name to listen at", "site: a\nhttp: {listen: box.local}\n\(oneCamera)", line: 2, key: "http.listen",
            problem: "“box.local” is not a numeric address", remedy: "such as 127.0.0.1"),
        BrokenSite(
            "a port within the address", "site: a\nhttp: {listen: '127.0.0.1:9108'}\n\(oneCamera)", line: 2,
            key: "http.listen", problem: "is not a numeric address", remedy: "such as 127.0.0.1"),
        BrokenSite(
            "a port that is none", "site: a\nhttp: {port: 65536}\n\(oneCamera)", line: 2, key: "http.port",
            problem: "out of range", remedy: "0…65535"),
        BrokenSite(
            "neither on nor off", "site: a\nhttp: {enabled: perhaps}\n\(oneCamera)", line: 2, key: "http.enabled",
            problem: "neither true nor false", remedy: "true or false"),
    ]

    private static let top = [
        BrokenSite(
            "no site", oneCamera, line: 1, key: "site", problem: "is missing", remedy: "such as east-garden"),
        BrokenSite(
            "no cameras", "site: a\n", line: 1, key: "cameras", problem: "is missing", remedy: "at least one camera"),
        BrokenSite(
            "a list at the top", "- site: a\n", line: 1, key: "", problem: "a group of keys, not a list",
            remedy: "site, timeZone"),
        BrokenSite(
            "an unknown key", "site: a\n\(oneCamera)timezone: UTC\n", line: 3, key: "timezone",
            problem: "unknown key", remedy: "did you mean `timeZone`?"),
        BrokenSite(
            "an unknown key without a neighbour", "site: a\n\(oneCamera)colour: red\n", line: 3, key: "colour",
            problem: "unknown key", remedy: "known here: site, timeZone"),
        BrokenSite(
            "a camera's key at the top", "site: a\n\(oneCamera)transport: tcp\n", line: 3, key: "transport",
            problem: "unknown key", remedy: "belongs under `cameras[]`"),
        BrokenSite(
            "a merge key", "site: a\n\(oneCamera)<<: {workers: 1}\n", line: 3, key: "(a key)",
            problem: "unknown key", remedy: "write the values out"),
        BrokenSite(
            "a key written twice", "site: a\n\(oneCamera)site: b\n", line: 3, key: "site",
            problem: "written twice, first on line 1", remedy: "keep one"),
        BrokenSite(
            "a key written three times", "site: a\nsite: b\n\(oneCamera)site: c\n", line: 4, key: "site",
            problem: "written twice, first on line 1, 2", remedy: "keep one"),
        BrokenSite(
            "a group instead of a list of cameras", "site: a\ncameras: {camera: a}\n", line: 2, key: "cameras",
            problem: "a list of cameras, not a group", remedy: "begin each entry with `- `"),
        BrokenSite(
            "a word instead of a camera", "site: a\ncameras:\n  - facade\n", line: 3, key: "cameras[0]",
            problem: "a group of keys, not a single value", remedy: "camera, enabled, name"),
    ]

    private static func site(_ what: String, _ line: String, key: String, _ problem: String, _ remedy: String)
        -> BrokenSite
    {
        BrokenSite(what, "site: a\n\(oneCamera)\(line)\n", line: 3, key: key, problem: problem, remedy: remedy)
    }

    private static func taken(_ path: String) -> BrokenSite {
        site(
            "a sink at \(path)", "sinks: [{file: {path: \(path), rotateAt: 64KiB}}]", key: "sinks[0].file.path",
            "where the service itself keeps", "a file of its own")
    }

    private static let site = [
        BrokenSite(
            "a site that is no path", "site: ../etc\n\(oneCamera)", line: 1, key: "site",
            problem: "“../etc” cannot be used in paths", remedy: "letters, digits"),
        BrokenSite(
            "a site without a value", "site:\n\(oneCamera)", line: 1, key: "site", problem: "has no value",
            remedy: "write an id"),
        site("an unknown time zone", "timeZone: Asia/Shanghia", key: "timeZone", "not a known", "`Asia/Shanghai`?"),
        site("a far-off time zone", "timeZone: ../../etc/passwd", key: "timeZone", "not a known", "IANA"),
        site("workers in words", "workers: many", key: "workers", "“many” is not a whole number", "1…1024"),
        site("no workers", "workers: 0", key: "workers", "“0” is out of range", "1…1024"),
        site("half a worker", "workers: 1.5", key: "workers", "not a whole number", "1…1024"),
        site("quoted workers", "workers: \"2\"", key: "workers", "text in quotes", "without quotes"),
        site("workers in a list", "workers: [2]", key: "workers", "not a list", "a whole number"),
        site("a place in one word", "place: Jinan", key: "place", "a group of keys, not a single", "district"),
        site("a mistyped place", "place: {distrct: a}", key: "place.distrct", "unknown key", "`district`?"),
        site("a place of two lines", "place: {street: \"a\\nb\"}", key: "place.street", "line break", "short line"),
        site(
            "a size without unit", "evidence: {minimumFree: 268435456}", key: "evidence.minimumFree", "has no unit",
            "KiB, MiB or GiB"),
        site(
            "a size in MB", "evidence: {minimumFree: 256MB}", key: "evidence.minimumFree", "read differently",
            "write 256MiB"),
        site("a size in words", "outbox: {reserve: much}", key: "outbox.reserve", "is not a size", "GiB"),
        site("too small a size", "outbox: {reserve: 1KiB}", key: "outbox.reserve", "out of range", "1MiB…1GiB"),
        site("days without end", "outbox: {keepDays: 99999}", key: "outbox.keepDays", "out of range", "1…3650"),
        site(
            "days with a unit", "evidence: {keepDays: 30d}", key: "evidence.keepDays", "not a whole", "without a unit"),
        site(
            "evidence kept too briefly", "evidence: {keepDays: 29}", key: "evidence.keepDays", "out of range", "30…3650"
        ),
        site(
            "urgent evidence kept too briefly", "evidence: {keepDaysByPriority: {1: 7}}",
            key: "evidence.keepDaysByPriority.1", "out of range", "30…3650"),
        site(
            "a priority there is not", "evidence: {keepDaysByPriority: {5: 90}}",
            key: "evidence.keepDaysByPriority.5", "unknown key", "did you mean"),
        site(
            "a clip without a beginning", "evidence: {clip: {before: -1}}", key: "evidence.clip.before", "out of range",
            "0…120"),
        site("a clip in words", "evidence: {clip: yes}", key: "evidence.clip", "a group of keys", "enabled"),
        site("an audit log too short", "audit: {keepDays: 30}", key: "audit.keepDays", "out of range", "183…36500"),
        site("too good a JPEG", "evidence: {jpegQuality: 101}", key: "evidence.jpegQuality", "“101”", "1…100"),
        site(
            "an unknown sink", "sinks: [{flie: {path: a}, file: {path: a}}]", key: "sinks[0].flie", "unknown", "`file`?"
        ),
        site("a sink of no kind", "sinks: [{}]", key: "sinks[0].file", "is missing", "alarms.jsonl"),
        site(
            "a sink without a path", "sinks: [{file: {keep: 3}}]", key: "sinks[0].file.path", "is missing",
            "dataDirectory"),
        site(
            "two sinks in one file", "sinks: [{file: {path: a}}, {file: {path: a}}]", key: "sinks[1]",
            "another sink writes to the same place", "a path of its own"),
        site(
            "a sink in the full files of another", "sinks: [{file: {path: a}}, {file: {path: a.1}}]", key: "sinks[1]",
            "another sink writes to the same place", "a path of its own"),
        site(
            "two sinks of one id", "sinks: [{id: x, file: {path: a}}, {id: x, file: {path: b}}]", key: "sinks[1]",
            "the id “x” already", "its own"),
        taken("outbox.sqlite"), taken("./outbox.sqlite-wal"), taken("x/../outbox.sqlite.reserve"), taken("evidence"),
        taken("evidence/2026-01-01/a.jpg"), taken("audit.sqlite"), taken("evidence.key"), taken("waiting/a"),
        taken("views/a.view"),
        taken("selftests/a.jsonl"), taken("."), taken("../data/outbox.sqlite"),
        taken("/nowhere/in/particular/data/outbox.sqlite"),
        site(
            "no rotated file kept", "sinks: [{file: {path: a, keep: 0}}]", key: "sinks[0].file.keep", "out of range",
            "1…1000"),
    ]

    private static let recorders = [
        site("a recorder without id", "nvrs: [{name: a}]", key: "nvrs[0].id", "is missing", "nvr-1"),
        site("two recorders of one id", "nvrs: [{id: a}, {id: a}]", key: "nvrs[1].id", "already on line 3", "its own"),
        site("too many connects", "nvrs: [{id: a, maxConnects: 65}]", key: "nvrs[0].maxConnects", "range", "1…64"),
        site("no connects", "nvrs: [{id: a, maxConnects: 0}]", key: "nvrs[0].maxConnects", "out of range", "1…64"),
        BrokenSite(
            camera: "an unknown recorder", "nvr: nvr-9", key: "nvr", problem: "no recorder “nvr-9”",
            remedy: "add it under `nvrs`"),
        BrokenSite(
            "a mistyped recorder",
            "site: a\nnvrs: [{id: nvr-1}]\ncameras:\n  - {camera: a, url: rtsp://127.0.0.1/1, nvr: nrv-1}\n", line: 4,
            key: "cameras[0].nvr", problem: "no recorder “nrv-1”", remedy: "did you mean `nvr-1`?"),
    ]

    private static let cameras = [
        BrokenSite(
            "a camera without id", "site: a\ncameras:\n  - url: rtsp://127.0.0.1/1\n", line: 3,
            key: "cameras[0].camera",
            problem: "is missing", remedy: "facade-3-south"),
        BrokenSite(
            "a camera id with a slash", "site: a\ncameras:\n  - {camera: a/b, url: rtsp://127.0.0.1/1}\n", line: 3,
            key: "cameras[0].camera", problem: "cannot be used in paths", remedy: "`name`"),
        BrokenSite(
            "two cameras of one id",
            "site: a\ncameras:\n- {camera: a, url: rtsp://127.0.0.1/1}\n- {camera: a, url: rtsp://127.0.0.1/2}\n",
            line: 4, key: "cameras[1].camera", problem: "another camera has “a” already on line 3", remedy: "its own"),
        BrokenSite(
            "two cameras of one device code",
            """
            site: a
            cameras:
            - {camera: a, url: rtsp://127.0.0.1/1, deviceCode: "37010200001320000001"}
            - {camera: b, url: rtsp://127.0.0.1/2, deviceCode: "37010200001320000001"}
            """, line: 4, key: "cameras[1].deviceCode", problem: "already on line 3", remedy: "its own"),
        BrokenSite(
            camera: "a device code without quotes", "deviceCode: 37010200001320000001", key: "deviceCode",
            problem: "loses digits", remedy: "in quotes: \"37010200001320000001\""),
        BrokenSite(
            camera: "a short device code", "deviceCode: \"3701020000132000000\"", key: "deviceCode",
            problem: "19 digits", remedy: "20 digits"),
        BrokenSite(
            camera: "a device code with letters", "deviceCode: \"3701020000132000000x\"", key: "deviceCode",
            problem: "no digits", remedy: "20 digits"),
        BrokenSite(
            camera: "neither true nor false", "enabled: yes", key: "enabled",
            problem: "“yes” is neither true nor false",
            remedy: "true or false"),
        BrokenSite(
            camera: "an unknown transport", "transport: tpc", key: "transport", problem: "“tpc” is not known",
            remedy: "did you mean `tcp`?"),
        BrokenSite(
            camera: "channel zero", "channel: 0", key: "channel", problem: "out of range", remedy: "1…4096"),
        BrokenSite(
            camera: "an endless buffer", "name: x\nbuffer: {seconds: .inf}", line: 2, key: "buffer.seconds",
            problem: "is not a number of seconds", remedy: "1…600"),
        BrokenSite(
            camera: "a buffer of no size", "buffer: {size: 0MiB}", key: "buffer.size", problem: "out of range",
            remedy: "1MiB…4GiB"),
        BrokenSite(
            camera: "a timeout with a unit", "timeouts:\n  connect: 5s", line: 2, key: "timeouts.connect",
            problem: "“5s” is not a number of seconds", remedy: "without a unit"),
        BrokenSite(
            camera: "a timeout back in time", "timeouts: {stall: -1}", key: "timeouts.stall", problem: "out of range",
            remedy: "0.5…600"),
    ]

    private static func address(_ what: String, _ url: String, _ problem: String, _ remedy: String) -> BrokenSite {
        BrokenSite(
            what, "site: a\ncameras:\n  - camera: a\n    url: \(url)\n", line: 4, key: "cameras[0].url",
            problem: problem, remedy: remedy)
    }

    private static let addresses = [
        BrokenSite(
            "no address", "site: a\ncameras:\n  - camera: a\n", line: 3, key: "cameras[0].url", problem: "is missing",
            remedy: "rtsp://ADDRESS/PATH"),
        address("a mistyped scheme", "rtps://127.0.0.1/1", "not read", "did you mean `rtsp://`?"),
        address("an unknown scheme", "gopher://127.0.0.1/1", "not read", "rtsp://, rtsps://, http:// or https://"),
        address("no host", "rtsp:///video1", "has no host", "rtsp://HOST:554/PATH"),
        address("a login but no host", "rtsp://u:p@/video1", "has no host", "rtsp://HOST:554/PATH"),
        address("a port in words", "rtsp://127.0.0.1:rtsp/video1", "port is not a number", "HOST:554"),
        address("port zero", "rtsp://[::1]:0/video1", "port is not a number", "HOST:554"),
        address("a space", "rtsp://127.0.0.1/video 1", "contains a space", "%20"),
        address("a file as URL", "file:///a.mp4", "not read", "give the path of a file"),
        address("an empty address", "\"\"", "is empty", "path of a file"),
        BrokenSite(
            camera: "a stream that should loop", "loop: true", key: "loop", problem: "only a file", remedy: "delete"),
        BrokenSite(
            "a file with a transport", "site: a\ncameras:\n  - {camera: a, url: a.mp4, transport: udp}\n", line: 3,
            key: "cameras[0].transport", problem: "only an RTSP stream", remedy: "delete `transport`"),
    ]

    private static let credentials = [
        BrokenSite(
            camera: "a password without a user", "password: hunter2", key: "password",
            problem: "without a user name", remedy: "add `username`"),
        BrokenSite(
            camera: "a password in a group", "username: u\npassword: {a: hunter2}", line: 2, key: "password",
            problem: "not a group of keys", remedy: "in quotes"),
        BrokenSite(
            camera: "a password file that is not there", "username: u\npasswordFile: gone", line: 2,
            key: "passwordFile", problem: "there is no such file", remedy: "check the path"),
        BrokenSite(
            "two logins",
            "site: a\ncameras:\n  - camera: a\n    url: rtsp://u:hunter2@127.0.0.1/1\n    username: v\n", line: 5,
            key: "cameras[0].username", problem: "the URL has a user name already", remedy: "take it out of `url`"),
        BrokenSite(
            "a file with a login", "site: a\ncameras:\n  - {camera: a, url: a.mp4, username: v}\n", line: 3,
            key: "cameras[0].username", problem: "a file needs no password", remedy: "delete"),
    ]

    private static func watch(_ what: String, _ entry: String, key: String, _ problem: String, _ remedy: String)
        -> BrokenSite
    {
        BrokenSite(
            camera: what, "alarms:\n  schedule:\n    - \(entry)", line: 3, key: "alarms.schedule[0]" + key,
            problem: problem, remedy: remedy)
    }

    private static let alarms = [
        BrokenSite(
            camera: "a cooldown in words", "alarms: {cooldown: short}", key: "alarms.cooldown",
            problem: "is not a number of seconds", remedy: "0…86400"),
        BrokenSite(
            camera: "priority five", "alarms: {priority: {fire: 5}}", key: "alarms.priority.fire",
            problem: "out of range", remedy: "1…4"),
        BrokenSite(
            camera: "an unknown kind", "alarms: {priority: {ebike: 1}}", key: "alarms.priority.ebike",
            problem: "unknown key", remedy: "did you mean `ebike-in-elevator`?"),
        watch(
            "an unknown day", "{days: [mon, tues], from: \"07:00\", to: \"08:00\"}", key: ".days[1]", "“tues”", "`tue`?"
        ),
        watch("no days", "{days: [], from: \"07:00\", to: \"08:00\"}", key: ".days", "names no day", "[mon, tue]"),
        watch("no end", "{from: \"07:00\"}", key: ".to", "is missing", "\"22:00\""),
        watch("hour 25", "{from: \"25:00\", to: \"08:00\"}", key: ".from", "not a time of day", "\"00:00\"…\"23:59\""),
        watch("minute 60", "{from: \"07:60\", to: \"08:00\"}", key: ".from", "not a time of day", "two digits each"),
        watch("an hour alone", "{from: 7, to: \"08:00\"}", key: ".from", "“7” is not a time of day", "two digits"),
        watch("after midnight", "{from: \"07:00\", to: \"24:01\"}", key: ".to", "not a time of day", "\"24:00\""),
        watch("no time at all", "{from: \"07:00\", to: \"07:00\"}", key: "", "same minute", "\"00:00\" to \"24:00\""),
    ]
}
