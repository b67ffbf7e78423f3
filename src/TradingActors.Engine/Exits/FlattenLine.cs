using TradingActors.Domain;

namespace TradingActors.Engine.Exits;

/// <summary>
/// One instrument of a flatten, as far as it has come. Times are monotonic; <see cref="Misses"/> counts the
/// latest orders in a row that filled nothing.
/// </summary>
internal sealed record FlattenLine(Symbol Symbol, Quantity AtStart)
{
    /// <summary>Doubled with each miss, so that a market that does not take waits for it.</summary>
    public static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(250);

    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    public FlattenOutcome Outcome { get; init; }

    public string Code { get; init; } = "";

    public string Detail { get; init; } = "";

    public Quantity Closed { get; init; }

    public Notional ClosedNotional { get; init; }

    public int Orders { get; init; }

    public int Misses { get; init; }

    /// <summary>The order that is awaited, null while none is.</summary>
    public ClientOrderId? Slice { get; init; }

    public TimeSpan SliceSince { get; init; }

    /// <summary>Since when working orders are being cancelled, null while none are in the way.</summary>
    public TimeSpan? CancelsSince { get; init; }

    public TimeSpan CancelsAskedAt { get; init; }

    public TimeSpan? WaitsSince { get; init; }

    public TimeSpan NotBefore { get; init; }

    /// <summary>The most that the last refusal left room for.</summary>
    public decimal? Cap { get; init; }

    /// <summary>What was held when the line ended; anything else opens it again.</summary>
    public decimal EndPosition { get; init; }

    /// <summary>The line after <paramref name="move"/> was made, but for a slice's own id.</summary>
    public FlattenLine After(in ExitMove move, in ExitView view, TimeSpan now)
    {
        var line = this with { Code = move.Code, Detail = move.Detail };
        if (view.Others == 0 && CancelsSince is not null)
            line = line with { CancelsSince = null };
        return move.Kind switch
        {
            ExitMoveKind.CancelWorking => line with
            {
                CancelsSince = CancelsSince ?? now,
                CancelsAskedAt = now,
            },
            ExitMoveKind.ReleaseSlice or ExitMoveKind.Miss => line.Missed(move.Code, move.Detail, now),
            ExitMoveKind.Finish => line with { Outcome = move.Outcome, EndPosition = view.Position },
            ExitMoveKind.Wait when move.IsBoundedWait => line with { WaitsSince = WaitsSince ?? now },
            _ => line,
        };
    }

    public FlattenLine Placed(ClientOrderId slice, TimeSpan now) => this with
    {
        Slice = slice,
        SliceSince = now,
        Orders = Orders + 1,
        WaitsSince = null,
        Code = FlattenLineCodes.SliceUnderWay,
        Detail = "",
    };

    public FlattenLine Filled(Quantity quantity, Price price) => this with
    {
        Closed = Closed + quantity,
        ClosedNotional = ClosedNotional + price * quantity,
        Misses = 0,
        Cap = null,
        WaitsSince = null,
    };

    /// <summary>
    /// The awaited order has ended with something filled: the next follows at once when it was filled whole,
    /// otherwise the market gets a moment to come back.
    /// </summary>
    public FlattenLine Ended(bool isWhole, TimeSpan now) => this with
    {
        Slice = null,
        NotBefore = isWhole ? now : now + PauseFirst,
    };

    public FlattenLine Missed(string code, string detail, TimeSpan now, decimal? cap = null) => this with
    {
        Slice = null,
        Misses = Misses + 1,
        NotBefore = now + Pause(Misses),
        Cap = cap,
        Code = code,
        Detail = detail,
    };

    private static TimeSpan Pause(int misses)
    {
        var pause = PauseFirst * (1 << Math.Min(misses, 5));
        return pause < PauseMax ? pause : PauseMax;
    }
}
