using TradingActors.Domain;

namespace TradingActors.Engine.Exits;

internal enum ExitMoveKind
{
    /// <summary>Nothing now; the code says what for.</summary>
    Wait,

    /// <summary>Cancel everything that works in the instrument.</summary>
    CancelWorking,

    /// <summary>Cancel the slice and await it no longer: from here on it is a working order.</summary>
    ReleaseSlice,

    Place,

    /// <summary>What was to be asked for is too small to be sold: as good as an order refused.</summary>
    Miss,

    Finish,
}

/// <summary>The next thing to do about one instrument, with what is needed to do it.</summary>
internal readonly record struct ExitMove(
    ExitMoveKind Kind,
    string Code = "",
    string Detail = "",
    FlattenOutcome Outcome = FlattenOutcome.UnderWay,
    Side Side = Side.Buy,
    Quantity Quantity = default,
    Price Price = default)
{
    /// <summary>A wait that is given up after <see cref="ExitSettings.WaitMax"/>.</summary>
    public bool IsBoundedWait => Kind == ExitMoveKind.Wait
        && Code is not (FlattenLineCodes.SliceUnderWay
            or FlattenLineCodes.CancelsUnderWay or FlattenLineCodes.Pausing);

    public static ExitMove Wait(string code, string detail = "") => new(ExitMoveKind.Wait, code, detail);

    public static ExitMove Finish(FlattenOutcome outcome, string code, string detail = "") =>
        new(ExitMoveKind.Finish, code, detail, outcome);
}
