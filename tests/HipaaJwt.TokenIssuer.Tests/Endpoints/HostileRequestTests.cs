using System.Net.Http.Headers;
using System.Text;

namespace HipaaJwt.TokenIssuer.Tests.Endpoints;

/// <summary>Requests that no honest client sends. Each is rejected, recorded once and tells nothing.</summary>
public sealed class HostileRequestTests : IAsyncLifetime
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly Dictionary<string, (string Type, string Body)> Bodies = new()
    {
        ["JSON"] = ("application/json", """{"grant_type":"refresh_token"}"""),
        ["no content type"] = ("", "grant_type=refresh_token"),
        ["multipart"] = ("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nx\r\n--x--"),
        ["text"] = ("text/plain", "grant_type=refresh_token"),
        ["another charset"] = (Form + "; charset=utf-16", "grant_type=refresh_token"),
        ["two types"] = (Form + ", application/json", "grant_type=refresh_token"),
        ["a parameter twice"] = (Form, "client_id=phone-app&client_id=phone-app"),
        ["a parameter twice, once escaped"] = (Form, "client_id=phone-app&client%5Fid=other"),
        ["an unknown parameter twice"] = (Form, "client_id=phone-app&x=1&x=2"),
        ["an empty parameter twice"] = (Form, "client_id=phone-app&x&x="),
        ["an incomplete escape"] = (Form, "client_id=phone-app&token=%4"),
        ["an escape that is no number"] = (Form, "client_id=phone-app&token=%zz"),
        ["bytes that are not UTF-8"] = (Form, "client_id=phone-app&token=%ff%fe"),
        ["an overlong encoding"] = (Form, "client_id=phone-app&token=%c0%ae"),
        ["a surrogate"] = (Form, "client_id=phone-app&token=%ed%a0%80"),
        ["raw bytes"] = (Form, "client_id=phone-app&token=\u00e4"),
        ["a blank"] = (Form, "client_id=phone-app&token=a b"),
        ["a line break"] = (Form, "client_id=phone-app&token=a\r\n"),
        ["a null byte"] = (Form, "client_id=phone-app&token=a\0"),
        ["too many parameters"] = (Form, string.Join('&', Enumerable.Range(0, 33).Select(index => $"p{index}=1"))),
        ["too long"] = (Form, "client_id=phone-app&token=" + new string('a', 64 * 1024)),
    };

    private EndpointLab _lab = null!;

    public static TheoryData<string> Names => [.. Bodies.Keys];

    public static TheoryData<string> Paths => ["/token", "/revoke", "/introspect", "/logout"];

    public async ValueTask InitializeAsync() => _lab = await EndpointLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_body_that_is_not_a_strict_form_is_rejected(string name)
    {
        var (type, body) = Bodies[name];

        foreach (var path in Paths)
        {
            var answer = await _lab.PostTextAsync(path.Data, body, type);

            (answer.Status, answer.Error, answer.Header("Cache-Control")).Should().Be((400, "invalid_request", "no-store"));
        }

        _lab.Sink.Events.Where(written => written.Type == AuditEventType.TokenRejected)
            .Select(rejected => (rejected.ReasonCode, rejected.Resource))
            .Should().Equal(Paths.Select(path => (JwtErrorCode.RequestMalformed, (string?)$"POST {path.Data}")));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_body_of_unknown_length_is_limited_too(string path)
    {
        using var content = new PushContent(Encoding.ASCII.GetBytes("client_id=phone-app&token=" + new string('a', 100_000)));

        var answer = await _lab.SendAsync(HttpMethod.Post, path, content);

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
    }

    [Fact]
    public async Task The_longest_body_is_read()
    {
        var answer = await _lab.PostTextAsync("/revoke", "client_id=phone-app&token=".PadRight(64 * 1024, 'a'));

        answer.Status.Should().Be(200, "an unknown token is no error");
    }

    [Theory]
    [InlineData("token=x")]
    [InlineData("refresh_token=x")]
    [InlineData("client_secret=x")]
    [InlineData("client_assertion=x")]
    [InlineData("access_token=x")]
    public async Task A_secret_in_the_query_is_rejected(string query)
    {
        var tokens = await _lab.SignInAsync();

        var answer = await _lab.PostAsync(
            "/token?" + query,
            ("grant_type", "refresh_token"),
            ("client_id", EndpointLab.Phone),
            ("refresh_token", tokens.RefreshToken!));

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
        _lab.Rejections[^1].ReasonCode.Should().Be(JwtErrorCode.TokenInQuery);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Only_POST_is_allowed(string path) => (await _lab.GetAsync(path)).Status.Should().Be(405);

    [Theory]
    [InlineData("/token")]
    [InlineData("/revoke")]
    [InlineData("/introspect")]
    [InlineData("/logout")]
    public async Task A_request_without_a_client_is_rejected(string path)
    {
        var answer = await _lab.PostAsync(path, ("grant_type", "refresh_token"), ("token", "x"), ("refresh_token", "x"));

        (answer.Status, answer.Error, answer.Header("Cache-Control")).Should().Be((401, "invalid_client", "no-store"));
        answer.Header("WWW-Authenticate").Should().Be($"Basic realm=\"{EndpointLab.Issuer}\", charset=\"UTF-8\"");
        (_lab.Rejections[^1].ReasonCode, _lab.Rejections[^1].ClientId).Should().Be((JwtErrorCode.ClientNotAuthenticated, null));
    }

    [Theory]
    [InlineData("Basic", "client_secret", "x")]
    [InlineData("Basic", "client_assertion", "a.b.c")]
    [InlineData("Basic", "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")]
    [InlineData(null, "client_secret+client_assertion", "a.b.c")]
    public async Task Two_methods_of_authentication_are_rejected(string? header, string fields, string value)
    {
        (string, string)[] form = [("grant_type", "refresh_token"), .. fields.Split('+').Select(name => (name, value))];

        var answer = await _lab.PostAsync("/token", form, headers => headers.Authorization = header is null
            ? null
            : EndpointLab.Basic(EndpointLab.Server, EndpointLab.Secret));

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
        _lab.Rejections[^1].ReasonCode.Should().Be(JwtErrorCode.RequestMalformed);
    }

    [Fact]
    public async Task Two_headers_with_the_same_credentials_are_rejected()
    {
        var credentials = "Authorization: " + EndpointLab.Basic(EndpointLab.Server, EndpointLab.Secret) + "\r\n";

        var response = await _lab.SendRawAsync(
            $"POST /revoke HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{credentials}{credentials}"
            + $"Content-Type: {Form}\r\nContent-Length: 7\r\n\r\ntoken=x");

        response.Should().StartWith("HTTP/1.1 400 ").And.Contain("invalid_request");
    }

    [Fact]
    public async Task Plain_HTTP_from_another_machine_is_rejected()
    {
        await using var lab = await EndpointLab.StartAsync(configure: builder => builder.Services.AddRemoteClients());

        var answer = await lab.RefreshAsync((await lab.SignInAsync()).RefreshToken);

        (answer.Status, answer.Error).Should().Be((400, "invalid_request"));
        lab.Rejections[^1].ReasonCode.Should().Be(JwtErrorCode.TransportNotSecure);
    }

    [Fact]
    public async Task A_rejection_that_cannot_be_recorded_is_unavailable()
    {
        _lab.Sink.Fails = true;

        var answer = await _lab.PostAsync("/token", ("grant_type", "refresh_token"));

        (answer.Status, answer.Error, answer.Header("Retry-After")).Should().Be((503, "temporarily_unavailable", "1"));
    }

    /// <summary>A body without a Content-Length.</summary>
    private sealed class PushContent : HttpContent
    {
        private readonly byte[] _body;

        public PushContent(byte[] body)
        {
            _body = body;
            Headers.ContentType = new MediaTypeHeaderValue(Form);
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            stream.WriteAsync(_body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
