using Akka.Actor.Setup;

namespace TradingActors.Node.Logging;

/// <summary>
/// Hands the node's logger to the actor system, where <see cref="SerilogLogger"/> finds it.
/// </summary>
public sealed class SerilogSetup(Serilog.ILogger logger) : Setup
{
    public Serilog.ILogger Logger { get; } = logger;
}
