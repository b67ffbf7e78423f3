using System.Runtime.InteropServices;
using TradingActors.Node.CommandLine;

namespace TradingActors.Node.Hosting;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks to stop well, the second ends the process where it stands.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource<string> _asked =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;
    private readonly TextWriter _error;
    private readonly string _warning;

    /// <summary>
    /// <paramref name="warning"/> is what a second signal leaves behind, told before the process ends.
    /// </summary>
    public StopSignal(TextWriter error, string warning)
    {
        _error = error;
        _warning = warning;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, On),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, On),
        ];
    }

    /// <summary>Ends with the name of the first signal.</summary>
    public Task<string> Asked => _asked.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_asked.TrySetResult(context.Signal.ToString()))
            return;

        _error.WriteLine(_warning);
        Environment.Exit(ExitCodes.Failed);
    }
}
