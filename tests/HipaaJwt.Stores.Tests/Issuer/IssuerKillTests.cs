using System.Globalization;
using HipaaJwt.Stores.Tests.Sqlite;
using HipaaJwt.Stores.Tests.Workers;
using Xunit.Sdk;

namespace HipaaJwt.Stores.Tests.Issuer;

/// <summary>
/// Kills processes at points of a refresh and of the insertion of a key. A client that repeats its request after the restart gets tokens,
/// and no refresh token has two successors.
/// </summary>
public sealed class IssuerKillTests : IDisposable
{
    /// <summary>The number of processes that are killed at each point, in <c>HIPAAJWT_KILLS</c>, 3 by default.</summary>
    private static readonly int Kills =
        Environment.GetEnvironmentVariable("HIPAAJWT_KILLS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 3;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The identifiers of the tokens that clients have received.</summary>
    private readonly List<string> _answered = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(HaltPoint.BeforeSigning, "first")]
    [InlineData(HaltPoint.AdvanceOpen, "first")]
    [InlineData(HaltPoint.AdvanceCommitted, "retry")]
    [InlineData(HaltPoint.BeforeAudit, "retry")]
    [InlineData(HaltPoint.AfterAudit, "retry")]
    public Task After_a_kill_during_a_refresh_the_same_refresh_token_is_accepted_and_has_one_successor(string point, string kind) =>
        KillDuringRefreshAsync(point, kind, Kills, PlantedDefect.None);

    [Theory]
    [InlineData(PlantedDefect.AuditAfterAnswer, HaltPoint.BeforeAudit, "*tokens*halted before-audit*")]
    [InlineData(PlantedDefect.IgnoredFailure, HaltPoint.AdvanceCommitted, "*SessionEnded*TokenReplayed*")]
    public async Task A_kill_during_a_refresh_finds_a_planted_defect(PlantedDefect defect, string point, string failure) =>
        (await FluentActions.Awaiting(() => KillDuringRefreshAsync(point, "retry", 1, defect)).Should().ThrowAsync<XunitException>())
        .WithMessage(failure);

    private async Task KillDuringRefreshAsync(string point, string kind, int kills, PlantedDefect defect)
    {
        var issuer = await IssuerProcess.StartAsync(_folder.Path, _answered, defect: defect);
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                var before = await issuer.RefreshAsync((await issuer.SignInAsync()).RefreshToken);
                await issuer.KillAtRefreshAsync(point, before.RefreshToken);
                await issuer.DisposeAsync();
                issuer = await IssuerProcess.StartAsync(_folder.Path, _answered, defect: defect);

                var after = await issuer.RefreshAsync(before.RefreshToken);

                after.Kind.Should().Be(kind);
                await ExpectOneSuccessorAsync(issuer, before, after);
            }

            await ExpectOneKeyEachAsync(issuer);
        }
        finally
        {
            await issuer.DisposeAsync();
        }

        ExpectAudited(refreshesWithoutAnswer: point == HaltPoint.AfterAudit ? kills : 0);
    }

    [Theory]
    [InlineData(HaltPoint.KeyOpen)]
    [InlineData(HaltPoint.KeyCommitted)]
    public async Task After_a_kill_during_the_insertion_of_a_key_each_purpose_has_one_key_with_an_event_and_it_signs(string point)
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            using var folder = new TemporaryFolder();
            await IssuerProcess.KillAtStartAsync(folder.Path, point, time: 1 + (kill % 2));

            await using var issuer = await IssuerProcess.StartAsync(folder.Path, _answered, later: 10);

            var signedIn = await issuer.SignInAsync();
            signedIn.Validation.Should().Be(nameof(JwtErrorCode.None));
            await ExpectOneSuccessorAsync(issuer, signedIn, await issuer.RefreshAsync(signedIn.RefreshToken));
            await ExpectOneKeyEachAsync(issuer);
            await ExpectKeysAuditedAsync(issuer, folder.Path);
        }
    }

    /// <summary>Each key has its event, whoever wrote it. Only a kill between the event and its note makes two of it.</summary>
    private static async Task ExpectKeysAuditedAsync(IssuerProcess issuer, string folder)
    {
        string[] keys = [.. await issuer.ReadKeysAsync("access-token"), .. await issuer.ReadKeysAsync("refresh-token")];
        var recorded = (await File.ReadAllLinesAsync(new IssuerFiles(folder).Audit))
            .Select(line => line.Split(' '))
            .Where(words => words[0] == nameof(AuditEventType.SigningKeyChanged))
            .Select(words => words[1]);
        recorded.Should().BeEquivalentTo(keys.Select(key => key.Split(':')[1]));
    }

    /// <summary>Repeats the request, goes on with the session, and then ends it with the first refresh token.</summary>
    private static async Task ExpectOneSuccessorAsync(IssuerProcess issuer, IssuedAnswer before, IssuedAnswer after)
    {
        var repeated = await issuer.RefreshAsync(before.RefreshToken);
        repeated.Kind.Should().Be("retry");
        repeated.RefreshToken.Should().Be(after.RefreshToken, "a refresh token has one successor");

        var next = await issuer.RefreshAsync(after.RefreshToken);

        next.Kind.Should().Be("first", "nobody has used the successor");
        new[] { after.Validation, repeated.Validation, next.Validation }.Should().OnlyContain(code => code == nameof(JwtErrorCode.None));
        (await issuer.RejectAsync(before.RefreshToken)).Should().Be(nameof(JwtErrorCode.TokenReplayed));
        (await issuer.RejectAsync(next.RefreshToken)).Should().Be(nameof(JwtErrorCode.SessionEnded));
    }

    private static async Task ExpectOneKeyEachAsync(IssuerProcess issuer)
    {
        foreach (var purpose in (string[])["access-token", "refresh-token"])
        {
            (await issuer.ReadKeysAsync(purpose)).Should().ContainSingle().Which.Should().Match("1:*:valid");
        }
    }

    /// <summary>Each answer has one event, and each event an answer, unless the process was killed between the two.</summary>
    private void ExpectAudited(int refreshesWithoutAnswer)
    {
        var recorded = File.ReadAllLines(new IssuerFiles(_folder.Path).Audit)
            .Select(line => line.Split(' '))
            .Where(words => words[0] is nameof(AuditEventType.SessionStarted) or nameof(AuditEventType.SessionRefreshed))
            .Select(words => words[1])
            .ToArray();
        recorded.Should().OnlyHaveUniqueItems().And.Contain(_answered);
        recorded.Should().HaveCount(_answered.Count + refreshesWithoutAnswer);
    }
}
