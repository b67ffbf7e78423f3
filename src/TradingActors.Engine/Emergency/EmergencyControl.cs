using System.Globalization;
using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// What an edge (HTTP, command line, dashboard) holds in its hand to halt and to resume, from any thread.
/// </summary>
public sealed class EmergencyControl(GateSwitch gate, IActorRef gateActor, Clock clock)
{
    /// <summary>
    /// Closes the scope on the calling thread, before anything else can fail; then the barrier, the journal
    /// and the cancels. When no answer comes within the deadline the gate is closed all the same, and the
    /// answer says that no connection has confirmed it.
    /// </summary>
    public async Task<HaltAcknowledged> HaltAsync(
        Scope scope, string reason, string principal, TradingMode mode, TimeSpan deadline)
    {
        var now = clock.Now.Wall;
        var halt = new Halt(gate.NextId("halt"), scope, reason, principal, mode);
        gate.Latch(halt.ToHold(now));
        try
        {
            return await gateActor.Ask<HaltAcknowledged>(halt, deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or TaskCanceledException)
        {
            return new HaltAcknowledged(halt.HaltId, scope, HaltDurability.None, gate.View().Version,
                ConnectionsClosed: [], ConnectionsSilent: gate.AccountsIn(scope), clock.Now.Wall);
        }
    }

    /// <summary>
    /// Answers <see cref="Resumed"/>, <see cref="ResumePending"/> or <see cref="ResumeRefused"/>.
    /// </summary>
    public Task<object> ResumeAsync(
        Scope scope, string reason, string principal, long? expectedVersion, TimeSpan deadline) =>
        AskToLift(new Resume(scope, reason, principal, expectedVersion), scope, deadline);

    /// <summary>An id unlike any other of any node's any life.</summary>
    public string NewId(string kind) => gate.NextId(kind);

    /// <summary>Answers <see cref="Resumed"/> or <see cref="ResumeRefused"/>.</summary>
    public Task<object> ApproveAsync(string approvalId, string principal, TimeSpan deadline) =>
        AskToLift(new ApproveResume(approvalId, principal), Scope.Everything, deadline);

    /// <summary>
    /// The holds and the mode, read from the switch itself, so that it works with every actor dead.
    /// </summary>
    public Task<EmergencyView> GetAsync() => Task.FromResult(gate.View());

    /// <summary>What the halt has come to by now.</summary>
    public Task<HaltView> GetHaltAsync(string haltId, TimeSpan deadline) =>
        gateActor.Ask<HaltView>(new GetHalt(haltId), deadline);

    /// <summary>The newest report of each account under the halt.</summary>
    public async Task<IReadOnlyList<HaltReport>> ReportsAsync(string haltId, TimeSpan deadline) =>
        (await GetHaltAsync(haltId, deadline).ConfigureAwait(false)).Reports;

    private async Task<object> AskToLift(object question, Scope scope, TimeSpan deadline)
    {
        try
        {
            return await gateActor.Ask<object>(question, deadline).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or TaskCanceledException)
        {
            var text = string.Create(CultureInfo.InvariantCulture,
                $"no answer within {deadline.TotalSeconds} s; it may have taken effect, look at the holds");
            return new ResumeRefused(scope, ResumeCodes.OutcomeUnknown, text);
        }
    }
}
