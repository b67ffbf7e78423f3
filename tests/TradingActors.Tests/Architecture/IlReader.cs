using System.Reflection;
using System.Reflection.Emit;

namespace TradingActors.Tests.Architecture;

/// <summary>
/// What compiled methods call and construct. Read from the instructions rather than from the sources, so that no
/// spelling (a target-typed <c>new</c>, a <c>with</c>, a lambda) hides anything.
/// </summary>
internal static class IlReader
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>Every call and construction in the assembly, with the outermost type that it stands in.</summary>
    public static IEnumerable<(Type Caller, MethodBase Called)> Calls(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes())
            foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
                if (method.GetMethodBody()?.GetILAsByteArray() is { } body)
                    foreach (var called in Calls(method, body))
                        yield return (Outermost(type), called);
    }

    private static IEnumerable<MethodBase> Calls(MethodBase method, byte[] body)
    {
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < body.Length;)
        {
            short value = body[at++];
            if (value == 0xFE)
                value = unchecked((short)(0xFE00 | body[at++]));
            var code = OpCodesByValue[value];
            if (code.OperandType == OperandType.InlineMethod
                && method.Module.ResolveMethod(BitConverter.ToInt32(body, at), typeArguments, methodArguments) is { } called)
                yield return called;
            at += OperandSize(code.OperandType, body, at);
        }
    }

    private static int OperandSize(OperandType operand, byte[] body, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(body, at),
        _ => 4,
    };

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }
}
