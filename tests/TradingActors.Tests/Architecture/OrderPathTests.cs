using System.Reflection;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Node.Direct;
using Xunit;

namespace TradingActors.Tests.Architecture;

/// <summary>There is one way from a request to a socket, and each step of it stands in one place.</summary>
[Trait("Control", "C01")]
public sealed class OrderPathTests
{
    private static readonly Assembly[] Shipped =
    [
        typeof(RiskRules).Assembly,
        Assembly.Load("TradingActors.Venues"),
        Assembly.Load("TradingActors.SimulatedVenue"),
        Assembly.Load("TradingActors.Simulation"),
        Assembly.Load("TradingActors.Node"),
    ];

    private static readonly (Type Caller, MethodBase Called)[] AllCalls = [.. Shipped.SelectMany(IlReader.Calls)];

    [Theory]
    [InlineData(typeof(ApprovedOrder), typeof(ExitLadder), typeof(RiskRules))]
    [InlineData(typeof(ExitPass), typeof(ExitLadder))]
    [InlineData(typeof(SendOrder), typeof(OrderExecutionActor))]
    [InlineData(typeof(SendReplace), typeof(OrderExecutionActor))]
    [InlineData(typeof(PlaceAtVenue), typeof(OrderExecutionActor))]
    [InlineData(typeof(ReplaceAtVenue), typeof(OrderExecutionActor))]
    public void what_sends_an_order_is_made_in_one_place(Type made, params Type[] makers) => Assert.Equal(
        makers,
        AllCalls
            .Where(call => call.Called.DeclaringType == made
                && (call.Called.IsConstructor || call.Called.Name == "<Clone>$")
                && call.Caller != made)
            .Select(call => call.Caller)
            .Distinct()
            .OrderBy(caller => caller.Name, StringComparer.Ordinal));

    [Fact]
    public void only_the_risk_actor_asks_for_a_decision()
    {
        Assert.Equal([typeof(RiskActor)], CallersOf(typeof(RiskRules), nameof(RiskRules.Decide)));
        Assert.Equal([typeof(RiskActor)], CallersOf(typeof(ExitLadder), nameof(ExitLadder.Decide)));
    }

    [Fact]
    public void only_the_exit_ladder_lets_an_order_pass_every_mode() =>
        Assert.Equal([typeof(ExitLadder)], CallersOf(typeof(ApprovedOrder), "set_Pass"));

    [Fact]
    public void only_the_connection_behind_the_gate_gives_a_session_something_to_send() => Assert.Equal(
        [typeof(ConnectionActor), typeof(DirectSession)],
        CallersOf(typeof(IVenueSession), nameof(IVenueSession.Send)));

    [Fact]
    public void only_a_connection_hands_bytes_to_a_socket_or_what_can_neither_place_nor_change_an_order() =>
        Assert.Equal(
            ["DirectSession", "LaneConnection", "SessionLink", "ShadowTransports"],
            CallersOf(typeof(IVenueTransport), nameof(IVenueTransport.Write))
                .Select(type => type.Name).Order());

    [Fact]
    public void without_the_gate_a_session_only_cancels_and_asks() => Assert.Equal(
        ["AskOpenOrders", "AskOrder", "CancelAll"],
        typeof(DirectSession)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.ReturnType == typeof(void) && m.Name != nameof(IDisposable.Dispose))
            .Select(m => m.Name)
            .Order());

    private static IEnumerable<Type> CallersOf(Type type, string method) => AllCalls
        .Where(call => call.Called.DeclaringType == type && call.Called.Name == method)
        .Select(call => call.Caller)
        .Distinct();
}
