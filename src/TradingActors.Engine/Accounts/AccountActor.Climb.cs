using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Accounts;

/// <content>
/// The way up after a start, a reconnect and a resume, and what a failed journal does to it.
/// </content>
public sealed partial class AccountActor
{
    private readonly JournalFailureState _journalFailures = new();
    private DeskFacts _facts = new(false, false, []);
    private string _reconciledReason = "";
    private long _lift;
    private long _ticket;

    private void OnConnectionChanged(ConnectionChanged changed)
    {
        if (!DeskRules.IsOpen(_phase))
            return;

        _facts = new DeskFacts(changed.Phase == ConnectionPhase.Ready, IsReconciled: false, []);
        Climb(changed.Reason);
    }

    private void OnUnreconciled(DeskUnreconciled lost)
    {
        if (!DeskRules.IsOpen(_phase))
            return;

        _facts = new DeskFacts(IsConnected: false, IsReconciled: false, []);
        Climb(lost.Reason);
    }

    /// <summary>
    /// A comparison that was asked for before the latest resume is answered by another ticket, and says
    /// nothing about now.
    /// </summary>
    private void OnReconciled(DeskReconciled reconciled)
    {
        if (_phase is not (DeskPhase.Connecting or DeskPhase.Reconciling) || _desk is null
            || reconciled.Ticket != _ticket)
            return;

        _failures = 0;
        _engine.Gate.Tell(new ClearHold(HoldCause.JournalFailure, Scope.Account(_settings.Account),
            "the stream is replayed and the desk reconciled"));
        _reconciledReason =
            $"reconciled, {reconciled.Unknown} unknown and {reconciled.Adopted} adopted orders";
        _facts = new DeskFacts(true, true, DeskRules.StillWithoutQuote(
            reconciled.Trading, [], QuoteAgeMax, _parts.Clock.Now));
        Climb(_reconciledReason);
    }

    private void OnMarks(MarketDataView view)
    {
        if (_phase != DeskPhase.AwaitingQuotes || view.Venue != _settings.Venue)
            return;

        var left = DeskRules.StillWithoutQuote(
            _facts.WithoutQuote, view.Latest, QuoteAgeMax, _parts.Clock.Now);
        if (left.Count == _facts.WithoutQuote.Count)
            return;

        _facts = _facts with { WithoutQuote = left };
        Climb(_reconciledReason);
    }

    private TimeSpan? QuoteAgeMax(Symbol symbol) =>
        (_settings.Risk.Instruments.GetValueOrDefault(symbol) ?? _settings.Risk.Default)?.ReferenceMaxAge;

    /// <summary>To where the facts carry the desk; strategies wait for the top.</summary>
    private void Climb(string reason)
    {
        var step = DeskRules.Stand(_facts);
        if (step.Phase == DeskPhase.Trading)
            _desk!.StartStrategies(Context, _settings, _parts, _engine, _epoch, Name);
        Enter(step.Phase, step.Phase == DeskPhase.AwaitingQuotes ? $"{reason}; {step.Missing}" : reason);
        if (step.Phase == DeskPhase.AwaitingQuotes)
            _engine.MarketData[_settings.Venue].Tell(new GetMarketData());
    }

    /// <summary>
    /// Regularly: asks for the quotes that are missing, and sees whether a person has lifted a hold. The gate
    /// has kept the account at CancelOnly from that very moment; it climbs from a new comparison on.
    /// </summary>
    private void OnLookAtGate()
    {
        if (_phase == DeskPhase.AwaitingQuotes)
            _engine.MarketData[_settings.Venue].Tell(new GetMarketData());
        if (_gate.Lifts is var lifts && lifts == _lift)
            return;

        _lift = lifts;
        if (_desk is not null && DeskRules.IsOpen(_phase))
        {
            _facts = _facts with { IsReconciled = false, WithoutQuote = [] };
            Climb("resumed; it is compared with the venue first");
            _desk.Orders.Tell(new ReconcileAnew(++_ticket, "resumed"));
        }

        _gate.Climbs(_lift);
    }

    /// <summary>
    /// A journal that cannot be opened again yet is the same failure going on; one that had been open and
    /// fails is another.
    /// </summary>
    private void OnJournalEnded()
    {
        var now = _parts.Clock.Now;
        var isTooOften = _desk is not null && _journalFailures.Add(now.Monotonic);
        _log.Error("The journal of {Account} failed", _settings.Account);
        RaiseHold(HoldCause.JournalFailure, TradingMode.CancelOnly,
            "the account's journal failed; it is opened again from what is stored", now.Wall);
        if (isTooOften)
            RaiseHold(HoldCause.JournalFailing, TradingMode.Halted,
                $"the account's journal failed {JournalFailureState.FailuresMax} times within "
                + $"{JournalFailureState.Window.TotalMinutes} min", now.Wall);
    }

    private void RaiseHold(HoldCause cause, TradingMode mode, string reason, DateTimeOffset at) =>
        _engine.Gate.Tell(new RaiseHold(
            new Hold(cause, Scope.Account(_settings.Account), mode, reason, "desk", at)));

    private sealed class LookAtGate
    {
        public static readonly LookAtGate Instance = new();
        public static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);
    }
}
