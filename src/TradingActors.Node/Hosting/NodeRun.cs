using Serilog.Core;
using Serilog.Extensions.Logging;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Summaries;

namespace TradingActors.Node.Hosting;

/// <summary>
/// One life of a node: venue, control address and engine are started in this order, watched until something
/// ends it, and stopped in the opposite order with the venue's ledger as the last word.
/// </summary>
public sealed class NodeRun : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(15);

    private readonly RunOptions _options;
    private NodePlan _plan;
    private readonly DataDirectory _data;
    private readonly Logger _logger;
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly long _startedTicks = TimeProvider.System.GetTimestamp();
    private readonly List<string> _problems = [];
    private NodeView _last;
    private readonly List<VenueAccess> _venues = [];
    private ControlApi _api = null!;
    private RunningEngine? _engine;

    private NodeRun(RunOptions options, NodePlan plan, DataDirectory data, Logger logger)
    {
        _options = options;
        _plan = plan;
        _data = data;
        _logger = logger;
        Control = new NodeControl(plan.Environment, AuditFiles.In(data.Path));
        _last = new NodeView(_startedAt, plan.Environment, TradingMode.Halted, [], [], [], []);
    }

    public NodeControl Control { get; }

    public NodeSettings Settings => _plan.Node;

    public Uri Address => _api.Address;

    public string DataPath => _data.Path;

    public TimeSpan Running => TimeProvider.System.GetElapsedTime(_startedTicks);

    public static async Task<NodeRun> StartAsync(RunOptions options, NodePlan plan, bool logToStderr)
    {
        var data = DataDirectory.Open(options.DataDirectory);
        var logger = NodeLogging.Create(data.Below("logs"), plan.Node.LogLevel, logToStderr);
        var run = new NodeRun(options, plan, data, logger);
        try
        {
            using var loggers = new SerilogLoggerFactory(logger);
            EnvironmentStamp.Require(data, plan.Environment);
            HaltFile.Read(data.File(HaltFile.Name));
            await run.OpenVenuesAsync(loggers);
            run._api = await ControlApi.StartAsync(run.Control, options.Http, loggers);
            run._engine = await RunningEngine.StartAsync(
                run._plan, data, run._venues, options.Seed, run.Control,
                new KeyRotation(run._plan, run._venues, new SerilogLoggerFactory(logger)), logger);
            return run;
        }
        catch (Exception e)
        {
            if (!logToStderr)
                logger.Fatal("The node could not start: {Problem:l}", e.Message);
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for what ends the run and returns its name.</summary>
    public async Task<string> UntilEndedAsync(Task<string> signal)
    {
        var recording = _options.UntilEnd ? RecordingPlayedAsync() : Never;
        var time = _options.For is { } span ? After(span) : Never;
        using var watching = new CancellationTokenSource();
        var broken = WatchAsync(watching.Token);
        var first = await Task.WhenAny(signal, recording, time, broken);
        await watching.CancelAsync();
        await broken;
        var ended = await first;
        _logger.Information("Stopping: {Reason}", ended);
        return ended;
    }

    /// <summary>Stops trading, shuts the engine down and says what the run came to.</summary>
    public async Task<RunSummary> StopAsync(string endedBy)
    {
        var before = await StateAsync();
        var stopped = await _engine!.StopTradingAsync(_plan.Node.StopDeadline);
        if (stopped is null)
            _problems.Add(
                "the engine did not confirm that it had stopped; orders may still work at the venue");
        var last = await StateAsync();
        if (!await _engine.ShutDownAsync())
            _problems.Add("the actor system did not end in time");

        var evidence = new List<AccountEvidence>();
        foreach (var account in last.Accounts)
            evidence.Add(await EvidenceAsync(account, stopped));
        return RunSummaries.Make(
            endedBy, _startedAt, Running, last with { Mode = before.Mode }, evidence,
            [.. _problems.Distinct()]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is { Ended.IsCompleted: false })
            await _engine.ShutDownAsync();
        if (_api is not null)
            await _api.DisposeAsync();
        foreach (var venue in _venues)
            await venue.DisposeAsync();
        await _logger.DisposeAsync();
        _data.Dispose();
    }

    private async Task OpenVenuesAsync(ILoggerFactory loggers)
    {
        foreach (var settings in _plan.Venues)
        {
            var venue = await VenueAccess.OpenAsync(settings, _plan, _options, _data, loggers);
            _venues.Add(venue);
            if (await venue.ListedAsync() is not { } listed)
                continue;
            _plan = _plan.ForListed(settings, listed, out var missing);
            foreach (var symbol in missing)
                _logger.Warning(
                    "Venue {Venue} does not list {Symbol:l}: it will not be traded", settings.Venue.Value,
                    symbol);
        }
    }

    /// <summary>Ends with the recording of the one venue that has one.</summary>
    private Task RecordingEnded => Task.WhenAll(
        _venues.Where(v => v.Settings.Kind == VenueKind.Simulated).Select(v => v.RecordingEnded));

    private static Task<string> Never { get; } = new TaskCompletionSource<string>().Task;

    private static async Task<string> After(TimeSpan span)
    {
        await Task.Delay(span);
        return "the time given with --for";
    }

    /// <summary>
    /// The recording has been published; its end counts once the engine has taken in what is on the way.
    /// </summary>
    private async Task<string> RecordingPlayedAsync()
    {
        try
        {
            await RecordingEnded;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Broken(e.Message);
        }

        var (messages, quiet) = (-1L, 0);
        for (var waited = TimeSpan.Zero; waited < SettlePatience && quiet < 5; waited += LookEvery)
        {
            await Task.Delay(LookEvery);
            var now = (await StateAsync()).Links.Sum(l => l.Messages);
            quiet = now == messages ? quiet + 1 : 0;
            messages = now;
        }

        return "the end of the recording";
    }

    /// <summary>
    /// Ends when the node cannot go on: an account that must not trade, the venue or the actor system gone.
    /// </summary>
    private async Task<string> WatchAsync(CancellationToken until)
    {
        while (!until.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, CancellationToken.None);
            if (BrokenVenue() is { } problem)
                return Broken(problem);
            if (_engine!.Ended.IsCompleted)
                return Broken("the actor system ended by itself");
            foreach (var account in (await StateAsync()).Accounts)
                if (account.Phase == DeskPhase.Unrecoverable)
                    return Broken($"account {account.Account} cannot trade: {account.PhaseReason}");
        }

        return "nothing";
    }

    private string? BrokenVenue()
    {
        foreach (var venue in _venues)
        {
            if (venue.RecordingEnded is { IsFaulted: true } recording)
                return recording.Exception!.InnerException!.Message;
            if (venue.Ended is { IsCompleted: true } ended)
                return $"venue '{venue.Settings.Venue}' ended: "
                    + (ended.Exception?.InnerException?.Message ?? "why is unknown");
        }

        return null;
    }

    private string Broken(string problem)
    {
        _problems.Add(problem);
        return "a failure";
    }

    /// <summary>The state, or the last one that was had while the engine is silent.</summary>
    private async Task<NodeView> StateAsync()
    {
        try
        {
            return _last = await Control.GetStateAsync();
        }
        catch (TimeoutException)
        {
            return _last;
        }
    }

    private VenueAccess VenueOf(string account) => _venues.Single(v =>
        _plan.AccountsAt(v.Settings).Any(a => a.Account.Value == account));

    private async Task<AccountEvidence> EvidenceAsync(AccountView account, EngineStopped? stopped)
    {
        var itself = stopped?.Accounts.FirstOrDefault(a => a.Account.Value == account.Account);
        var residual = itself?.Residual ?? [];
        foreach (var order in residual)
            _problems.Add(
                $"order {order.Request.ClientOrderId} ({order.VenueId}) may still work: {order.Status}");

        var books = Try(
            () => Task.FromResult<AccountBooks?>(_engine!.ReadBooks(new(account.Account))), "journal");
        var venue = VenueOf(account.Account);
        var ledger = Try(() => venue.JudgeAsync(account.Account), "venue's ledger");
        return new AccountEvidence(account, [.. residual.Select(NodeViews.From)], await books, await ledger)
        {
            HasLedger = venue.HasLedger,
        };

        async Task<T?> Try<T>(Func<Task<T?>> read, string what)
            where T : class
        {
            try
            {
                return await read();
            }
            catch (Exception e)
            {
                _problems.Add($"the {what} of {account.Account} could not be read: {e.Message}");
                return null;
            }
        }
    }
}
