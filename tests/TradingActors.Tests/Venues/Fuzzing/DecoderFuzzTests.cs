using Xunit;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>
/// A million broken frames, half to each kind of session: no exception leaves it, no event contradicts
/// itself, what it says is bounded, every order gets its end, and it goes on working or has failed and said
/// so. Budget: 60 seconds of two cores, both halves side by side.
/// </summary>
public class AccountDecoderFuzzTests
{
    [Fact]
    public Task half_a_million_broken_frames_leave_an_account_session_sound() =>
        FuzzRun.RunAsync(500_000 / FuzzRun.BatchLength, batch => new AccountFuzz(batch).Run());
}

/// <inheritdoc cref="AccountDecoderFuzzTests"/>
public class MarketDecoderFuzzTests
{
    [Fact]
    public Task half_a_million_broken_frames_leave_a_market_data_session_sound() =>
        FuzzRun.RunAsync(500_000 / FuzzRun.BatchLength, batch => new MarketFuzz(batch).Run());
}
