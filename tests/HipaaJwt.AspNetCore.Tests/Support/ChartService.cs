using Grpc.Core;

namespace HipaaJwt.AspNetCore.Tests.Support;

/// <summary>A gRPC service that requires chart:read, with methods that require more.</summary>
[RequirePermission("chart:read")]
public sealed class ChartService : Charts.ChartsBase
{
    public override Task<ChartReply> Read(ChartRequest request, ServerCallContext context) => Task.FromResult(Chart(request, context));

    [RequirePermission("chart:write")]
    public override Task<ChartReply> Write(ChartRequest request, ServerCallContext context) => Task.FromResult(Chart(request, context));

    public override Task Watch(ChartRequest request, IServerStreamWriter<ChartReply> responseStream, ServerCallContext context) =>
        WriteTwiceAsync(request, responseStream, context);

    [RequirePermission("chart:write")]
    public override Task WatchAll(ChartRequest request, IServerStreamWriter<ChartReply> responseStream, ServerCallContext context) =>
        WriteTwiceAsync(request, responseStream, context);

    [RequirePermission("chart:write")]
    public override async Task<ChartReply> Upload(IAsyncStreamReader<ChartRequest> requestStream, ServerCallContext context)
    {
        var ids = await requestStream.ReadAllAsync().Select(request => request.Id).ToListAsync();
        return new ChartReply { Text = string.Join(' ', ids) };
    }

    [RequirePermission("chart:write")]
    public override async Task Exchange(
        IAsyncStreamReader<ChartRequest> requestStream, IServerStreamWriter<ChartReply> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(Chart(request, context));
        }
    }

    private static async Task WriteTwiceAsync(
        ChartRequest request, IServerStreamWriter<ChartReply> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(Chart(request, context));
        await responseStream.WriteAsync(Chart(request, context));
    }

    private static ChartReply Chart(ChartRequest request, ServerCallContext context) =>
        new() { Text = $"chart of {request.Id} for {context.GetHttpContext().GetValidatedJwt()!.Subject}" };
}
