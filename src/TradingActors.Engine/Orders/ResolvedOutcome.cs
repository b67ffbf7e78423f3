namespace TradingActors.Engine.Orders;

/// <summary>What a person may say became of an order that the venue does not answer for.</summary>
public enum ResolvedOutcome
{
    /// <summary>The venue never had it; only where nothing of the venue's ever spoke of it.</summary>
    NeverArrived,

    /// <summary>It was cancelled, with what is known to have filled.</summary>
    Canceled,

    /// <summary>It ran out, with what is known to have filled.</summary>
    Expired,
}

/// <summary>How outcomes are spelled on the command line and in JSON of the edges.</summary>
public static class ResolvedOutcomes
{
    public static readonly (string Text, ResolvedOutcome Value)[] Spellings =
    [
        ("never-arrived", ResolvedOutcome.NeverArrived),
        ("canceled", ResolvedOutcome.Canceled),
        ("expired", ResolvedOutcome.Expired),
    ];

    public static bool TryParse(string text, out ResolvedOutcome outcome)
    {
        var at = Array.FindIndex(Spellings, s => s.Text == text);
        outcome = at < 0 ? default : Spellings[at].Value;
        return at >= 0;
    }

    /// <summary>The status that the order ends in.</summary>
    public static OrderStatus Status(this ResolvedOutcome outcome) => outcome switch
    {
        ResolvedOutcome.NeverArrived => OrderStatus.RejectedByVenue,
        ResolvedOutcome.Canceled => OrderStatus.Canceled,
        _ => OrderStatus.Expired,
    };
}
