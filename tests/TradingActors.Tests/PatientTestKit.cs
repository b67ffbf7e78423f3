using Akka.TestKit.Xunit2;

namespace TradingActors.Tests;

/// <summary>
/// A test kit that waits longer for a message that is expected: on a busy machine three seconds can pass
/// before an actor has its first turn. A message that comes is not waited for any longer.
/// </summary>
public abstract class PatientTestKit(string hocon = "") : TestKit($"""
    akka.test.single-expect-default = 15s
    {hocon}
    """);
