using Akka.Event;

namespace TradingActors.Node.Logging;

/// <summary>Akka's logger of the first and last moments, on stderr.</summary>
public sealed class StderrLogger : MinimalLogger
{
    protected override void Log(object message) => Console.Error.WriteLine(message);
}
