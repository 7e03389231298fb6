using Microsoft.Extensions.Time.Testing;

namespace HipaaJwt;

/// <summary>What the test kit replaces in a host besides the keys of its issuers.</summary>
/// <example><code>factory.WithHipaaJwtTesting(options => options.UseFakeClock())</code></example>
public sealed class HipaaJwtTestingOptions
{
    /// <summary>The clock of the host.</summary>
    /// <value><see langword="null"/> by default: the host keeps its clock.</value>
    public FakeTimeProvider? FakeClock { get; set; }

    /// <summary>
    /// Gives the host a clock that stands still until the test advances it. Lifetimes of tokens, caches, sessions and all else that uses
    /// <see cref="TimeProvider"/> follow it. Get it with <c>factory.GetFakeClock()</c>.
    /// </summary>
    /// <param name="start">The time at the start; the present time by default.</param>
    public void UseFakeClock(DateTimeOffset? start = null) => FakeClock = new FakeTimeProvider(start ?? TimeProvider.System.GetUtcNow());
}
