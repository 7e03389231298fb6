namespace Company.Worker_1;

/// <summary>Where messages come from. Implement it with the client of your broker.</summary>
public interface IMessageSource
{
    /// <summary>Reads messages until the source ends.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The messages.</returns>
    IAsyncEnumerable<ChartMessage> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Removes a message, moves it to the dead-letter queue, or has it delivered again.</summary>
    /// <param name="message">The message.</param>
    /// <param name="result">What happens to it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>A task that completes when the source has taken note.</returns>
    Task SettleAsync(ChartMessage message, MessageResult result, CancellationToken cancellationToken);
}
