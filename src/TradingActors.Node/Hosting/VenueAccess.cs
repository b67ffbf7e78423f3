using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Secrets;
using TradingActors.Node.Shadow;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.Hosting;

/// <summary>
/// One venue as the node sees it: how to connect, what it lists, and its ledger if it shows one.
/// </summary>
public abstract class VenueAccess(VenueSettings settings) : IAsyncDisposable
{
    public VenueSettings Settings { get; } = settings;

    /// <summary>The keys of the venue's accounts that are in use.</summary>
    public KeyRing Keys { get; } = new();

    /// <summary>Ends with the recording; never, where the market is generated or another process's.</summary>
    public virtual Task RecordingEnded => Never;

    /// <summary>
    /// Ends when the venue does, faulted when it could not go on; never, where that is not known.
    /// </summary>
    public virtual Task Ended => Never;

    /// <summary>False for an exchange: nobody but it keeps what happened there.</summary>
    public abstract bool HasLedger { get; }

    private static Task Never { get; } = new TaskCompletionSource().Task;

    /// <summary>Opens the venue: reads its keys and, for a live one, asks what they may do.</summary>
    /// <exception cref="ConfigurationException">It cannot be used as it is configured.</exception>
    public static async Task<VenueAccess> OpenAsync(
        VenueSettings settings, NodePlan plan, RunOptions options, DataDirectory data,
        ILoggerFactory loggers)
    {
        VenueAccess venue = settings.Kind switch
        {
            VenueKind.Simulated => await SimulatedVenueAccess.OpenAsync(options, settings, data, loggers),
            VenueKind.BinanceSpot => new LiveVenueAccess(settings),
            _ => await ShadowVenueAccess.OpenAsync(
                settings, plan.SymbolsAt(settings), options.Seed, data, loggers),
        };
        try
        {
            foreach (var account in plan.AccountsAt(settings))
                if (settings.Keys.TryGetValue(account.Account, out var source))
                    venue.Keys.Use(account.Account, await venue.LoadAsync(account.Account, source, loggers));
            return venue;
        }
        catch
        {
            await venue.DisposeAsync();
            throw;
        }
    }

    public abstract IVenueConnector Connector(IReadOnlyList<Symbol> symbols);

    /// <summary>
    /// What the venue's ledger says about the account, null where there is none; throws when it cannot be
    /// had.
    /// </summary>
    public abstract Task<LedgerReport?> JudgeAsync(string account);

    /// <summary>The symbols that the venue lists now; null when it does not answer.</summary>
    public abstract Task<IReadOnlySet<string>?> ListedAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Reads an account's key, and has it checked where that matters.</summary>
    public async Task<VenueKey> LoadAsync(AccountId account, VenueKeySource source, ILoggerFactory loggers)
    {
        VenueKey key;
        try
        {
            key = source.Load();
        }
        catch (SecretUnavailableException e)
        {
            throw new ConfigurationException(e.Message, e);
        }

        if (Settings.IsLive)
            await KeyCheck.RequireAsync(Settings, account, key, loggers);
        return key;
    }
}
