namespace TradingActors.Node.Configuration;

/// <summary>Where a text stops being HOCON, counted from 1.</summary>
public sealed record HoconProblem(int Line, int Column, string What)
{
    public override string ToString() => $"line {Line}, column {Column}: {What}";
}

/// <summary>
/// Checks the form of a HOCON text before Akka reads it. Akka's parser forgives: a stray brace makes it drop
/// the rest of a file without a word, and a line that is no setting becomes one. A limit that was dropped in
/// silence is worse than a node that does not start.
/// </summary>
public sealed class HoconSyntax
{
    private const int DepthMax = 64;
    private const char End = '\0';

    private readonly string _text;
    private int _at;

    private HoconSyntax(string text) => _text = text;

    private char Current => _at < _text.Length ? _text[_at] : End;

    private bool AtEnd => _at >= _text.Length;

    /// <summary>The first thing that is wrong, or null.</summary>
    public static HoconProblem? Check(string text)
    {
        var control = text.AsSpan().IndexOfAnyInRange('\u0000', '\u0008');
        if (control >= 0)
            return Place(
                text, control, $"control character U+{(int)text[control]:X4}: this is not a text file");

        try
        {
            new HoconSyntax(text).Root();
            return null;
        }
        catch (Malformed e)
        {
            return Place(text, e.At, e.Message);
        }
    }

    private void Root()
    {
        SkipBlank(newlines: true);
        if (Current == '{')
            Object(0);
        else
            Members(0);

        SkipBlank(newlines: true);
        if (!AtEnd)
            throw new Malformed(_at, $"'{Current}' closes nothing");
    }

    private void Object(int depth)
    {
        var opened = _at++;
        if (depth > DepthMax)
            throw new Malformed(opened, $"more than {DepthMax} levels of nesting");
        Members(depth + 1);
        if (Current != '}')
            throw new Malformed(opened, "this '{' is never closed");
        _at++;
    }

    private void Members(int depth)
    {
        while (true)
        {
            SkipBlank(newlines: true);
            if (AtEnd || Current is '}' or ']')
                return;

            Member(depth);
            SkipBlank(newlines: false);
            if (!AtEnd && Current is not ('\n' or ',' or '}'))
                throw new Malformed(_at, $"'{Current}' where the next line, ',' or '}}' was expected");
        }
    }

    private void Member(int depth)
    {
        var start = _at;
        var key = Key();
        if (key.Length == 0)
            throw new Malformed(start, $"'{Current}' where a key was expected");
        if (key.StartsWith("include ", StringComparison.Ordinal))
            return;

        if (Current == '{')
        {
            Object(depth);
            return;
        }

        if (Current == '+' && _at + 1 < _text.Length && _text[_at + 1] == '=')
            _at++;
        if (Current is not ('=' or ':'))
            throw new Malformed(start, $"'{key}' has no value: write {key} = VALUE");

        _at++;
        if (!Value(depth))
            throw new Malformed(start, $"'{key}' has no value after '='");
    }

    private string Key()
    {
        var start = _at;
        while (!AtEnd && Current is not ('=' or ':' or '{' or '}' or '[' or ']' or ',' or '+' or '\n')
            && !AtComment())
            if (Current == '"')
                QuotedText();
            else
                _at++;
        return _text[start.._at].Trim();
    }

    /// <summary>One value up to the end of its line; false when there is none.</summary>
    private bool Value(int depth)
    {
        var any = false;
        while (true)
        {
            SkipBlank(newlines: false);
            switch (Current)
            {
                case '{':
                    Object(depth);
                    break;
                case '[':
                    Array(depth);
                    break;
                case '"':
                    QuotedText();
                    break;
                case '$':
                    Substitution();
                    break;
                case '=' or ':':
                    throw new Malformed(_at, $"'{Current}' in a value: put the value in double quotes");
                case '\n' or ',' or '}' or ']':
                case End when AtEnd:
                    return any;
                default:
                    _at++;
                    break;
            }

            any = true;
        }
    }

    private void Array(int depth)
    {
        var opened = _at++;
        if (depth > DepthMax)
            throw new Malformed(opened, $"more than {DepthMax} levels of nesting");

        while (true)
        {
            SkipBlank(newlines: true);
            if (Current == ']')
            {
                _at++;
                return;
            }

            if (AtEnd || Current == '}' || !Value(depth + 1))
                throw new Malformed(opened, "this '[' is never closed");
        }
    }

    private void QuotedText()
    {
        var opened = _at;
        if (_text.AsSpan(_at).StartsWith("\"\"\""))
        {
            var closing = _text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
            if (closing < 0)
                throw new Malformed(opened, "this \"\"\" is never closed");
            _at = closing + 3;
            return;
        }

        for (_at++; !AtEnd && Current != '\n'; _at++)
        {
            if (Current == '\\')
                _at++;
            else if (Current == '"')
            {
                _at++;
                return;
            }
        }

        throw new Malformed(opened, "this '\"' is not closed on its line");
    }

    private void Substitution()
    {
        var opened = _at;
        var closing = _text.IndexOf('}', _at);
        var line = _text.IndexOf('\n', _at);
        if (!_text.AsSpan(_at).StartsWith("${") || closing < 0 || (line >= 0 && line < closing))
            throw new Malformed(
                opened, "'$' begins no substitution: write ${path} or put the value in double quotes");
        _at = closing + 1;
    }

    private void SkipBlank(bool newlines)
    {
        while (!AtEnd)
            if (Current is ' ' or '\t' or '\r' or '\uFEFF' || (newlines && Current is '\n' or ','))
                _at++;
            else if (AtComment())
                while (!AtEnd && Current != '\n')
                    _at++;
            else
                return;
    }

    private bool AtComment() => Current == '#' || _text.AsSpan(_at).StartsWith("//");

    private static HoconProblem Place(string text, int at, string what)
    {
        var before = text.AsSpan(0, Math.Min(at, text.Length));
        return new HoconProblem(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), what);
    }

    private sealed class Malformed(int at, string what) : Exception(what)
    {
        public int At { get; } = at;
    }
}
