using System.Text;
using HipaaJwt.Fhir.Cursors;
using Hl7.Fhir.Serialization;
using FhirAuditEvent = Hl7.Fhir.Model.AuditEvent;

namespace HipaaJwt.Fhir.Receiving;

/// <summary>Appends resources to a stream, one on each line.</summary>
internal sealed class NdjsonReceiver : IResourceReceiver
{
    private readonly Func<Stream> _open;
    private readonly bool _isOwner;
    private Stream? _output;

    private NdjsonReceiver(Func<Stream> open, bool isOwner)
    {
        _open = open;
        _isOwner = isOwner;
    }

    public int MaxUnsaved => 256;

    public static NdjsonReceiver To(string path) => new(() => PrivateFiles.OpenLines(path), isOwner: true);

    public static NdjsonReceiver To(Stream output) => new(() => output, isOwner: false);

    public async Task<Receipt> SendAsync(FhirAuditEvent resource, CancellationToken cancellationToken)
    {
        try
        {
            _output ??= _open();
            await _output.WriteAsync(Encoding.UTF8.GetBytes(resource.ToJson() + "\n"), cancellationToken).ConfigureAwait(false);
            return new Receipt(ReceiptKind.Accepted);
        }
        catch (IOException exception)
        {
            Close();
            return new Receipt(ReceiptKind.Unavailable, exception.GetType().Name);
        }
    }

    public void Complete()
    {
        if (_output is FileStream file)
        {
            PrivateFiles.Sync(file);
        }
        else
        {
            _output?.Flush();
        }
    }

    public void Dispose() => Close();

    /// <summary>A file is opened anew after a failure, without the line that may be unfinished.</summary>
    private void Close()
    {
        if (_isOwner)
        {
            _output?.Dispose();
            _output = null;
        }
    }
}
