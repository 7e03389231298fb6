using System.CommandLine;
using HipaaJwt.Tool.Results;
using Microsoft.Extensions.Configuration;

namespace HipaaJwt.Tool.Settings;

/// <summary>The options that name settings files and their section.</summary>
internal sealed class SettingsOptions
{
    public Option<string[]> Files { get; } = new("--settings")
    {
        Description = "A settings file. Repeat it for further files, which override earlier ones, as in ASP.NET Core.",
        HelpName = "FILE",
        Required = true,
    };

    public Option<string> Section { get; } = new("--section")
    {
        Description = "The section with the options of HipaaJwt.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "HipaaJwt",
    };

    public void AddTo(Command command)
    {
        command.Add(Files);
        command.Add(Section);
    }

    public Found<IConfigurationSection> Read(ParseResult parsed) =>
        SettingsFiles.Read(parsed.GetRequiredValue(Files), parsed.GetRequiredValue(Section));
}
