import VideoCore

/// User name and password, as cameras, recorders and devices give them.
struct Login {
    var username: String?
    var password: Secret?
}

extension SectionReader {
    /// `username` with `password` or `passwordFile`.
    ///
    /// - Parameter readsFile: whether the password file must be there.
    func login(readsFile: Bool) -> Login {
        var login = Login(username: self["username"]?.line())
        login.password = self["password"]?.text("the password in quotes").map { Secret($0) }
        if login.password != nil { owner.diagnosis.sawPassword() }
        if let file = self["passwordFile"] {
            let text = readsFile ? file.passwordFromFile() : nil
            if self["password"] != nil {
                file.report("the password is given twice", remedy: "keep either `password` or `passwordFile`")
            }
            login.password = text.map { Secret($0) } ?? login.password
        }
        if let given = loginValue, self["username"] == nil {
            given.report("a password without a user name", remedy: "add `username`")
        }
        return login
    }

    /// Reports a login beside an address that has one already, or needs none.
    func checkLogin(fits url: String?, isFile: Bool) {
        guard let given = loginValue else { return }
        if isFile {
            given.report("a file needs no password", remedy: "delete the key")
        } else if let url, url.contains("@") {
            given.report("the URL has a user name already", remedy: "take it out of `url`, or delete this key")
        }
    }

    private var loginValue: Value? { self["username"] ?? self["password"] ?? self["passwordFile"] }
}
