namespace TradingActors.Engine.Emergency;

/// <summary>
/// Holds whose condition has passed, until the stream is known to have been told. Made with the gate actor's
/// Props, so that a gate that restarts goes on telling: whoever saw the condition pass says so only once.
/// </summary>
internal sealed class GateClears
{
    private readonly Dictionary<(HoldCause, Scope), MergeClear> _clears = [];

    public IEnumerable<MergeClear> All => _clears.Values;

    /// <summary>False at the bound, where nothing is kept.</summary>
    public bool TryAdd(MergeClear clear)
    {
        var key = (clear.Clear.Cause, clear.Clear.Scope);
        if (_clears.Count >= GateSwitch.LatchesMax && !_clears.ContainsKey(key))
            return false;

        _clears[key] = clear;
        return true;
    }

    /// <summary>The hold was raised again before it was cleared.</summary>
    public void Remove((HoldCause, Scope) key) => _clears.Remove(key);

    public void Merged(string id)
    {
        foreach (var (key, clear) in _clears)
            if (clear.Id == id)
                _clears.Remove(key);
    }
}
