using System.CommandLine;

namespace HipaaJwt.Tool.Commands;

/// <summary>Adds options to commands.</summary>
internal static class CommandExtensions
{
    public static Command AddAll(this Command command, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            command.Add(option);
        }

        return command;
    }
}
