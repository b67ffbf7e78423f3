using System.Text;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>
/// Breaks a frame in one to three places: bytes (flips, cuts, doubles, splices with another frame) and
/// structure (values replaced by hostile ones, exchanged, dropped, doubled, renamed, nested).
/// </summary>
internal static class FrameMutator
{
    private static readonly byte[][] Hostile =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-0", "-1", "\"-1\"", "1e400", "\"1E-7\"", "1.", ".5", "+1", "\"\"",
            "NaN", "Infinity", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
            "999999999999999999", "\"79228162514264337593543950335\"", "\"0.0000000000000000000000000001\"",
            "\"0.00000000000000000000000000000000001\"", "{}", "[]", "[[]]", "{\"e\":\"trade\"}",
            "\"\\u0000\"",
            "\"\\ud800\"", "\"\\\"", "\"ETHUSDT\"", "\"WORD\"", "\"a1-7-42\"", "253402300800000", "1",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes("\"" + new string('9', 400) + "\""),
        Encoding.UTF8.GetBytes(new string('7', 400)),
        Encoding.UTF8.GetBytes("\"0." + new string('3', 400) + "\""),
        Encoding.UTF8.GetBytes(new string('[', 200)),
        Encoding.UTF8.GetBytes(new string('[', 63) + new string(']', 63)),
        Encoding.UTF8.GetBytes("\"" + new string('x', 5_000) + "\""),
        [(byte)'"', 0xC3, 0x28, (byte)'"'],
        [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
        [(byte)'"', 0xF8, 0xFF, (byte)'"'],
    ];

    public static byte[] Mutate(byte[] frame, byte[] other, ref FuzzDice dice)
    {
        for (var times = dice.Next(3); times >= 0 && frame.Length > 0; times--)
            frame = dice.Next(2) == 0
                ? MutateBytes(frame, other, ref dice)
                : MutateValue(frame, other, ref dice);
        return frame;
    }

    private static byte[] MutateBytes(byte[] frame, byte[] other, ref FuzzDice dice)
    {
        var at = dice.Next(frame.Length);
        var to = Math.Min(frame.Length, at + 1 + dice.Next(24));
        switch (dice.Next(7))
        {
            case 0:
                return [.. frame[..at], (byte)(frame[at] ^ (1 << dice.Next(8))), .. frame[(at + 1)..]];
            case 1:
                return [.. frame[..at], (byte)dice.Next(256), .. frame[(at + 1)..]];
            case 2:
                return frame[..at];
            case 3:
                return [.. frame[..at], .. frame[to..]];
            case 4:
                return [.. frame[..to], .. frame[at..]];
            case 5:
                return [.. frame[..at], .. other[dice.Next(other.Length)..]];
            default:
                return [.. frame[..at], "\"{}[],:.-e0\\"u8[dice.Next(12)], .. frame[at..]];
        }
    }

    private static byte[] MutateValue(byte[] frame, byte[] other, ref FuzzDice dice)
    {
        var tokens = Tokens(frame);
        if (tokens.Count == 0)
            return frame;
        var (start, end) = tokens[dice.Next(tokens.Count)];
        var (start2, end2) = tokens[dice.Next(tokens.Count)];
        switch (dice.Next(8))
        {
            case 0 or 1:
                return [.. frame[..start], .. Hostile[dice.Next(Hostile.Length)], .. frame[end..]];
            case 2:
                return [.. frame[..start], .. TweakNumber(frame[start..end], ref dice), .. frame[end..]];
            case 3 when end <= start2:
                return
                [
                    .. frame[..start], .. frame[start2..end2], .. frame[end..start2], .. frame[start..end],
                    .. frame[end2..],
                ];
            case 4 when end <= start2:
                return [.. frame[..start], .. frame[start2..]];
            case 5 when end <= start2:
                return [.. frame[..end2], .. frame[start..]];
            case 6:
                return [.. frame[..start], .. frame[start2..end2], .. frame[end..]];
            default:
                var others = Tokens(other);
                var (from, till) = others[dice.Next(others.Count)];
                return [.. frame[..start], .. other[from..till], .. frame[end..]];
        }
    }

    private static byte[] TweakNumber(byte[] token, ref FuzzDice dice)
    {
        var at = dice.Next(token.Length);
        return dice.Next(5) switch
        {
            0 when token[0] != '"' => [(byte)'-', .. token],
            0 => [(byte)'"', (byte)'-', .. token[1..]],
            1 => [.. token[..at], .. "000000000000"u8, .. token[at..]],
            2 => [.. token[..at], (byte)'.', .. token[at..]],
            3 => [.. token[..at], .. "e9"u8, .. token[at..]],
            _ => [.. token[..at], (byte)('0' + dice.Next(10)), .. token[Math.Min(token.Length, at + 1)..]],
        };
    }

    /// <summary>Where the strings, numbers and literals of a frame stand, names included.</summary>
    private static List<(int Start, int End)> Tokens(byte[] frame)
    {
        var tokens = new List<(int, int)>(64);
        for (var at = 0; at < frame.Length; at++)
        {
            var start = at;
            if (frame[at] == '"')
            {
                for (at++; at < frame.Length && frame[at] != '"'; at++)
                    if (frame[at] == '\\')
                        at++;
                tokens.Add((start, Math.Min(frame.Length, at + 1)));
            }
            else if (!IsBetween(frame[at]))
            {
                while (at + 1 < frame.Length && !IsBetween(frame[at + 1]) && frame[at + 1] != '"')
                    at++;
                tokens.Add((start, at + 1));
            }
        }

        return tokens;
    }

    private static bool IsBetween(byte b) =>
        b is (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' or <= (byte)' ';
}
