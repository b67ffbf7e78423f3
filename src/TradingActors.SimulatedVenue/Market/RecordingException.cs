namespace TradingActors.SimulatedVenue;

/// <summary>A recording that cannot be played; the message names file, line and what is wrong.</summary>
public sealed class RecordingException : Exception
{
    public RecordingException(string path, int line, string problem)
        : base(FormattableString.Invariant($"{path} line {line}: {problem}"))
    {
    }

    public RecordingException(string message)
        : base(message)
    {
    }

    public RecordingException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public RecordingException()
    {
    }
}
