using TradingActors.Engine.Accounts;
using Xunit;

namespace TradingActors.Tests.Engine.Accounts;

public sealed class JournalFailureStateTests
{
    private readonly JournalFailureState _state = new();

    [Fact]
    public void three_within_ten_minutes_are_too_many()
    {
        Assert.False(Fails(minute: 0));
        Assert.False(Fails(minute: 4));
        Assert.True(Fails(minute: 9));
        Assert.True(Fails(minute: 12));
    }

    [Fact]
    public void three_over_a_longer_time_are_not()
    {
        Assert.False(Fails(minute: 0));
        Assert.False(Fails(minute: 9));
        Assert.False(Fails(minute: 11));
    }

    private bool Fails(int minute) => _state.Add(TimeSpan.FromMinutes(minute));
}
