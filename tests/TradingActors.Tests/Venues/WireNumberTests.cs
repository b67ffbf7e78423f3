using System.Text;
using CsCheck;
using TradingActors.Venues.Json;
using Xunit;

namespace TradingActors.Tests.Venues;

public class WireNumberTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.00000000", "0")]
    [InlineData("61837.63000000", "61837.63")]
    [InlineData("-100.00000000", "-100")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999")]
    [InlineData("00012.50", "12.5")]
    public void a_plain_decimal_is_read_exactly_and_printed_without_last_zeros(string text, string printed)
    {
        Assert.True(WireNumber.TryParseDecimal(Encoding.ASCII.GetBytes(text), out var value));
        Assert.Equal(printed, Print(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e5")]
    [InlineData("1E-8")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("1234567890.12345678901234567891")]
    public void anything_else_is_refused(string text) =>
        Assert.False(WireNumber.TryParseDecimal(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("12.0")]
    [InlineData("1e3")]
    [InlineData("")]
    [InlineData("-")]
    public void an_integer_that_is_none_or_too_long_is_refused(string text) =>
        Assert.False(WireNumber.TryParseInteger(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void what_is_printed_reads_back_the_same() =>
        Gen.Select(Gen.Int, Gen.Int, Gen.Int[0, 0x204FCE5D], Gen.Bool, Gen.Int[0, 28]).Sample(
            (low, middle, high, negative, scale) =>
            {
                var value = new decimal(low, middle, high, negative, (byte)scale);
                return WireNumber.TryParseDecimal(Encoding.ASCII.GetBytes(Print(value)), out var read)
                    && read == value;
            });

    private static string Print(decimal value)
    {
        var text = new byte[WireNumber.LengthMax];
        return Encoding.ASCII.GetString(text, 0, WireNumber.Format(value, text));
    }
}
