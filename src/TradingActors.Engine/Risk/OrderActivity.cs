using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What one instrument's orders asked of the venue and what came of it on one UTC day, by fold over the
/// stream: a new order is one message, a replacement two (it takes one back and gives another), a cancel one.
/// Only ever grows within its day, and begins anew with the first event of the next; an event of an earlier
/// day counts to the day that has begun.
/// </summary>
public readonly record struct OrderActivity(
    DateOnly Day, long Messages, decimal Ordered, long Trades, decimal Traded)
{
    public const int MessagesOfReplacement = 2;

    /// <summary>The activity of the day that <paramref name="at"/> belongs to.</summary>
    public OrderActivity On(DateTimeOffset at) =>
        DateOnly.FromDateTime(at.UtcDateTime) is var day && day > Day
            ? new OrderActivity(day, 0, 0m, 0, 0m)
            : this;

    /// <summary>After the event; one that is no message and no trade changes nothing.</summary>
    public OrderActivity After(AccountEvent on) => on switch
    {
        IntentRecorded intent => On(intent.At).Asked(
            intent.Replaces is null ? 1 : MessagesOfReplacement, intent.Request.Quantity.Value),
        CancelRequested cancel => On(cancel.At).Asked(1, 0m),
        OrderFilled fill => On(fill.At).Filled(fill.Quantity.Value),
        _ => this,
    };

    private OrderActivity Asked(int messages, decimal quantity) =>
        this with { Messages = Messages + messages, Ordered = Ordered + quantity };

    private OrderActivity Filled(decimal quantity) =>
        this with { Trades = Trades + 1, Traded = Traded + quantity };
}

/// <summary>The activity of one symbol, as a snapshot keeps it.</summary>
public sealed record SymbolActivity(Symbol Symbol, OrderActivity Activity);
