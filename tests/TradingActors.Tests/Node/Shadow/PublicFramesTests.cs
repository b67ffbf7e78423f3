using System.Text;
using TradingActors.Node.Shadow;
using Xunit;

namespace TradingActors.Tests.Node.Shadow;

public sealed class PublicFramesTests
{
    [Theory]
    [InlineData("""{"id":1,"method":"depth","params":{"symbol":"BTCUSDT","limit":1000}}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":["btcusdt@trade"],"id":1}""")]
    [InlineData("""{"id":2,"method":"exchangeInfo","params":{"symbols":["BTCUSDT"]}}""")]
    public void lets_requests_for_public_data_pass(string frame) =>
        Assert.True(PublicFrames.Allows(Encoding.UTF8.GetBytes(frame)));

    [Theory]
    [InlineData("""{"id":1,"method":"order.place","params":{"symbol":"BTCUSDT"}}""")]
    [InlineData("""{"id":1,"method":"v3/order.place","params":{}}""")]
    [InlineData("""{"id":1,"method":"session.logon","params":{}}""")]
    [InlineData("""{"id":1,"method":"order\u002eplace","params":{}}""")]
    [InlineData("""{"id":1,"method":"depth","params":{"apiKey":"k"}}""")]
    [InlineData("""{"id":1,"method":"depth","params":{"signature":"s"}}""")]
    [InlineData("""{"id":1,"method":"depth","method":"order.place"}""")]
    [InlineData("""{"id":1,"params":{}}""")]
    [InlineData("""{"id":1,"method":["depth"]}""")]
    [InlineData("not json")]
    [InlineData("")]
    public void stops_everything_else(string frame) =>
        Assert.False(PublicFrames.Allows(Encoding.UTF8.GetBytes(frame)));
}
