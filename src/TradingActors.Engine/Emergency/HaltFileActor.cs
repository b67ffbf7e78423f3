using Akka.Actor;
using Akka.Event;

namespace TradingActors.Engine.Emergency;

/// <summary>Puts the holds into the halt file. Answered by <see cref="HaltFileWritten"/>.</summary>
internal sealed record WriteHaltFile(IReadOnlyList<Hold> Holds);

/// <summary>
/// The file holds exactly these ids; <paramref name="Problem"/> says why it could not be written, else null.
/// </summary>
internal sealed record HaltFileWritten(IReadOnlyList<string> Ids, string? Problem);

/// <summary>The stream contains everything in the file.</summary>
internal sealed record RemoveHaltFile;

/// <summary>
/// Owns the halt file apart from the gate, so that a disk that hangs hangs this actor alone.
/// </summary>
internal sealed class HaltFileActor : ReceiveActor
{
    private readonly string _path;
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public HaltFileActor(string path)
    {
        _path = path;
        Receive<WriteHaltFile>(OnWrite);
        Receive<RemoveHaltFile>(_ => OnRemove());
    }

    public static Props Props(string path) => Akka.Actor.Props.Create(() => new HaltFileActor(path));

    private void OnWrite(WriteHaltFile write)
    {
        string? problem = null;
        try
        {
            HaltFile.Write(_path, write.Holds);
        }
        catch (Exception e)
        {
            problem = e.Message;
            _log.Error(e, "The halt file {Path} could not be written", _path);
        }

        Sender.Tell(new HaltFileWritten([.. write.Holds.Select(h => h.Id)], problem));
    }

    private void OnRemove()
    {
        try
        {
            HaltFile.Remove(_path);
        }
        catch (Exception e)
        {
            _log.Error(e, "The halt file {Path} could not be removed; its halts return at the next start",
                _path);
        }
    }
}
