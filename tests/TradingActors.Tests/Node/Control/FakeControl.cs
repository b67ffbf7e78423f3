using TradingActors.Domain;
using TradingActors.Engine.Audit;
using TradingActors.Engine.Emergency;
using TradingActors.Node.Control;

namespace TradingActors.Tests.Node.Control;

/// <summary>A node that answers what the test says and remembers what it was asked.</summary>
internal sealed class FakeControl : INodeControl
{
    public bool IsMember { get; set; } = true;

    public bool IsSilent { get; set; }

    public NodeView State { get; set; } = Samples.Node;

    public object ResumeAnswer { get; set; } = new Resumed(Scope.Everything, 8, TradingMode.Active, []);

    public HaltDurability Durability { get; set; } = HaltDurability.Journal;

    public HaltView? Halt { get; set; }

    public (Scope Scope, string Reason, string Principal)? Halted { get; private set; }

    public (Scope Scope, string Reason, string Principal, long? Version)? ResumedWith { get; private set; }

    public static HaltAcknowledged Acknowledge(Scope scope) =>
        new("halt-1", scope, HaltDurability.Journal, 7, [new AccountId("main")], [], Samples.At);

    public Task<NodeView> GetStateAsync() =>
        IsSilent ? Task.FromException<NodeView>(new TimeoutException()) : Task.FromResult(State);

    public Task<EmergencyView> GetEmergencyAsync() => Task.FromResult(new EmergencyView(7,
        [new Hold(HoldCause.Operator, Scope.Everything, TradingMode.Halted, "test", "me", Samples.At)],
        TradingMode.Halted, true, false, []));

    public Task<HaltAcknowledged> HaltAsync(Scope scope, string reason, string principal)
    {
        Halted = (scope, reason, principal);
        return Task.FromResult(Acknowledge(scope) with { Durability = Durability });
    }

    public Task<object> ResumeAsync(Scope scope, string reason, string principal, long? version)
    {
        ResumedWith = (scope, reason, principal, version);
        return Task.FromResult(ResumeAnswer);
    }

    public object? AccountAnswer { get; set; }

    public (string Account, object Message)? AskedAccount { get; private set; }

    public string NewId(string kind) => $"{kind}-1";

    public Task<object> AskAccountAsync(string account, object message, TimeSpan patience)
    {
        AskedAccount = (account, message);
        return AccountAnswer is { } answer
            ? Task.FromResult(answer)
            : Task.FromException<object>(new TimeoutException());
    }

    public (string Id, string Principal)? ApprovedWith { get; private set; }

    public Task<object> ApproveAsync(string approvalId, string principal)
    {
        ApprovedWith = (approvalId, principal);
        return Task.FromResult(ResumeAnswer);
    }

    public OrderStory? Story { get; set; }

    public Task<OrderStory?> ExplainAsync(string order, AccountId? account) =>
        Task.FromResult(Story?.ClientOrderId == order ? Story : null);

    public ReloadKeysAnswer Keys { get; set; } = new([]);

    public string? KeyAccount { get; private set; }

    public Task<ReloadKeysAnswer> ReloadKeysAsync(string? account)
    {
        KeyAccount = account;
        return Task.FromResult(Keys);
    }

    public Task<HaltView> GetHaltAsync(string haltId) =>
        Task.FromResult(Halt ?? new HaltView(haltId, null, HaltDurability.None, []));
}
