using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Serilog.Events;
using LogEvent = Akka.Event.LogEvent;
using LogLevel = Akka.Event.LogLevel;

namespace TradingActors.Node.Logging;

/// <summary>
/// Akka's log events as Serilog events: the template and its values travel apart, so that the file can be
/// searched by value. <c>LogSource</c> and <c>OccurredAt</c> are added, because this actor runs later than
/// what it tells of.
/// </summary>
public sealed class SerilogLogger : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private readonly Serilog.ILogger _logger;

    public SerilogLogger()
    {
        _logger = Context.System.Settings.Setup.Get<SerilogSetup>() is { HasValue: true } setup
            ? setup.Value.Logger
            : throw new InvalidOperationException($"{nameof(SerilogLogger)} needs a {nameof(SerilogSetup)}");

        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(Write);
    }

    private void Write(LogEvent log)
    {
        var level = log.LogLevel() switch
        {
            LogLevel.DebugLevel => LogEventLevel.Debug,
            LogLevel.InfoLevel => IsAkkasOwn(log) ? LogEventLevel.Debug : LogEventLevel.Information,
            LogLevel.WarningLevel => LogEventLevel.Warning,
            _ => LogEventLevel.Error,
        };
        if (!_logger.IsEnabled(level))
            return;

        var logger = _logger.ForContext("LogSource", log.LogSource).ForContext("OccurredAt", log.Timestamp);
        if (log.Message is LogMessage message)
            logger.Write(level, log.Cause, message.Format, [.. message.Parameters()]);
        else
            logger.Write(level, log.Cause, "{Text:l}", log.Message?.ToString() ?? "");
    }

    /// <summary>How Akka gossips, moves shards and elects is of interest only to who looks for it.</summary>
    private static bool IsAkkasOwn(LogEvent log) =>
        log.LogClass?.Namespace is { } name && name.StartsWith("Akka.", StringComparison.Ordinal);
}
