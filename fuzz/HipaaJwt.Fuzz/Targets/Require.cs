namespace HipaaJwt.Fuzz.Targets;

/// <summary>A property that must hold. Its name is all that is told: the input itself is kept by whoever made it.</summary>
internal static class Require
{
    public static void That(bool holds, string property)
    {
        if (!holds)
        {
            throw new InvalidOperationException("Does not hold: " + property);
        }
    }

    public static void Equal<T>(T actual, T expected, string property)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new InvalidOperationException($"Does not hold: {property}; it is '{actual}' where '{expected}' is due");
        }
    }
}
