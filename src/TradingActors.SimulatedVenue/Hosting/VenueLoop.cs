using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The one writer: owns the core, takes what sockets and requests feed it, and looks at the clock in between.
/// </summary>
internal sealed class VenueLoop : IAsyncDisposable
{
    private const int InputsMax = 16 * 1024;
    private const int InputsPerRound = 256;

    private readonly Channel<VenueInput> _inputs = Channel.CreateBounded<VenueInput>(
        new BoundedChannelOptions(InputsMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly TaskCompletionSource _recordingEnded = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Clock _clock;
    private readonly TimeProvider _time;
    private readonly VenueSockets _sockets;
    private readonly VenueCore _core;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly Task _running;

    public VenueLoop(SimulatedVenueSettings settings, TimeProvider time, ILogger log)
    {
        _log = log;
        _clock = new Clock(time);
        _time = time;
        _sockets = new VenueSockets(_inputs.Writer);
        _core = new VenueCore(settings, _sockets, log, _clock.Now);
        _timer = time.CreateTimer(
            _ => _inputs.Writer.TryWrite(new VenueInput(VenueInputKind.Wake, 0, [])),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _running = Task.Run(RunAsync);
    }

    public VenueCore Core => _core;

    public VenueSockets Sockets => _sockets;

    public ChannelWriter<VenueInput> Inputs => _inputs.Writer;

    public Task RecordingEnded => _recordingEnded.Task;

    /// <summary>Ends when the loop does; faulted when the venue could not go on.</summary>
    public Task Completion => _running;

    /// <summary>Waits by the venue's own time.</summary>
    public Task WaitAsync(TimeSpan delay, CancellationToken cancel) => Task.Delay(delay, _time, cancel);

    /// <summary>Runs something on the loop, with the core to itself.</summary>
    public async Task<T> AskAsync<T>(Func<VenueCore, Instant, T> work, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _inputs.Writer.WriteAsync(
            new VenueInput(VenueInputKind.Work, 0, [], Run), cancel).ConfigureAwait(false);
        await Task.WhenAny(answer.Task, _running).WaitAsync(cancel).ConfigureAwait(false);
        if (!answer.Task.IsCompleted) throw new ChannelClosedException("The simulated venue has ended.");
        return await answer.Task.ConfigureAwait(false);

        void Run(VenueCore core, Instant now)
        {
            try
            {
                answer.SetResult(work(core, now));
            }
            catch (Exception problem)
            {
                answer.SetException(problem);
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _inputs.Writer.TryComplete();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _core.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                for (var i = 0; i < InputsPerRound && _inputs.Reader.TryRead(out var input); i++)
                    Handle(input);
                var now = _clock.Now;
                if (_core.NextDeadline <= now.Monotonic) _core.Tick(now);
                _sockets.Flush();
                CheckRecording();
                if (!await WaitAsync().ConfigureAwait(false)) break;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _log.LogDebug("The simulated venue's loop was stopped");
        }
        catch (Exception problem)
        {
            _log.LogCritical(problem, "The simulated venue cannot go on; every connection is dropped");
            throw;
        }
        finally
        {
            _inputs.Writer.TryComplete();
            _sockets.EndAll();
            _recordingEnded.TrySetCanceled(CancellationToken.None);
        }
    }

    private void Handle(in VenueInput input)
    {
        var now = _clock.Now;
        switch (input.Kind)
        {
            case VenueInputKind.Text: _core.Received(input.Connection, input.Bytes, now); break;
            case VenueInputKind.Ping: _core.ReceivedPing(input.Connection, input.Bytes, now); break;
            case VenueInputKind.Pong: _core.ReceivedPong(input.Connection, input.Bytes, now); break;
            case VenueInputKind.Disconnected: _core.Disconnected(input.Connection); break;
            case VenueInputKind.Work: input.Work!(_core, now); break;
        }
    }

    private async ValueTask<bool> WaitAsync()
    {
        if (_inputs.Reader.TryPeek(out _)) return true;
        var next = _core.NextDeadline;
        var wait = next == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : next - _clock.Now.Monotonic;
        if (next != TimeSpan.MaxValue && wait <= TimeSpan.Zero) return true;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
        return await _inputs.Reader.WaitToReadAsync(_stop.Token).ConfigureAwait(false);
    }

    private void CheckRecording()
    {
        if (!_core.IsRecordingEnded || _recordingEnded.Task.IsCompleted) return;
        if (_core.MarketFailure is { } failure) _recordingEnded.TrySetException(failure);
        else _recordingEnded.TrySetResult();
    }
}
