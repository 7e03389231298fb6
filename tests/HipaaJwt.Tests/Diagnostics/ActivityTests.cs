using System.Collections.Concurrent;
using System.Diagnostics;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Diagnostics;

/// <summary>The spans of the library. They are found by their parent, because other tests run beside.</summary>
public sealed class ActivityTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private readonly Activity _parent = new Activity("test").Start();

    public ActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HipaaJwtDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private IEnumerable<Activity> Own => _spans.Where(span => span.TraceId == _parent.TraceId);

    public void Dispose()
    {
        _parent.Dispose();
        _listener.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task A_token_that_is_validated_for_the_first_time_has_a_span_and_a_cached_one_has_none()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();

        await host.ValidateAsync(token);
        await host.ValidateAsync(token);

        var span = Own.Should().ContainSingle().Subject;
        (span.OperationName, span.Status).Should().Be(("hipaajwt.validate", ActivityStatusCode.Ok));
        TagsOf(span).Should().Equal("hipaajwt.code=None");
    }

    [Fact]
    public async Task The_span_of_a_rejected_token_contains_the_code_and_nothing_of_the_token()
    {
        await using var host = new TestHost(_issuer);

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["aud"] = "c4n4ry"));

        var span = Own.Should().ContainSingle().Subject;
        span.Status.Should().Be(ActivityStatusCode.Error);
        TagsOf(span).Should().Equal("hipaajwt.code=AudienceNotAllowed");
    }

    [Fact]
    public async Task A_refresh_of_keys_has_a_span_that_names_the_issuer_and_the_outcome()
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);

        await lab.LoadAsync();

        _spans.Where(span => span.OperationName == "hipaajwt.refresh_keys").Select(span => string.Join(' ', TagsOf(span)))
            .Should().Contain($"hipaajwt.issuer={TestIssuer.Name} hipaajwt.code=Fetched");
    }

    private static IEnumerable<string> TagsOf(Activity span) => span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}");
}
