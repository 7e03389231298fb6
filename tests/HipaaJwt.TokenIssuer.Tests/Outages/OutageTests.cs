namespace HipaaJwt.TokenIssuer.Tests.Outages;

/// <summary>Tests that measure time run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class OutageTests
{
    public const string Name = "Outages";
}
