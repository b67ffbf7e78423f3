using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

public sealed class OrderIdsTests
{
    [Fact]
    public void fit_the_venue_and_tell_their_epoch() =>
        Gen.Select(Gen.Long[0, 1L << 40], Gen.Long[0, 1L << 45]).Sample((epoch, sequence) =>
        {
            var id = OrderIds.Make(Some.Account, epoch, sequence);

            Assert.Matches("^[a-zA-Z0-9-_]{1,36}$", id.Value);
            Assert.True(OrderIds.TryParse(id, Some.Account, out var read));
            Assert.Equal(epoch, read);
        });

    [Theory]
    [InlineData("web_abc")]
    [InlineData("x-TKT5PX2F0123456789")]
    [InlineData("t0-1-1")]
    [InlineData("")]
    public void foreign_ids_are_not_ours(string id) =>
        Assert.False(OrderIds.TryParse(new VenueClientId(id), Some.Account, out _));

    [Fact]
    public void another_account_has_other_ids() =>
        Assert.False(OrderIds.TryParse(OrderIds.Make(new AccountId("other"), 1, 1), Some.Account, out _));
}
