using Akka.Configuration;
using Serilog.Events;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;

namespace TradingActors.Node.Configuration;

/// <summary>What the host reads of the <c>trading-actors</c> section: its own part and the venues.</summary>
public sealed record NodeSettings(
    LogEventLevel LogLevel,
    TimeSpan StopDeadline,
    TimeSpan StatusEvery,
    IReadOnlyList<VenueSettings> Venues)
{
    public static NodeSettings Read(Config config)
    {
        var node = new ConfigReader(config, $"{EngineSettings.Section}.node");
        var venues = new ConfigReader(config, $"{EngineSettings.Section}.venues");
        var settings = new NodeSettings(
            node.Choice("log-level", ("debug", LogEventLevel.Debug), ("info", LogEventLevel.Information),
                ("warning", LogEventLevel.Warning), ("error", LogEventLevel.Error)),
            node.Span("stop-deadline"),
            node.Span("status-every"),
            [.. venues.Names().Select(name => VenueSettings.Read(venues.Section(name), name))]);
        node.Finish();
        return settings;
    }

    /// <summary>The venue of the account, which must have a key there.</summary>
    public VenueSettings VenueOf(AccountSettings account)
    {
        var path = $"{EngineSettings.Section}.accounts.{account.Account}.venue";
        var venue = Venues.FirstOrDefault(v => v.Venue == account.Venue)
            ?? throw new ConfigKeyException(
                path, $"'{account.Venue}' is not one of {string.Join(", ", Venues.Select(v => v.Venue))}");
        return venue.Keys.ContainsKey(account.Account)
            ? venue
            : throw new ConfigKeyException(
                path, $"venue '{account.Venue}' has no key for account '{account.Account}'");
    }
}
