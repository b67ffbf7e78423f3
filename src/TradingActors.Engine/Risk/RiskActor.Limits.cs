using System.Globalization;
using Akka.Actor;
using Akka.Event;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Risk;

/// <content>
/// Limits that people change while the engine runs: decided here, durable before they hold.
/// </content>
public sealed partial class RiskActor
{
    /// <summary>A second person has so long to agree.</summary>
    public static readonly TimeSpan ApprovalValidFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<long, IActorRef> _changing = [];
    private ApprovalBook<ChangeLimit> _approvals = ApprovalBook<ChangeLimit>.Empty;
    private long _approvalCount;
    private long _changeVersion;

    /// <summary>The newest version that is in force or on its way to the journal.</summary>
    private long LimitsVersion => Math.Max(_state.LimitsVersion, _changeVersion);

    private void OnChangeLimit(ChangeLimit asked)
    {
        var now = _clock.Now.Wall;
        var decision = LimitRules.Decide(
            _state.Configured, _state.Settings, LimitsVersion, asked, approvedBy: null, now);
        if (decision.Refusal is not null)
            Sender.Tell(decision.Refusal);
        else if (decision.NeedsApproval)
            Sender.Tell(Ask(asked, now));
        else
            Record(decision.Event!);
    }

    private LimitChangePending Ask(ChangeLimit asked, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture,
            $"limit-{_gate.Account}-{now.ToUnixTimeMilliseconds()}-{++_approvalCount}");
        var validUntil = now + ApprovalValidFor;
        _approvals = _approvals.Ask(new Approval<ChangeLimit>(
            id, asked, asked.Principal, asked.Reason, LimitsVersion, now, validUntil));
        _log.Warning("{Principal} asks for {Limit} = {Value}: {Reason}; {Approval} waits for a second person",
            asked.Principal, asked.Key, asked.Value, asked.Reason, id);
        return new LimitChangePending(id, asked.Key, asked.Value, validUntil);
    }

    private void OnApproveLimit(ApproveLimit approve)
    {
        var now = _clock.Now.Wall;
        var verdict = _approvals.Judge(approve.ApprovalId, approve.Principal, LimitsVersion, now);
        if (verdict.Approved is not { } granted)
        {
            Sender.Tell(new LimitChangeRefused(verdict.Code, verdict.Reason));
            return;
        }

        _approvals = _approvals.Without(granted.Id);
        var decision = LimitRules.Decide(
            _state.Configured, _state.Settings, LimitsVersion, granted.What, approve.Principal, now);
        if (decision.Refusal is not null)
            Sender.Tell(decision.Refusal);
        else
            Record(decision.Event!);
    }

    private void Record(LimitChanged change)
    {
        _changeVersion = change.Version;
        _changing[change.Version] = Sender;
        _partners.Orders.Tell(new RecordFact(change));
    }

    private void OnFact(AccountFactRecorded fact)
    {
        _state.Apply(fact);
        if (fact.Event is not LimitChanged changed)
            return;

        _log.Warning("{Principal} has set {Limit} from {Was} to {Value}, version {Version}: {Reason}",
            changed.Principal, changed.Key, changed.Was, changed.Value, changed.Version, changed.Reason);
        if (_changing.Remove(changed.Version, out var asker))
            asker.Tell(new LimitChangeAccepted(changed.Key, changed.Was, changed.Value, changed.Version));
    }

    private LimitsView ToView()
    {
        var uses = LimitUse.Of(_state, _clock.Now).ToDictionary(u => u.Key, u => u.Used);
        return new LimitsView(_state.LimitsVersion,
        [
            .. LimitCatalog.Keys(_state.Settings).Select(key =>
            {
                var configured = LimitCatalog.Exists(_state.Configured, key)
                    ? LimitCatalog.ValueOf(_state.Configured, key)
                    : null;
                var change = _state.LimitChanges.GetValueOrDefault(key);
                var applies = change is not null && LimitCatalog.Applies(_state.Configured, change);
                return new LimitLine(key, configured, LimitCatalog.ValueOf(_state.Settings, key),
                    uses.TryGetValue(key, out var used) ? used : null,
                    applies ? change!.Principal : "", applies ? change!.Reason : "");
            }),
        ]);
    }
}
