using TradingActors.Engine.Emergency;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Emergency;

public class EmergencyControlTests : EmergencyTestBase
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void a_halt_is_in_force_on_the_callers_thread_before_any_actor_has_run()
    {
        Gate.Apply(new HoldsInForce(1, []));
        var account = Gate.For(Main, Venue);
        var control = new EmergencyControl(Gate, CreateTestProbe(), Clock);
        Assert.Equal(TradingMode.Active, account.Mode);

        _ = control.HaltAsync(Scope.Everything, "fire", "me", TradingMode.Halted, Patience);

        Assert.Equal(TradingMode.Halted, account.Mode);
    }

    [Fact]
    public async Task a_halt_that_nobody_answers_names_every_connection_as_silent()
    {
        Gate.For(Second, Venue);
        Gate.For(Main, Venue);
        var control = new EmergencyControl(Gate, CreateTestProbe(), Clock);

        var acknowledged = await control.HaltAsync(
            Scope.Everything, "fire", "me", TradingMode.Halted, TimeSpan.FromMilliseconds(1));

        Assert.Equal(HaltDurability.None, acknowledged.Durability);
        Assert.Equal([Main, Second], acknowledged.ConnectionsSilent);
    }

    [Fact]
    public async Task halts_and_resumes_through_the_whole_chain()
    {
        var control = new EmergencyControl(Gate, StartGate(StartEmergency()), Clock);
        await AwaitAssertAsync(() => Assert.True(Gate.View().IsRecovered));

        var halted = await control.HaltAsync(Scope.Account(Main), "fire", "me", TradingMode.Halted, Patience);
        Assert.Equal((HaltDurability.Journal, 2), (halted.Durability, halted.Version));
        Assert.Equal(halted.HaltId, (await control.GetAsync()).Holds.Single().Id);
        Assert.Empty(await control.ReportsAsync(halted.HaltId, Patience));

        var resumed = await control.ResumeAsync(Scope.Account(Main), "done", "me", 2, Patience);
        Assert.True(Assert.IsType<Resumed>(resumed).Version > halted.Version);
        Assert.Empty((await control.GetAsync()).Holds);
    }

    [Fact]
    public async Task a_resume_that_nobody_answers_is_an_unknown_outcome()
    {
        var control = new EmergencyControl(Gate, CreateTestProbe(), Clock);

        var answer = await control.ResumeAsync(
            Scope.Everything, "done", "me", null, TimeSpan.FromMilliseconds(1));

        Assert.Equal(ResumeCodes.OutcomeUnknown, Assert.IsType<ResumeRefused>(answer).Code);
    }

    [Fact]
    public async Task every_halt_has_an_id_of_its_own()
    {
        var control = new EmergencyControl(Gate, StartGate(StartEmergency()), Clock);
        await AwaitAssertAsync(() => Assert.True(Gate.View().IsRecovered));

        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            var halted = await control.HaltAsync(
                Scope.Everything, "fire", "me", TradingMode.Halted, Patience);
            ids.Add(halted.HaltId);
        }

        Assert.Equal(3, ids.Count);
    }
}
