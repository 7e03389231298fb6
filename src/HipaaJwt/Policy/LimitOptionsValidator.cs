namespace HipaaJwt.Policy;

/// <summary>Checks the options that have a range.</summary>
internal static class LimitOptionsValidator
{
    private static readonly TimeSpan MoreThanZero = TimeSpan.FromTicks(1);

    public static void Check(HipaaJwtOptions options, OptionPaths paths, OptionProblems problems)
    {
        problems.CheckRange(paths.Of("ClockSkew"), options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of("MaxTokenLifetime"), options.MaxTokenLifetime, MoreThanZero, TimeSpan.FromHours(24));
        problems.CheckRange(paths.Of("MaxTokenBytes"), options.MaxTokenBytes, 256, 1024 * 1024);
        problems.CheckRange(paths.Of("TokenUseCheckTimeout"), options.TokenUseCheckTimeout, MoreThanZero, TimeSpan.FromMinutes(1));
        problems.CheckRange(paths.Of("TokenCache", "Capacity"), options.TokenCache.Capacity, 0, 1_000_000);
        problems.CheckRange(paths.Of("TokenCache", "MaxBytes"), options.TokenCache.MaxBytes, 64L * 1024, 16L * 1024 * 1024 * 1024);
        problems.CheckRange(paths.Of("TokenCache", "MaxEntryLifetime"), options.TokenCache.MaxEntryLifetime, MoreThanZero, TimeSpan.FromHours(1));
        problems.CheckRange(paths.Of("Audit", "WriteTimeout"), options.Audit.WriteTimeout, MoreThanZero, TimeSpan.FromMinutes(1));
        problems.CheckRange(paths.Of("Audit", "QueueCapacity"), options.Audit.QueueCapacity, 1, 1_000_000);
        problems.CheckRange(paths.Of("Audit", "DrainTimeout"), options.Audit.DrainTimeout, MoreThanZero, TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of("DPoP", "MaxAge"), options.DPoP.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of("DPoP", "NonceLifetime"), options.DPoP.NonceLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        problems.CheckRange(paths.Of("Replay", "Capacity"), options.Replay.Capacity, 1, 10_000_000);
        problems.CheckRange(paths.Of("Replay", "MaxPerSender"), options.Replay.MaxPerSender, 1, 10_000_000);
        problems.CheckRange(paths.Of("Replay", "Timeout"), options.Replay.Timeout, MoreThanZero, TimeSpan.FromMinutes(1));
    }
}
