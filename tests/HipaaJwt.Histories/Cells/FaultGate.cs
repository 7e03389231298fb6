namespace HipaaJwt.Histories.Cells;

/// <summary>One direction of a link: it passes, holds or loses what is sent.</summary>
internal sealed class FaultGate
{
    private volatile TaskCompletionSource? _held;
    private volatile bool _loses;

    /// <summary>Holds what is sent until <see cref="Open"/>. It then arrives late.</summary>
    public void Hold() => _held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Loses what is sent until <see cref="Open"/>. Connections must be closed then.</summary>
    public void Lose() => _loses = true;

    public void Open()
    {
        _loses = false;
        var held = _held;
        _held = null;
        held?.SetResult();
    }

    /// <summary>Waits while the gate holds.</summary>
    /// <returns>Whether the bytes arrive.</returns>
    public async ValueTask<bool> PassAsync()
    {
        while (_held is { } held)
        {
            await held.Task;
        }

        return !_loses;
    }
}
