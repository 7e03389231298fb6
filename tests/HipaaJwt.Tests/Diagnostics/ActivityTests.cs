using System.Collections.Concurrent;
using System.Diagnostics;
using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Diagnostics;

/// <summary>The activities of the library. A test finds its own by their trace, because tests run in parallel.</summary>
public sealed class ActivityTests : IDisposable
{
    private readonly TestIssuer _issuer = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ActivityListener _listener;
    private readonly Activity _parent = new Activity("test").Start();

    public ActivityTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == HipaaJwtDiagnostics.ActivitySourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    private IEnumerable<Activity> Own => _activities.Where(activity => activity.TraceId == _parent.TraceId);

    public void Dispose()
    {
        _parent.Dispose();
        _listener.Dispose();
        _issuer.Dispose();
    }

    [Fact]
    public async Task Starts_an_activity_for_a_new_token_and_none_for_a_cached_one()
    {
        await using var host = new TestHost(_issuer);
        var token = _issuer.Token();

        await host.ValidateAsync(token);
        await host.ValidateAsync(token);

        var activity = Own.Should().ContainSingle().Subject;
        (activity.OperationName, activity.Status).Should().Be(("hipaajwt.validate", ActivityStatusCode.Ok));
        TagsOf(activity).Should().Equal("hipaajwt.code=None");
    }

    [Fact]
    public async Task Tags_the_activity_of_a_rejected_token_with_its_code_only()
    {
        await using var host = new TestHost(_issuer);

        await host.ValidateAsync(_issuer.Token(claims: claims => claims["aud"] = "c4n4ry"));

        var activity = Own.Should().ContainSingle().Subject;
        activity.Status.Should().Be(ActivityStatusCode.Error);
        TagsOf(activity).Should().Equal("hipaajwt.code=AudienceNotAllowed");
    }

    [Fact]
    public async Task Starts_an_activity_for_a_key_refresh_with_issuer_and_outcome()
    {
        await using var lab = await KeyLab.StartAsync(KeyLab.BySet);

        await lab.LoadAsync();

        _activities.Where(activity => activity.OperationName == "hipaajwt.refresh_keys")
            .Select(activity => string.Join(' ', TagsOf(activity)))
            .Should().Contain($"hipaajwt.issuer={TestIssuer.Name} hipaajwt.code=Fetched");
    }

    private static IEnumerable<string> TagsOf(Activity activity) => activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}");
}
