using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingActors.Engine.Audit;

/// <summary>
/// Anchors as one JSON object a line, only ever appended to; a line an anchor interval and stream that moved.
/// Meant to be shipped to another volume or a log sink, and read from there when it matters.
/// </summary>
public static class AnchorFile
{
    /// <summary>Its name in the data directory.</summary>
    public const string Name = "audit-anchors.jsonl";

    public static string Line(AuditAnchor anchor) =>
        JsonSerializer.Serialize(anchor, AnchorJson.Default.AuditAnchor);

    /// <summary>Durable when it returns.</summary>
    public static void Append(string path, IReadOnlyList<AuditAnchor> anchors)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        using (var text = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" })
            foreach (var anchor in anchors)
                text.WriteLine(Line(anchor));
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// The anchors, and what stands there that is none. The last line may be half: a crash cut it off while
    /// it was being written.
    /// </summary>
    public static (IReadOnlyList<AuditAnchor> Anchors, IReadOnlyList<AuditFinding> Unreadable) Read(
        string path)
    {
        var anchors = new List<AuditAnchor>();
        var unreadable = new List<AuditFinding>();
        using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var text = new StreamReader(file);
        for (var number = 1L; text.ReadLine() is { } line; number++)
        {
            if (Parse(line) is { } anchor)
                anchors.Add(anchor);
            else if (text.Peek() >= 0 || line.EndsWith('}'))
                unreadable.Add(new AuditFinding(AuditFindingKind.AnchorUnreadable, "", number, number,
                    $"line {number} of {path} is no anchor"));
        }

        return (anchors, unreadable);
    }

    private static AuditAnchor? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, AnchorJson.Default.AuditAnchor) is
            { Stream.Length: > 0, Sequence: > 0, Hash.Length: AuditChain.HashBytes * 2 } anchor
                ? anchor
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AuditAnchor))]
internal sealed partial class AnchorJson : JsonSerializerContext;
