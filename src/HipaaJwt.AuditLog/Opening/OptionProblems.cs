using HipaaJwt.AuditLog.Keys;

namespace HipaaJwt.AuditLog.Opening;

/// <summary>Collects what is wrong with options, and checks those that all logs have.</summary>
internal sealed class OptionProblems
{
    private const int MinPseudonymKey = 32;
    private const int MaxServiceLength = 64;

    private readonly string _type;

    /// <param name="type">The name of the type of the options.</param>
    public OptionProblems(string type) => _type = type;

    public List<string> Messages { get; } = [];

    public void Add(string option, string problem) => Messages.Add($"{_type}.{option} {problem}");

    public void AddShared(AuditLogOptions options)
    {
        if (options.Service is { } service && (service.Length > MaxServiceLength || service.Contains('/', StringComparison.Ordinal)
            || service.Contains(':', StringComparison.Ordinal) || !NoteSignature.IsName(service)))
        {
            Add(nameof(options.Service), "must be 1 to 64 letters, digits, '-', '.' and '_'.");
        }

        if (options.AnchorAddress is { } address && address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            Add(nameof(options.AnchorAddress), "is not HTTPS. Use an https address.");
        }

        if (options.PseudonymKeys.Any(key => key.Length < MinPseudonymKey))
        {
            Add(nameof(options.PseudonymKeys), "contains a key of less than 32 bytes. Use random keys of at least 32 bytes.");
        }

        CheckRange(nameof(options.AnchorTimeout), options.AnchorTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
        CheckRange(nameof(options.WriteTimeout), options.WriteTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        CheckRange(nameof(options.CheckpointInterval), options.CheckpointInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));
        CheckRange(nameof(options.MaxUnanchoredEvents), options.MaxUnanchoredEvents, 1, 1_000_000_000);
    }

    public void CheckRange<T>(string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(option, $"is {value}. Use a value from {least} to {most}.");
        }
    }
}
