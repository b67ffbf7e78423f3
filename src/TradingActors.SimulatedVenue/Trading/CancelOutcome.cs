using System.Diagnostics.CodeAnalysis;

namespace TradingActors.SimulatedVenue;

/// <summary>The order that was cancelled and the id of its cancel, or why nothing was.</summary>
internal readonly record struct CancelOutcome(
    VenueOrder? Order, string CancelClientOrderId, VenueError? Error)
{
    [MemberNotNullWhen(true, nameof(Order))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsCanceled => Order is not null;
}
