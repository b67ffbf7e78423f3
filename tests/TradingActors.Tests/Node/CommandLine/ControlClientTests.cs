using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Control;
using TradingActors.Tests.Node.Control;
using Xunit;

namespace TradingActors.Tests.Node.CommandLine;

public sealed class ControlClientTests : IAsyncLifetime
{
    private readonly FakeControl _control = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private ControlApi _api = null!;

    public async Task InitializeAsync() => _api = await ControlApi.StartAsync(
        _control, new Uri("http://127.0.0.1:0"), NullLoggerFactory.Instance);

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Fact]
    public async Task status_draws_the_node()
    {
        Assert.Equal(0, await Client().StatusAsync());

        Assert.Contains("ACTIVE", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("quoter-1", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task status_as_json_is_one_object()
    {
        Assert.Equal(0, await Client(json: true).StatusAsync());

        Assert.Equal("active", Json().GetProperty("mode").GetString());
    }

    [Fact]
    public async Task a_halt_is_followed_until_the_venue_has_confirmed_it()
    {
        _control.Halt = Halted(Report(isComplete: true));

        Assert.Equal(0, await Client(scope: "account:main").HaltAsync());

        Assert.Equal(Scope.Account(new AccountId("main")), _control.Halted?.Scope);
        Assert.Equal(Environment.UserName, _control.Halted?.Principal);
        var text = _output.ToString();
        Assert.Contains("HALTED account:main", text, StringComparison.Ordinal);
        Assert.Contains("main: 2 cancelled, 1 filled meanwhile", text, StringComparison.Ordinal);
        Assert.Contains("the venue has confirmed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_halt_with_something_left_fails_and_names_it()
    {
        var left = new OrderState(
            new OrderRequest(new ClientOrderId("stuck"), new Symbol("BTCUSDT"), Side.Buy, OrderType.Limit,
                TimeInForce.Gtc, new Quantity(1m), new Price(1m)),
            new VenueClientId("v"), OrderStatus.Unknown, Samples.At, Samples.At);
        _control.Halt = Halted(Report(isComplete: true) with
        {
            Residual = [left],
            Positions = [new RemainingPosition(new Symbol("BTCUSDT"), new Quantity(0.5m))],
        });

        Assert.Equal(1, await Client().HaltAsync());

        Assert.Contains("STILL WORKING stuck", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("position remains: 0.5 BTCUSDT", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_halt_that_is_kept_nowhere_fails()
    {
        _control.Durability = HaltDurability.None;
        _control.Halt = Halted(Report(isComplete: true));

        Assert.Equal(1, await Client(json: true).HaltAsync());

        Assert.Equal("none", Json().GetProperty("halt").GetProperty("durability").GetString());
    }

    [Fact]
    public async Task a_resume_tells_what_still_holds()
    {
        _control.ResumeAnswer = new Resumed(Scope.Everything, 8, TradingMode.CancelOnly,
            [new Hold(HoldCause.DailyLoss, Scope.Everything, TradingMode.CancelOnly, "lost", "risk",
                Samples.At)]);

        Assert.Equal(0, await Client().ResumeAsync());

        Assert.Contains("resumed all: mode CANCEL-ONLY", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("still held: CANCEL-ONLY all lost", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_resume_that_waits_for_a_second_person_exits_with_6_and_names_the_id()
    {
        _control.ResumeAnswer = new ResumePending(Samples.Approval);

        Assert.Equal(6, await Client().ResumeAsync());

        Assert.Contains("NOT RESUMED YET all: a second person approves it with 'approve resume-7'",
            _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_approval_tells_what_it_resumed()
    {
        Assert.Equal(0, await Client().ApproveAsync("resume-7"));

        Assert.Equal(("resume-7", Environment.UserName), _control.ApprovedWith);
        Assert.Contains("resumed all", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_refusal_exits_with_4_and_its_code()
    {
        _control.ResumeAnswer =
            new ResumeRefused(Scope.Everything, ResumeCodes.NothingToResume, "nothing holds");

        Assert.Equal(4, await Client().ResumeAsync());

        Assert.Equal($"refused: NOTHING_TO_RESUME nothing holds{Environment.NewLine}", _error.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task nobody_there_exits_with_3()
    {
        var address = _api.Address;
        await _api.DisposeAsync();

        Assert.Equal(3, await Client(address: address).StatusAsync());

        Assert.Contains("no node answers at", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task somebody_else_there_exits_with_3()
    {
        using var handler = new Stranger();

        Assert.Equal(3, await new ControlClient(Options(), _output, _error, handler).StatusAsync());

        Assert.Contains("is no node of this version", _error.ToString(), StringComparison.Ordinal);
    }

    private static HaltView Halted(HaltReport report) => new("halt-1",
        FakeControl.Acknowledge(Scope.Everything), HaltDurability.Journal, [report]);

    private static HaltReport Report(bool isComplete) =>
        new("halt-1", new AccountId("main"), 2, 1, 0, 0, 0, [], [], isComplete);

    private ControlClient Client(bool json = false, string scope = "all", Uri? address = null) =>
        new(Options(json, scope, address), _output, _error);

    private SteerOptions Options(bool json = false, string scope = "all", Uri? address = null) =>
        new(address ?? _api.Address, json, "because", scope);

    private JsonElement Json() => JsonDocument.Parse(_output.ToString()).RootElement;

    private sealed class Stranger : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancel) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("<html>") });
    }
}
