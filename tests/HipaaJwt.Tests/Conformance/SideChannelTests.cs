using System.Reflection;
using System.Security.Cryptography;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Conformance;

/// <summary>Response times must not reveal secrets.</summary>
public sealed class SideChannelTests
{
    private const byte Call = 0x28;

    [Fact]
    public void Compares_MACs_only_in_constant_time()
    {
        var calls = CallsOf(typeof(HmacVerifier).GetMethod("VerifyCore", BindingFlags.Instance | BindingFlags.NonPublic)!).ToList();

        calls.Should().Contain(typeof(CryptographicOperations).GetMethod(nameof(CryptographicOperations.FixedTimeEquals))!);
        calls.Select(call => call.Name)
            .Should().NotContain(["SequenceEqual", "SequenceCompareTo", "Equals", "op_Equality", "CommonPrefixLength", "IndexOf"]);
    }

    private static IEnumerable<MethodBase> CallsOf(MethodInfo method)
    {
        var code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (var at = 0; at + sizeof(int) < code.Length; at++)
        {
            if (code[at] == Call && Resolve(method, BitConverter.ToInt32(code, at + 1)) is { } called)
            {
                yield return called;
            }
        }
    }

    /// <summary>Resolves the method of a call. A byte that equals the opcode may be data, which names no method.</summary>
    private static MethodBase? Resolve(MethodInfo method, int token)
    {
        try
        {
            return method.Module.ResolveMethod(token);
        }
        catch (Exception exception) when (exception is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
