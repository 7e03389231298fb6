using System.Security.Cryptography;
using HipaaJwt.AuditLog.Keys;

namespace HipaaJwt.AuditLog.Tests.Keys;

public sealed class CheckpointTests : IDisposable
{
    private readonly AuditLogSigningKey _key = AuditLogSigningKey.Create();

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void A_checkpoint_survives_its_note(long size)
    {
        var checkpoint = _key.Sign("clinic/1", size, new byte[32]);

        AuditLogCheckpoint.TryParse(checkpoint.Note, out var parsed).Should().BeTrue();
        (parsed!.Origin, parsed.Size, parsed.Note).Should().Be(("clinic/1", size, checkpoint.Note));
        _key.VerifierKey.Verifies(parsed).Should().BeTrue();
    }

    [Fact]
    public void A_note_with_any_changed_character_is_not_valid()
    {
        var note = _key.Sign("clinic/1", 17, new byte[32]).Note;
        for (var position = 0; position < note.Length; position++)
        {
            foreach (var bit in new[] { 1, 2, 4, 8, 16, 32, 64 })
            {
                var changed = note[..position] + (char)(note[position] ^ bit) + note[(position + 1)..];
                (AuditLogCheckpoint.TryParse(changed, out var checkpoint) && _key.VerifierKey.Verifies(checkpoint)).Should()
                    .BeFalse(changed);
            }
        }
    }

    [Fact]
    public void Rejects_a_note_in_another_form()
    {
        var note = _key.Sign("clinic/1", 17, new byte[32]).Note;
        string?[] malformed =
        [
            null, "", "\n", note + "\n", note + "x", note[..^1], " " + note, note.Replace("\n", "\r\n", StringComparison.Ordinal),
            note.Replace("17", "017", StringComparison.Ordinal), note.Replace("17", "-17", StringComparison.Ordinal),
            note.Replace("17", "17 ", StringComparison.Ordinal), note.Replace("17", "9223372036854775808", StringComparison.Ordinal),
            note.Replace("\n\n", "\nextension\n\n", StringComparison.Ordinal), note.Replace("AAA=", "AAB=", StringComparison.Ordinal),
            note.Replace("AAA=", "AAA", StringComparison.Ordinal), note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 2)],
            note.Replace("\u2014", "-", StringComparison.Ordinal), note.Replace("clinic/1\n17", "clinic 1\n17", StringComparison.Ordinal),
            note + new string('x', AuditLogCheckpoint.MaxNoteLength),
        ];

        malformed.Where(text => AuditLogCheckpoint.TryParse(text, out _)).Should().BeEmpty();
    }

    [Fact]
    public void Keeps_the_signatures_of_witnesses()
    {
        var note = _key.Sign("clinic/1", 17, new byte[32]).Note + "\u2014 witness.example AAAAAAAAAAAA\n";

        AuditLogCheckpoint.TryParse(note, out var checkpoint).Should().BeTrue();
        (checkpoint!.Note, _key.VerifierKey.Verifies(checkpoint)).Should().Be((note, true));
    }

    [Fact]
    public void A_signature_in_another_encoding_or_of_another_curve_is_not_valid()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AuditLogSigningKey.TryParsePem(p256.ExportPkcs8PrivateKeyPem(), out var key).Should().BeTrue();
        using var owner = key;
        var valid = key!.Sign("clinic/1", 17, new byte[32]);
        var text = valid.Note[..(valid.Note.IndexOf("\n\n", StringComparison.Ordinal) + 1)];
        var keyId = NoteSignature.KeyIdOf(key!.PublicKey.Span);
        var ieee = p256.SignData(System.Text.Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256);

        foreach (var signature in new byte[][] { ieee, [0x30, 0], [0x30, 6, 2, 1, 0, 2, 1, 0], [0], new byte[72] })
        {
            AuditLogCheckpoint.TryParse($"{text}\n{new SignatureLine("clinic/1", keyId, signature).ToLine()}", out var checkpoint).Should()
                .BeTrue();
            key.VerifierKey.Verifies(checkpoint!).Should().BeFalse(Convert.ToHexString(signature));
        }
    }

    [Fact]
    public void Keys_survive_their_texts()
    {
        AuditLogSigningKey.TryParsePem(_key.ToPem(), out var signing).Should().BeTrue();
        AuditLogVerifierKey.TryParsePem(_key.VerifierKey.ToString(), out var unnamed).Should().BeTrue();
        AuditLogVerifierKey.TryParse(_key.VerifierKey.ToString("clinic/1") + "\n", out var named).Should().BeTrue();
        using var owner = signing;

        new[] { signing!.KeyId, unnamed!.KeyId, named!.KeyId }.Should().AllBe(_key.KeyId);
        (unnamed.Name, named.Name, named.ToString()).Should().Be((null, "clinic/1", _key.VerifierKey.ToString("clinic/1")));
    }

    [Fact]
    public void Rejects_keys_of_other_curves_and_malformed_ones()
    {
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        string?[] texts = [null, "", "x", p384.ExportSubjectPublicKeyInfoPem(), rsa.ExportSubjectPublicKeyInfoPem(),
            rsa.ExportPkcs8PrivateKeyPem(), _key.ToPem()];
        texts.Where(text => AuditLogVerifierKey.TryParsePem(text, out _)).Should().BeEmpty();
        string?[] privateKeys = [null, "", "x", p384.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(),
            _key.VerifierKey.ToString(),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"];
        privateKeys.Where(text => AuditLogSigningKey.TryParsePem(text, out _)).Should().BeEmpty();
    }

    [Fact]
    public void A_verifier_key_with_any_changed_character_is_another_key_or_none()
    {
        var text = _key.VerifierKey.ToString("a");
        for (var position = 1; position < text.Length; position++)
        {
            var changed = text[..position] + (char)(text[position] ^ 1) + text[(position + 1)..];
            AuditLogVerifierKey.TryParse(changed, out _).Should().BeFalse(changed);
        }
    }
}
