namespace HipaaJwt.Fuzz.Targets;

/// <summary>Throws if a property does not hold. The message contains no input, because the fuzzer stores the input.</summary>
internal static class Require
{
    public static void That(bool holds, string property)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The property '{property}' does not hold.");
        }
    }

    public static void Equal<T>(T actual, T expected, string property)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new InvalidOperationException($"The property '{property}' does not hold: expected '{expected}', but found '{actual}'.");
        }
    }
}
