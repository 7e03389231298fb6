using System.Globalization;

namespace HipaaJwt.Policy;

/// <summary>Validates the options that have a range.</summary>
internal static class LimitOptionsValidator
{
    private const int MaxReplayCapacity = 10_000_000;

    private static readonly TimeSpan MoreThanZero = TimeSpan.FromTicks(1);

    public static void Validate(HipaaJwtOptions options, OptionPaths paths, OptionProblems problems)
    {
        var (cache, audit, dpop, replay) = (options.TokenCache, options.Audit, options.DPoP, options.Replay);
        problems.CheckRange(paths.Of("ClockSkew"), options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of("MaxTokenLifetime"), options.MaxTokenLifetime, MoreThanZero, TimeSpan.FromHours(24));
        problems.CheckRange(paths.Of("MaxTokenBytes"), options.MaxTokenBytes, 256, 1024 * 1024);
        problems.CheckRange(paths.Of("TokenUseCheckTimeout"), options.TokenUseCheckTimeout, MoreThanZero, TimeSpan.FromMinutes(1));
        problems.CheckRange(paths.Of("TokenCache", "Capacity"), cache.Capacity, 0, 1_000_000);
        problems.CheckRange(paths.Of("TokenCache", "MaxBytes"), cache.MaxBytes, 64L * 1024, 16L * 1024 * 1024 * 1024);
        problems.CheckRange(paths.Of("TokenCache", "MaxEntryLifetime"), cache.MaxEntryLifetime, MoreThanZero, TimeSpan.FromHours(1));
        problems.CheckRange(paths.Of("Audit", "WriteTimeout"), audit.WriteTimeout, MoreThanZero, TimeSpan.FromMinutes(1));
        problems.CheckRange(paths.Of("Audit", "QueueCapacity"), audit.QueueCapacity, 1, 1_000_000);
        problems.CheckRange(paths.Of("Audit", "DrainTimeout"), audit.DrainTimeout, MoreThanZero, TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of("DPoP", "MaxAge"), dpop.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of("DPoP", "NonceLifetime"), dpop.NonceLifetime, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        problems.CheckRange(paths.Of("Replay", "Capacity"), replay.Capacity, 1, MaxReplayCapacity);
        problems.CheckRange(paths.Of("Replay", "MaxPerSender"), replay.MaxPerSender, 1, MaxReplayCapacity);
        problems.CheckRange(paths.Of("Replay", "Timeout"), replay.Timeout, MoreThanZero, TimeSpan.FromMinutes(1));
        CheckReplayShare(replay, paths, problems);
        CheckRevocation(options.Revocation, paths, problems);
    }

    private static void CheckRevocation(RevocationOptions options, OptionPaths paths, OptionProblems problems)
    {
        const string Section = "Revocation";
        var (minute, second) = (TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        problems.CheckRange(paths.Of(Section, "MaxStaleness"), options.MaxStaleness, second, TimeSpan.FromMinutes(5));
        problems.CheckRange(paths.Of(Section, "PullInterval"), options.PullInterval, TimeSpan.FromMilliseconds(50), minute);
        problems.CheckRange(paths.Of(Section, "Timeout"), options.Timeout, MoreThanZero, minute);
        problems.CheckRange(paths.Of(Section, "AppendTimeout"), options.AppendTimeout, MoreThanZero, minute);
        problems.CheckRange(paths.Of(Section, "Retention"), options.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(400));
        problems.CheckRange(paths.Of(Section, "Capacity"), options.Capacity, 1_000, 100_000_000);
        if (options.PullInterval + options.Timeout > options.MaxStaleness)
        {
            problems.Add(
                paths.Of(Section, "MaxStaleness"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {options.MaxStaleness}, less than PullInterval ({options.PullInterval}) and Timeout ({options.Timeout}) together, "
                    + $"so tokens would be rejected between two reads of the log. Set it to at least "
                    + $"{options.PullInterval + options.Timeout}, or shorten the other two."));
        }
    }

    /// <summary>Adds a problem if one sender could fill the replay store. A value outside its own range has its own problem.</summary>
    private static void CheckReplayShare(ReplayOptions replay, OptionPaths paths, OptionProblems problems)
    {
        if (replay.Capacity is >= 1 and <= MaxReplayCapacity
            && replay.MaxPerSender is >= 1 and <= MaxReplayCapacity
            && replay.Capacity <= replay.MaxPerSender)
        {
            var defaults = new ReplayOptions();
            var capacity = PathOf(replay.Capacity, defaults.Capacity, "Capacity");
            var maxPerSender = PathOf(replay.MaxPerSender, defaults.MaxPerSender, "MaxPerSender");
            problems.Add(
                capacity,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {replay.Capacity} and {maxPerSender} is {replay.MaxPerSender}, so one sender could fill the replay store and lock "
                    + $"out all others. Set {maxPerSender} to less than {capacity}."));
        }

        OptionPath PathOf(int value, int defaultValue, string name) =>
            value == defaultValue ? paths.OfMissing("Replay", name) : paths.Of("Replay", name);
    }
}
