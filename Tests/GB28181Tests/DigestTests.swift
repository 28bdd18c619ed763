import Testing

@testable import GB28181Sink

@Suite("Proofs of the password")
struct DigestTests {
    /// RFC 2617, section 3.5; RFC 7616, section 3.9.1; RFC 2069, section 2.4, with its erratum.
    @Test(
        "They are those of the standards' examples",
        arguments: [
            (
                "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
                    + "opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"", "Circle Of Life", "0a4f113b",
                "6629fae49393a05397450978507c4ef1"
            ),
            (
                "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, "
                    + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"", "Circle of Life",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "8ca523f5e9506fed4657c9700eebdbec"
            ),
            (
                "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
                    + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"", "Circle of Life",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
            ),
            (
                "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"", "CircleOfLife",
                "x",
                "1949323746fe6a43ef61f9606e7febea"
            ),
        ])
    func vectors(header: String, password: String, random: String, response: String) throws {
        let challenge = try #require(DigestChallenge(header))
        let answer = challenge.answer(
            username: "Mufasa", password: password, method: "GET", uri: "/dir/index.html", random: random)
        #expect(answer.contains("response=\"\(response)\""), "\(answer)")
        #expect(answer.contains("qop=auth, nc=00000001") == challenge.usesQuality)
        #expect(answer.contains("opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"") == (challenge.opaque != nil))
        #expect(!answer.contains(password))
    }

    @Test("The strongest that can be answered is taken")
    func best() {
        let md5 = "Digest realm=\"r\", nonce=\"1\", algorithm=MD5"
        let sha = "Digest realm=\"r\", nonce=\"2\", algorithm=SHA-256"
        let other = "Digest realm=\"r\", nonce=\"3\", algorithm=SM3"
        #expect(DigestChallenge.best(of: [md5, sha])?.nonce == "2")
        #expect(DigestChallenge.best(of: [other, md5])?.nonce == "1")
        #expect(DigestChallenge.best(of: [other]) == nil)
        #expect(DigestChallenge.best(of: ["Basic realm=\"r\""]) == nil)
        #expect(DigestChallenge("Digest realm=\"r\", nonce=\"3\", qop=\"auth-int\"") == nil)
        #expect(DigestChallenge("digest nonce=\"3\",realm=r , stale=TRUE")?.isStale == true)
        #expect(DigestChallenge("Digest nonce=\"3\"") == nil, "without a realm nothing can be proved")
    }

    @Test("A password in Chinese goes in as UTF-8")
    func chinese() {
        let challenge = DigestChallenge(realm: "r", nonce: "n")
        let answer = challenge.answer(username: "u", password: "口令", method: "REGISTER", uri: "sip:a", random: "c")
        #expect(answer.contains("response=\"c6c3cddd464262e75abce23f4a8b60de\""))
    }
}
