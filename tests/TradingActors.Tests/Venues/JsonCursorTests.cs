using System.Text;
using TradingActors.Venues.Json;
using Xunit;

namespace TradingActors.Tests.Venues;

public class JsonCursorTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,2,{"c":"x\"}"}],"d":null}""")]
    [InlineData(" { \"a\" : [ ] , \"b\" : { } } \n")]
    [InlineData("{}")]
    public void a_sound_object_is_walked_to_its_end(string text) => Assert.Null(Walk(text));

    [Theory]
    [InlineData("", "an object was expected")]
    [InlineData("[]", "an object was expected")]
    [InlineData("{", "the text ends in the middle")]
    [InlineData("""{"a":1""", "the text ends in the middle")]
    [InlineData("""{"a" 1}""", "a colon was expected after a field's name")]
    [InlineData("""{"a":1 "b":2}""", "a comma or a closing bracket was expected")]
    [InlineData("""{"a":"x}""", "a string has no end")]
    [InlineData("""{"a":1}}""", "there is text after the end of the value")]
    [InlineData("""{"a":1,}""", "a string was expected")]
    [InlineData("""{,"a":1}""", "a string was expected")]
    [InlineData("{\"a\":\"\u0001\"}", "a control character stands in a string")]
    public void a_broken_object_names_what_is_wrong(string text, string fault) =>
        Assert.Equal(fault, Walk(text));

    [Fact]
    public void nesting_beyond_the_bound_is_refused()
    {
        var deep = "{\"a\":" + new string('[', 100) + new string(']', 100) + "}";

        Assert.Equal("the text nests too deep", Walk(deep));
    }

    [Fact]
    public void a_string_with_escapes_is_decoded()
    {
        Assert.Equal("a\"b\\cé", Utf8Interner.Decode("""a\"b\\c\u00e9"""u8));
        Assert.Equal("""\q""", Utf8Interner.Decode("""\q"""u8));
    }

    [Fact]
    public void an_interned_string_is_the_same_object_again()
    {
        var names = new Utf8Interner(16);

        Assert.Same(names.Get("a1-7-42"u8), names.Get("a1-7-42"u8));
        Assert.Equal("这是测试币", names.Get("这是测试币"u8));
        Assert.Equal("", names.Get([]));
    }

    private static string? Walk(string text)
    {
        var json = new JsonCursor(Encoding.UTF8.GetBytes(text));
        json.EnterObject();
        while (json.NextField(out _))
            json.Skip();
        json.AtEnd();
        return json.Fault;
    }
}
