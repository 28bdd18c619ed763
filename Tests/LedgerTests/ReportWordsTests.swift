import Testing
import VideoCore
import VideoStreams

@testable import Ledger

@Suite struct ReportWordsTests {
    @Test func `there are words for every cause the books may hold`() {
        let causes =
            StreamFailure.Code.allCases.map(\.rawValue) + PictureFault.allCases.map(\.rawValue) + [CauseWords.ownBox]
        #expect(Set(causes).subtracting(CauseWords.codes) == [])
        #expect(CauseWords.codes.subtracting(causes) == [], "no words for what does not exist")
        for code in causes where code != "stopped" {
            for language in ReportLanguage.allCases { #expect(!CauseWords(code, language).advice.isEmpty, "\(code)") }
        }
    }

    @Test func `a cause that is not known is shown as it stands`() {
        #expect(CauseWords("mystery", .chinese).words == "mystery")
        #expect(CauseWords("mystery", .chinese).advice == "")
        #expect(CauseWords(nil, .english).words == "cause not noted")
    }

    @Test func `definitions say what is published and what is our own`() {
        #expect(Rate.allCases.filter { $0.basis == .published } == [.onlineTime])
        #expect(Indicator.allCases.allSatisfy { $0.targetBasis == .published && $0.formulaBasis == .own })
    }
}
