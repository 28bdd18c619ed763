import Foundation
import SyntheticScenes
import Testing

@Suite struct TrajectoryTests {
    @Test(arguments: [2.9, 24, 96.0])
    func `Without air a thing falls by g t² / 2 and lands after √(2h/g)`(height: Double) throws {
        let path = Trajectory(start: SIMD3(1, height, 0.4), velocity: .zero)
        #expect(abs(path.duration - (2 * height / 9.81).squareRoot()) < 1e-5)
        for share in [0.1, 0.5, 0.9] {
            let time = share * path.duration
            let state = try #require(path.state(at: time))
            #expect(abs(state.position.y - (height - 9.81 * time * time / 2)) < 1e-4)
            #expect(abs(state.velocity.y + 9.81 * time) < 1e-6)
            #expect(state.position.x == 1 && state.position.z == 0.4)
        }
    }

    @Test func `A throw keeps its speed along the facade`() throws {
        let path = Trajectory(start: SIMD3(0, 20, 0.4), velocity: SIMD3(1.5, 0, 0.5))
        let state = try #require(path.state(at: 1.2))
        #expect(abs(state.position.x - 1.8) < 1e-9)
        #expect(abs(state.position.z - 1.0) < 1e-9)
    }

    @Test(arguments: [4.0, 8, 20])
    func `With air the speed follows the hyperbolic tangent up to its end`(terminal: Double) throws {
        let path = Trajectory(start: SIMD3(0, 200, 0), velocity: .zero, terminalSpeed: terminal)
        for time in [0.3, 1, 2.5, 6] {
            let state = try #require(path.state(at: time))
            let ratio = 9.81 * time / terminal
            #expect(abs(-state.velocity.y - terminal * tanh(ratio)) < 1e-3)
            #expect(abs(200 - state.position.y - terminal * terminal / 9.81 * log(cosh(ratio))) < 1e-3)
        }
        let last = try #require(path.state(at: path.duration))
        #expect(abs(-last.velocity.y / terminal - 1) < 1e-3)
    }

    @Test func `Air slows a throw along the facade`() throws {
        let path = Trajectory(start: SIMD3(0, 50, 0), velocity: SIMD3(6, 0, 0), terminalSpeed: 10)
        let speeds = try [0, 0.5, 1, 2].map { try #require(path.state(at: $0)).velocity.x }
        #expect(zip(speeds, speeds.dropFirst()).allSatisfy { $0 > $1 && $1 > 0 })
    }

    @Test func `A ball thrown up rises to v² / 2g and comes down as fast`() throws {
        let path = Trajectory(start: SIMD3(0, 1, 0), velocity: SIMD3(0, 14, 0))
        #expect(abs(path.apex - (1 + 14 * 14 / (2 * 9.81))) < 1e-4)
        let back = try #require(path.state(at: 2 * 14 / 9.81))
        #expect(abs(back.position.y - 1) < 1e-4)
        #expect(abs(back.velocity.y + 14) < 1e-3)
    }

    @Test func `There is nothing before release and after landing`() {
        let path = Trajectory(start: SIMD3(0, 10, 0), velocity: .zero)
        #expect(path.state(at: -0.001) == nil)
        #expect(path.state(at: path.duration + 0.001) == nil)
        #expect(path.state(at: 0)?.position.y == 10)
    }
}
