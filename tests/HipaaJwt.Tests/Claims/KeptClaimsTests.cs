using System.Text;
using HipaaJwt.Claims;
using HipaaJwt.Tests.Support;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Claims;

/// <summary>A cached token keeps its claims only inside the token.</summary>
public sealed class KeptClaimsTests
{
    private const string Json =
        """ {"iss":"https://idp.example","sub":"dr\u002erivera","aud":["a","b"],"jti":"t-1","azp":"app",""" +
        """ "sid":"s-1","act":{"sub":"nurse"},"n":7}""";

    [Fact]
    public void All_readings_give_the_same_as_before()
    {
        var (before, kept) = (Create(), Kept());

        (kept.Issuer, kept.Subject, kept.Id, kept.ClientId).Should().Be((before.Issuer, before.Subject, before.Id, before.ClientId));
        kept.Subject.Should().Be("dr.rivera");
        kept.Audiences.Should().Equal("a", "b");
        kept.TryGetInt64("n", out var number).Should().BeTrue();
        number.Should().Be(7);
        kept.TryGetString(ClaimPath.Parse("act.sub"), out var actor).Should().BeTrue();
        actor.Should().Be("nurse");
        kept.Json.ToArray().Should().Equal(before.Json.ToArray());
    }

    [Fact]
    public void The_session_and_the_actor_are_read_without_remembering_the_json()
    {
        var kept = Kept();

        var session = SessionClaims.Of(kept);

        (session.Id, session.Actor).Should().Be(("s-1", "nurse"));
        Bytes(() => SessionClaims.Of(kept)).Should().BeLessThan(Json.Length);
    }

    [Fact]
    public void The_json_is_decoded_once()
    {
        var kept = Kept();

        var first = kept.Json;

        kept.Json.Equals(first).Should().BeTrue();
    }

    [Fact]
    public async Task Threads_that_decode_at_the_same_time_read_the_same_claims()
    {
        for (var round = 0; round < 200; round++)
        {
            var kept = Kept();
            var read = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
                (kept.Subject, kept.Id, kept.GetStrings("aud").Count, Encoding.UTF8.GetString(kept.Json.Span)))));

            read.Should().AllBeEquivalentTo(("dr.rivera", "t-1", 2, Json));
        }
    }

    private static ClaimsSet Create()
    {
        var json = Encoding.UTF8.GetBytes(Json);
        using var members = JsonMemberBuffer.Rent();
        StrictJson.ReadObject(json, members, out var read).Should().Be(JsonFault.None);
        RegisteredClaims.Read(read, out var registered).IsNone.Should().BeTrue();
        return new ClaimsSet(json, registered);
    }

    private static ClaimsSet Kept()
    {
        var claims = Create();
        claims.Keep(new TokenPayload(Encoding.ASCII.GetBytes($"e30.{RawToken.Base64(Encoding.UTF8.GetBytes(Json))}.c2ln")));
        return claims;
    }

    private static long Bytes(Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
