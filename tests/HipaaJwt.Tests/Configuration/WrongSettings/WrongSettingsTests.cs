using HipaaJwt.Tests.Support;

namespace HipaaJwt.Tests.Configuration.WrongSettings;

/// <summary>Each mistake in the options has a message with path, problem and remedy. The documentation lists them.</summary>
public sealed class WrongSettingsTests
{
    private static readonly Dictionary<string, WrongSetting> Settings = new[]
    {
        WrongNames.All, WrongValues.All, WrongAddresses.All, WrongKeys.All,
    }.SelectMany(group => group).ToDictionary(setting => setting.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Settings.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_message_names_path_problem_and_remedy(string name)
    {
        var setting = Settings[name];

        var message = await WrongHost.MessageOfAsync(setting);

        foreach (var part in setting.Says)
        {
            message.Should().Contain(part);
        }
    }

    [Fact]
    public void There_are_at_least_sixty_mistakes() => Settings.Should().HaveCountGreaterThanOrEqualTo(60);

    [Fact]
    public async Task The_documentation_lists_the_messages_as_they_are()
    {
        List<string> rows = [];
        foreach (var setting in Settings.Values)
        {
            rows.Add(WrongSettingsPage.RowOf(setting.Name, ShownOf(setting), await WrongHost.MessageOfAsync(setting)));
        }

        WrongSettingsPage.Check("options", rows);
    }

    /// <summary>What is removed matters only if nothing is written instead.</summary>
    private static string ShownOf(WrongSetting setting)
    {
        if (setting.Shown is { } shown)
        {
            return shown;
        }

        var written = setting.Settings.Where(text => !text.StartsWith('-'))
            .Select(text => text.StartsWith('/') ? text[1..] : "HipaaJwt:" + text)
            .Select(text => $"`{text.Replace("=", " = ", StringComparison.Ordinal)}`")
            .ToArray();
        return string.Join("<br>", written is [] ? setting.Settings.Select(text => $"without `HipaaJwt:{text[1..]}`") : written)
            .Replace("{idp}", "http://127.0.0.1:8080", StringComparison.Ordinal);
    }
}
