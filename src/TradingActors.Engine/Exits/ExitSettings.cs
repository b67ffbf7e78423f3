using TradingActors.Domain;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Exits;

/// <summary>
/// How an account leaves its positions, instrument by instrument. A slice is one order of at most <paramref
/// name="SliceNotionalMax"/>, priced at most <paramref name="CollarBps"/> beyond the best price of a quote no
/// older than <paramref name="QuoteAgeMax"/>. One that has not ended within <paramref name="SliceTimeout"/>
/// is cancelled and the next one counts it as working; working orders get as long to be cancelled. An
/// instrument is given up after <paramref name="SlicesMax"/> orders, after <paramref name="AttemptsMax"/>
/// in a row that filled nothing, or after it waited <paramref name="WaitMax"/> for something that did not
/// come.
/// </summary>
public sealed record ExitSettings(
    Notional SliceNotionalMax,
    decimal CollarBps,
    TimeSpan QuoteAgeMax,
    TimeSpan SliceTimeout,
    int SlicesMax,
    int AttemptsMax,
    TimeSpan WaitMax)
{
    /// <summary>
    /// Reads one account's <c>exits</c> section; a missing, unknown or malformed key is named.
    /// </summary>
    public static ExitSettings Read(ConfigReader reader)
    {
        var settings = new ExitSettings(
            new Notional(Limits.Positive(reader, "slice-notional-max")),
            Limits.Bps(reader, "collar-bps"),
            Limits.PositiveSpan(reader, "quote-age-max"),
            Limits.PositiveSpan(reader, "slice-timeout"),
            reader.Whole("slices-max", 1, 10_000),
            reader.Whole("attempts-max", 1, 1_000),
            Limits.PositiveSpan(reader, "wait-max"));
        reader.Finish();
        return settings;
    }
}
