namespace HipaaJwt.HttpBenchmarks;

internal static class HttpLoad
{
    public const int DistinctTokens = 10_000;
    public const int Connections = 32;
    public const int LoadThreads = 1;
}
