using Akka.Actor;
using Akka.Cluster;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.MarketData;
using TradingActors.Node.Control;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Node.Hosting;

/// <summary>
/// The edge between HTTP or the terminal and the actors: the only place of the node that asks and waits.
/// </summary>
public sealed class NodeControl(string environment, AuditFiles audit) : INodeControl
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HaltPatience = TimeSpan.FromSeconds(5);

    private volatile Attached? _engine;

    public bool IsMember => _engine is { } engine
        && engine.Cluster.SelfMember.Status is MemberStatus.Up or MemberStatus.WeaklyUp
        && !engine.Cluster.IsTerminated;

    /// <summary>
    /// From here on there is an engine to ask; until then every question ends as a timeout.
    /// </summary>
    public void Attach(
        EngineReady engine, EmergencyControl emergency, Cluster cluster, KeyRotation keys) =>
        _engine = new Attached(engine, emergency, cluster, keys);

    public async Task<NodeView> GetStateAsync()
    {
        var engine = Engine.Ready;
        var blotter = Ask<BlotterView>(engine.Blotter, new GetBlotter());
        var markets = engine.MarketData.Values
            .Select(market => Ask<MarketDataView>(market, new GetMarketData()))
            .ToArray();
        return NodeViews.From(await blotter, await Task.WhenAll(markets), environment);
    }

    public Task<EmergencyView> GetEmergencyAsync() => Engine.Emergency.GetAsync();

    public Task<HaltAcknowledged> HaltAsync(Scope scope, string reason, string principal) =>
        Engine.Emergency.HaltAsync(scope, reason, principal, TradingMode.Halted, HaltPatience);

    public Task<object> ResumeAsync(Scope scope, string reason, string principal, long? version) =>
        Engine.Emergency.ResumeAsync(scope, reason, principal, version, HaltPatience);

    public string NewId(string kind) => Engine.Emergency.NewId(kind);

    public Task<object> AskAccountAsync(string account, object message, TimeSpan patience) => Ask<object>(
        Engine.Ready.Accounts, new ToAccount(new AccountId(account), message), patience);

    public Task<object> ApproveAsync(string approvalId, string principal) =>
        Engine.Emergency.ApproveAsync(approvalId, principal, HaltPatience);

    /// <summary>On a thread that may wait: a long journal is read from its first event on.</summary>
    public Task<OrderStory?> ExplainAsync(string order, AccountId? account) => Task.Run(() =>
    {
        using var record = AuditRecord.Open(audit);
        return record.Explain(order, account);
    });

    public Task<ReloadKeysAnswer> ReloadKeysAsync(string? account)
    {
        var accounts = Engine.Ready.Accounts;
        return Engine.Keys.ReloadAsync(account, changed => accounts.Tell(
            new ToAccount(changed, new ReplaceSession("the key was changed"))));
    }

    public async Task<HaltView> GetHaltAsync(string haltId)
    {
        try
        {
            return await Engine.Emergency.GetHaltAsync(haltId, Patience);
        }
        catch (AskTimeoutException e)
        {
            throw new TimeoutException(e.Message, e);
        }
    }

    private Attached Engine => _engine ?? throw new TimeoutException("the engine is starting");

    private static async Task<T> Ask<T>(IActorRef actor, object question, TimeSpan? patience = null)
    {
        try
        {
            return await actor.Ask<T>(question, patience ?? Patience);
        }
        catch (Exception e) when (e is AskTimeoutException or TaskCanceledException)
        {
            throw new TimeoutException(e.Message, e);
        }
    }

    private sealed record Attached(
        EngineReady Ready, EmergencyControl Emergency, Cluster Cluster, KeyRotation Keys);
}
