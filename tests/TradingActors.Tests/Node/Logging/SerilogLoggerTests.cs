using System.Globalization;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using TradingActors.Node.Logging;
using Xunit;
using LogEvent = Serilog.Events.LogEvent;

namespace TradingActors.Tests.Node.Logging;

public sealed class SerilogLoggerTests : ILogEventSink
{
    private readonly List<LogEvent> _events = [];
    private readonly TaskCompletionSource _last = new(TaskCreationOptions.RunContinuationsAsynchronously);

    void ILogEventSink.Emit(LogEvent logEvent)
    {
        lock (_events)
            _events.Add(logEvent);
        if (Text(logEvent) == "last")
            _last.TrySetResult();
    }

    [Fact]
    public async Task what_actors_log_arrives_with_its_values_apart_and_where_it_came_from()
    {
        await using var logger = new LoggerConfiguration().MinimumLevel.Debug().WriteTo.Sink(this)
            .CreateLogger();
        using var system = ActorSystem.Create("log", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString("""
                akka.loggers = ["TradingActors.Node.Logging.SerilogLogger, TradingActors.Node"]
                akka.loglevel = DEBUG
                akka.stdout-loglevel = OFF
                """)),
            new SerilogSetup(logger)));
        var log = Akka.Event.Logging.GetLogger(system, this);

        log.Warning("{Order} of {Quantity} {With:l}", "o1", 0.5m, "braces { }");
        log.Error(new InvalidOperationException("why"), "plain");
        log.Info("last");
        await _last.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await system.Terminate();

        var warning = Find("\"o1\" of 0.5 braces { }");
        Assert.Equal(LogEventLevel.Warning, warning.Level);
        Assert.Equal(0.5m, ((ScalarValue)warning.Properties["Quantity"]).Value);
        Assert.Contains(
            nameof(SerilogLoggerTests), warning.Properties["LogSource"].ToString(), StringComparison.Ordinal);
        Assert.Equal("why", Find("plain").Exception?.Message);
        Assert.Equal(LogEventLevel.Information, Find("last").Level);
        lock (_events)
            Assert.DoesNotContain(_events, e =>
                e.Level == LogEventLevel.Information && Text(e) != "last");
    }

    private static string Text(LogEvent e) => e.RenderMessage(CultureInfo.InvariantCulture);

    private LogEvent Find(string text)
    {
        lock (_events)
            return Assert.Single(_events, e => Text(e) == text);
    }
}
