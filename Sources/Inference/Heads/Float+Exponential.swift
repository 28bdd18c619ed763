internal import Foundation

extension Float {
    /// e to the power of this.
    var exponential: Float { exp(self) }
}
