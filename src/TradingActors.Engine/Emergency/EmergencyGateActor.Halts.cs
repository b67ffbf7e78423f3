using Akka.Actor;
using Akka.Event;

namespace TradingActors.Engine.Emergency;

/// <content>How one halt is carried through, step by step.</content>
public sealed partial class EmergencyGateActor
{
    private readonly IActorRef _file;
    private readonly HashSet<string> _inFile = [];

    private void TakeUp(IReadOnlyList<Hold> holds)
    {
        foreach (var hold in holds)
        {
            _log.Warning("Halt {Halt} on {Scope} comes back from the halt file", hold.Id, hold.Scope);
            _inFile.Add(hold.Id);
            Begin(hold, ActorRefs.Nobody).Became(HaltDurability.Local, 0);
        }
    }

    private void OnHalt(Halt halt)
    {
        if (_halts.Find(halt.HaltId) is { } known)
            known.AskedBy(Sender);
        else
            Begin(halt.ToHold(_clock.Now.Wall), Sender);
    }

    private HaltUnderWay Begin(Hold hold, IActorRef asker)
    {
        var halt = _halts.Open(hold);
        if (!asker.IsNobody())
            halt.AskedBy(asker);
        Step(halt, "flag", () => _gate.Latch(hold));
        Step(halt, "barrier", () => RaiseBarrier(halt));
        Step(halt, "journal", () => _emergency.Tell(new MergeHold(hold)));
        Timers.StartSingleTimer(("journal", halt.Id), new JournalOverdue(halt.Id), _settings.JournalDeadline);
        Step(halt, "modes", PublishModes);
        if (!halt.IsAwaiting)
            OnBarrierOver(halt.Id);
        else
            Timers.StartSingleTimer(
                ("barrier", halt.Id), new BarrierOverdue(halt.Id), _settings.BarrierDeadline);
        return halt;
    }

    private void RaiseBarrier(HaltUnderWay halt)
    {
        foreach (var desk in _desks.In(halt.Hold.Scope))
        {
            halt.Await(desk.Account);
            Step(halt, "barrier of one connection", () => desk.Connection.Tell(new GateBarrier(halt.Id)));
        }
    }

    private void OnBarrierPassed(BarrierPassed passed)
    {
        if (_halts.Find(passed.HaltId)?.Passed(passed.Account) == true)
            OnBarrierOver(passed.HaltId);
    }

    private void OnBarrierOver(string haltId)
    {
        if (_halts.Find(haltId) is not { IsBarrierOver: false } halt)
            return;

        Timers.Cancel(("barrier", haltId));
        halt.EndBarrier();
        Step(halt, "cancels", () => StartCancels(halt.Hold));
        halt.AcknowledgeIfReady(_clock.Now.Wall);
        SendRecords();
    }

    private void OnJournalOverdue(string haltId)
    {
        if (_halts.Find(haltId) is not { Durability: null } halt)
            return;

        _log.Error("Halt {Halt} is not journaled within {Deadline}; writing it to the halt file",
            haltId, _settings.JournalDeadline);
        Step(halt, "halt file", () => _file.Tell(new WriteHaltFile(ForTheFile())));
        Timers.StartSingleTimer(("file", haltId), new FileOverdue(haltId), _settings.JournalDeadline);
    }

    /// <summary>What was raised here and is not known to be in the stream.</summary>
    private IEnumerable<Hold> Unjournaled() =>
        _halts.Unjournaled.Select(h => h.Hold).Concat(_gate.Unmerged).DistinctBy(h => h.Id);

    private Hold[] ForTheFile() => [.. Unjournaled().Where(h => !h.Cause.ClearsItself())];

    private void OnFileWritten(HaltFileWritten written)
    {
        if (written.Problem is null)
            _inFile.UnionWith(written.Ids);
        foreach (var id in written.Ids)
            Settle(_halts.Find(id), written.Problem is null ? HaltDurability.Local : HaltDurability.None, 0);
        RemoveFileIfMerged();
    }

    private void OnFileOverdue(string haltId) => Settle(_halts.Find(haltId), HaltDurability.None, 0);

    private void Settle(HaltUnderWay? halt, HaltDurability durability, long version)
    {
        if (halt is null)
            return;

        halt.Became(durability, version);
        Timers.Cancel(("file", halt.Id));
        if (halt.IsJournaled)
            Timers.Cancel(("journal", halt.Id));
        halt.AcknowledgeIfReady(_clock.Now.Wall);
        SendRecords();
    }

    private void RemoveFileIfMerged()
    {
        if (_inFile.Count == 0 || ForTheFile().Any(h => _inFile.Contains(h.Id)))
            return;

        _inFile.Clear();
        _file.Tell(new RemoveHaltFile());
    }

    private void OnReport(HaltReport report)
    {
        var halt = _halts.Find(report.HaltId) ?? TakeOver(report.HaltId);
        halt?.Report(report, _clock.Now.Monotonic);
        foreach (var listener in _listeners)
            listener.Tell(report);
        SendRecords();
    }

    /// <summary>
    /// A halt of an earlier life of the node or of another node: the stream has it, and goes on keeping what
    /// becomes of it here.
    /// </summary>
    private HaltUnderWay? TakeOver(string haltId)
    {
        if (_gate.View().Holds.FirstOrDefault(h => h.Id == haltId) is not { } hold)
            return null;

        var halt = _halts.Open(hold);
        halt.EndBarrier();
        halt.Became(HaltDurability.Journal, 0);
        return halt;
    }

    private void SendRecords()
    {
        foreach (var record in _halts.Unrecorded(_clock.Now))
            _emergency.Tell(record);
    }

    /// <summary>
    /// A halt that was given here is told as it stands; of any other the stream knows more.
    /// </summary>
    private void OnGetHalt(GetHalt asked)
    {
        if (_halts.Find(asked.HaltId) is { } halt && (halt.Acknowledged is not null || !halt.IsJournaled))
            Sender.Tell(halt.View());
        else
            _emergency.Forward(asked);
    }

    private void Cancel(GateDesk desk, Hold hold) => desk.Orders.Tell(new CancelUnderHalt(
        hold.Id, hold.Scope, hold.Reason, _halts.Find(hold.Id)?.ReportOf(desk.Account)
            ?? _unfinished.FirstOrDefault(r => r.HaltId == hold.Id && r.Account == desk.Account)));

    /// <summary>
    /// The halt's own cancels, even where a later halt of the same scope has taken its place in the switch.
    /// </summary>
    private void StartCancels(Hold hold)
    {
        foreach (var desk in _desks.In(hold.Scope))
            if (desk.TakeCancel(hold))
                Cancel(desk, hold);
    }

    private void Step(HaltUnderWay halt, string step, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            _log.Error(e, "Halt {Halt}: the step '{Step}' failed; the others go on", halt.Id, step);
        }
    }

    private sealed record BarrierOverdue(string HaltId);

    private sealed record JournalOverdue(string HaltId);

    private sealed record FileOverdue(string HaltId);
}
