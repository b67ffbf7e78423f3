namespace TradingActors.Engine.Emergency;

/// <summary>
/// Every cause of a hold in one table, in the order of the enum: which end by themselves when their condition
/// has passed, and which need a person.
/// </summary>
public static class HoldCauses
{
    private const bool ByItself = true;
    private const bool ByPerson = false;

    private static readonly ScopeKind[] Anything = Enum.GetValues<ScopeKind>();
    private static readonly ScopeKind[] Everything = [ScopeKind.Everything];
    private static readonly ScopeKind[] Account = [ScopeKind.Account];
    private static readonly ScopeKind[] AccountOrInstrument = [ScopeKind.Account, ScopeKind.Instrument];
    private static readonly ScopeKind[] Strategy = [ScopeKind.Strategy];
    private static readonly ScopeKind[] AccountOrStrategy = [ScopeKind.Account, ScopeKind.Strategy];

    public static IReadOnlyList<HoldCauseTraits> Table { get; } =
    [
        new(HoldCause.Operator, ByPerson, HoldRaiser.Person, Anything,
            "A person asked for it."),
        new(HoldCause.InitialMode, ByPerson, HoldRaiser.EmergencyStream, Everything,
            "First start of an empty stream in a mode other than active."),
        new(HoldCause.DailyLoss, ByPerson, HoldRaiser.Risk, AccountOrStrategy,
            "Realised and unrealised loss of the day reached its limit."),
        new(HoldCause.Drawdown, ByPerson, HoldRaiser.Risk, AccountOrStrategy,
            "The fall from the highest profit reached its limit."),
        new(HoldCause.RejectStorm, ByPerson, HoldRaiser.Health, Account,
            "The venue refused too many orders within the window."),
        new(HoldCause.OrderLatency, ByItself, HoldRaiser.Health, Account,
            "Order round trips, the way to the wire or pings are slower than allowed."),
        new(HoldCause.NodeLatency, ByItself, HoldRaiser.Health, Account,
            "The node itself does not keep up: late timers, slow journal writes, slow decisions."),
        new(HoldCause.StaleMarketData, ByItself, HoldRaiser.Health, Account,
            "The stalest subscribed instrument has had no quote for longer than allowed."),
        new(HoldCause.VenueUnreachable, ByItself, HoldRaiser.Health, Account,
            "There has been no venue session for longer than allowed."),
        new(HoldCause.ReconciliationMismatch, ByPerson, HoldRaiser.Orders, Account,
            "Engine and venue disagree, and one more comparison has not settled it."),
        new(HoldCause.JournalFailure, ByItself, HoldRaiser.Desk, Account,
            "The account's journal failed; ends when the stream is replayed and the desk reconciled."),
        new(HoldCause.UnexpectedBalanceChange, ByPerson, HoldRaiser.Orders, Account,
            "Money left the account without an order."),
        new(HoldCause.GateStale, ByItself, HoldRaiser.Gate, Everything,
            "Nothing heard from the emergency stream for longer than allowed."),
        new(HoldCause.DeskNotReady, ByItself, HoldRaiser.Desk, Account,
            "The account's desk is starting, recovering, reconnecting, climbing back or stopping."),
        new(HoldCause.MessageRate, ByPerson, HoldRaiser.Risk, Account,
            "Messages to the venue reached the hard level of their rate."),
        new(HoldCause.RepeatedExecution, ByPerson, HoldRaiser.Risk, Strategy,
            "A strategy re-entered, repeated itself or was refused too often with nobody looking."),
        new(HoldCause.LimitBreach, ByItself, HoldRaiser.Risk, Account,
            "Exposure is above a limit without an order of ours: a fill from outside, a price."),
        new(HoldCause.PnlUnknown, ByItself, HoldRaiser.Risk, Account,
            "A position has had no sound mark for too long, so that the loss cannot be told."),
        new(HoldCause.ClockOffset, ByItself, HoldRaiser.Health, Account,
            "This machine's clock and the venue's are further apart than allowed."),
        new(HoldCause.JournalFailing, ByPerson, HoldRaiser.Desk, Account,
            "The account's journal failed again and again within a short time."),
        new(HoldCause.FlattenUnderWay, ByItself, HoldRaiser.Desk, AccountOrInstrument,
            "Positions are being left: nothing else of the account may trade against it meanwhile."),
        new(HoldCause.AuditBroken, ByPerson, HoldRaiser.Audit, Everything,
            "A journal does not say any more what was sealed of it: somebody has changed the file."),
    ];

    public static bool ClearsItself(this HoldCause cause) => Of(cause).ClearsItself;

    public static HoldCauseTraits Of(HoldCause cause) => Table[(int)cause];
}
