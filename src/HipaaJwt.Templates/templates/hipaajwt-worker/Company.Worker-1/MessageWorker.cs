namespace Company.Worker_1;

/// <summary>Handles the messages of the source, one after the other. The host stops when the source ends.</summary>
public sealed class MessageWorker(IMessageSource source, MessageHandler handler, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in source.ReadAsync(stoppingToken))
        {
            var result = await handler.HandleAsync(message, stoppingToken);
            await source.SettleAsync(message, result, stoppingToken);
        }

        lifetime.StopApplication();
    }
}
