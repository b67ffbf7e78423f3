using CsCheck;
using TradingActors.Engine.Positions;
using Xunit;

namespace TradingActors.Tests.Engine.Positions;

public sealed class ExactTests
{
    [Theory]
    [InlineData("61837.63000000", "61837.63")]
    [InlineData("-0.00100000", "-0.001")]
    [InlineData("100", "100")]
    [InlineData("100.0", "100")]
    [InlineData("0.00000000", "0")]
    [InlineData("79228162514264337593543950.335", "79228162514264337593543950.335")]
    [InlineData("7922816251426433759354.395000", "7922816251426433759354.395")]
    public void trailing_zeros_are_dropped(string value, string trimmed) =>
        Assert.Equal(trimmed, Exact.Trim(Parse(value)).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void nothing_but_zeros_is_dropped() => Gen.Decimal.Sample(d =>
    {
        var trimmed = Exact.Trim(d);
        Assert.Equal(d, trimmed);
        Assert.True(trimmed.Scale <= d.Scale);
    }, iter: 5_000);

    [Fact]
    public void a_product_that_padding_would_round_is_exact() => Assert.Equal(
        "12345678901234567890.5", Exact.Product(
            Parse("123456789012345678905.00000000"), Parse("0.10000000")).ToString(
            System.Globalization.CultureInfo.InvariantCulture));

    private static decimal Parse(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
