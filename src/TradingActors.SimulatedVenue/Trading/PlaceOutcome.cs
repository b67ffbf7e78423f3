using System.Diagnostics.CodeAnalysis;

namespace TradingActors.SimulatedVenue;

/// <summary>The order that was taken, or why none was.</summary>
internal readonly record struct PlaceOutcome(VenueOrder? Order, VenueError? Error)
{
    [MemberNotNullWhen(true, nameof(Order))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsAccepted => Order is not null;
}
