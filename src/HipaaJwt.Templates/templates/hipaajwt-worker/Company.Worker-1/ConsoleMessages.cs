using System.Runtime.CompilerServices;

namespace Company.Worker_1;

/// <summary>Reads messages from the standard input, one a line: token, patient and note. It is for development.</summary>
public sealed class ConsoleMessages : IMessageSource
{
    /// <inheritdoc />
    public async IAsyncEnumerable<ChartMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Split(' ', 3) is [var token, var patient, var note])
            {
                yield return new ChartMessage(token, patient, note);
            }
        }
    }

    /// <inheritdoc />
    public Task SettleAsync(ChartMessage message, MessageResult result, CancellationToken cancellationToken) =>
        Console.Out.WriteLineAsync($"Message: {result}".AsMemory(), cancellationToken);
}
