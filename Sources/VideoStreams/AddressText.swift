/// What an address looks like as text, before it is taken apart: where credentials may stand in it.
enum AddressText {
    /// Splits what follows `://` into the user part, if any, and the rest; nil when there is an `@` and no host.
    ///
    /// Passwords hold `@`, `:`, `/` and `?`, so the user part reaches to the last `@` with a host behind it. Among several,
    /// an IP address is surest to be the host, then a name with a dot or a port; an `@` after that is part of the path.
    /// An IP address at the very beginning is the host: no user is called like that.
    static func split(_ rest: Substring) -> (user: Substring?, location: Substring)? {
        guard rest.contains("@"), Host(beginning: rest)?.rank != .address else { return (nil, rest) }
        var best: (rank: Host.Rank, at: Substring.Index)?
        for at in rest.indices where rest[at] == "@" {
            guard let host = Host(beginning: rest[rest.index(after: at)...]) else { continue }
            if host.rank >= best?.rank ?? .word { best = (host.rank, at) }
        }
        guard let best else { return nil }
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

    /// `path` as it may be shown: without the values of parameters that may be credentials, and without anything at all
    /// where it holds an `@`, which may mean that the address was taken apart in the wrong place.
    static func shown(path: String) -> String {
        guard !path.contains("@") else { return "/…" }
        return path.replacing(
            #/
            (?i) ([\/?&;_\#] | %26 | %3F)  # what stands before the name
            ([a-z0-9%-]*? (?:user|usr|pass|pwd|token|auth|secret|login|key|sign) [a-z0-9%-]*?)  # the name
            (= | %3D)
            .*?  # the value, up to the next name; a lone = may be the end of a token in Base64
            (?= (?:[\/?&;\#] | %26) [a-z0-9%_-]+ (?:=|%3D) [^=&] | _(?:channel|stream|user|password|pwd)[a-z]*= | $)
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
