namespace TradingActors.SimulatedVenue;

/// <summary>Hears of every entry once it has been applied, and of the order that it is about.</summary>
internal interface IExchangeListener
{
    void Recorded(LedgerEntry entry, VenueOrder? order);
}
