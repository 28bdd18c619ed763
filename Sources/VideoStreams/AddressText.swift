/// What an address looks like as text, before it is taken apart: where credentials may stand in it.
enum AddressText {
    /// Splits what follows `://` into the user part, if any, and the rest; nil when there is an `@` and no host.
    ///
    /// Passwords hold `@`, `:`, `/` and `?`, so the user part reaches to the last `@` with a host behind it. Among several,
    /// an IP address is surest to be the host, then a name with a dot or a port; an `@` after that is part of the path.
    /// An IP address at the very beginning is the host: no user is called like that.
    static func split(_ rest: Substring) -> (user: Substring?, location: Substring)? {
        guard rest.contains("@"), Host(beginning: rest)?.rank != .address else { return (nil, rest) }
        // Behind a host with a dot or a port and `?name=`, an @ is part of a value.
        let values = Host(beginning: rest)?.rank == .name ? rest.firstMatch(of: /\?[\w.-]+=/)?.range.lowerBound : nil
        var best: (rank: Host.Rank, at: Substring.Index)?
        for at in rest.indices where rest[at] == "@" && at < values ?? rest.endIndex {
            guard let host = Host(beginning: rest[rest.index(after: at)...]) else { continue }
            if host.rank >= best?.rank ?? .word { best = (host.rank, at) }
        }
        guard let best else { return values == nil ? nil : (nil, rest) }
        return (rest[..<best.at], rest[rest.index(after: best.at)...])
    }

    /// Whether `text`, which has no `scheme://`, is meant as a network address all the same: `rtsp:/…`, `rtsp:…`,
    /// `host:554/…`, `user:password@host/…`. A path that begins with `/` or `./` is a path.
    static func looksLikeNetworkAddress(_ text: String) -> Bool {
        let isPath = text.hasPrefix("./") || text.hasPrefix("../")
        if text.contains("://") { return !isPath && !text.hasPrefix("/") }
        if isPath || text.hasPrefix("/") && !text.hasPrefix("//") { return false }
        let scheme = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        let rest = text[scheme.endIndex...]
        if scheme.count > 1, rest.hasPrefix(":/") { return true }
        if StreamAddress.Scheme(rawValue: scheme.lowercased()) != nil, rest.hasPrefix(":") || rest.hasPrefix("//") {
            return true
        }
        if text.prefixMatch(of: /[\w.-]+:\d{1,5}\//) != nil { return true }
        return split(text[...])?.user?.contains(":") ?? false
    }

    /// `path` as it may be shown: with those values alone that are known to be harmless, without parts that hold a `:`, and
    /// without anything at all where it holds an `@`, which may mean that the address was taken apart in the wrong place.
    static func shown(path: String) -> String {
        guard !path.contains("@") else { return "/…" }
        let parts = path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let segments = parts[0].split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.contains(":") ? "(hidden)" : String($0) }
        let place = withoutCredentials(segments.joined(separator: "/"))
        return parts.count == 1 ? place : place + "?" + shown(query: parts[1])
    }

    /// Names of parameters whose values tell which picture is meant, and never who asks for it.
    private static let harmless: Set<Substring> = [
        "audio", "cam", "camera", "ch", "channel", "chn", "codec", "format", "fps", "index", "profile", "proto",
        "resolution", "stream", "streamtype", "subtype", "transportmode", "type", "unicast", "video",
    ]

    private static func shown(query: Substring) -> String {
        var (shown, isHiding) = ([String](), false)
        for part in query.split(separator: "&", omittingEmptySubsequences: false) {
            let name = part.prefix { $0 != "=" && $0 != ":" && $0 != "/" }
            // Without a value: a word of its own, or what follows an & in a password.
            if name.endIndex == part.endIndex, isHiding { continue }
            isHiding = name.endIndex != part.endIndex && !harmless.contains(Substring(name.lowercased()))
            shown.append(isHiding ? "\(name)=(hidden)" : String(part))
        }
        return shown.joined(separator: "&")
    }

    /// `path` without the values of what looks like credentials in it: some recorders take parameters in the path.
    private static func withoutCredentials(_ path: String) -> String {
        path.replacing(
            #/
            (?i) ([\/&;_\#] | %26 | %3F)  # what stands before the name
            ([a-z0-9%-]*? (?:user|usr|pass|pwd|token|auth|secret|login|key|sign) [a-z0-9%-]*?)  # the name
            (= | %3D)
            .*?  # the value, up to the next name; a lone = may be the end of a token in Base64
            (?= (?:[\/&;\#] | %26) [a-z0-9%_-]+ (?:=|%3D) [^=&] | _(?:channel|stream|user|password|pwd)[a-z]*= | $)
            /#
        ) { "\($0.output.1)\($0.output.2)\($0.output.3)(hidden)" }
    }
}

/// A host with or without port, as it stands at the beginning of a text.
private struct Host {
    /// How sure it is that this is a host, and not a part of a password.
    enum Rank: Int, Comparable {
        case word, name, address
        static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
    }

    let rank: Rank

    /// Nil when `text` does not begin with a host that `/`, `?`, `#` or the end follows.
    init?(beginning text: Substring) {
        let authority = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let address = /(?:\[[0-9a-fA-F:.%]+\]|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?/
        let name = /[\w-]+(?:\.[\w-]+)+\.?(?::\d{1,5})?|[\w-]+:\d{1,5}/
        if authority.wholeMatch(of: address) != nil {
            rank = .address
        } else if authority.wholeMatch(of: name) != nil {
            rank = .name
        } else if authority.wholeMatch(of: /[\w-]+/) != nil {
            rank = .word
        } else {
            return nil
        }
    }
}
