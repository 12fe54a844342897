using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace WorkflowHost.Web.Features.Requests;

/// <summary>A file that was taken in for a task, by whom.</summary>
public sealed record KeptUpload(string TaskId, string PersonId, string Sha256, string FileName, string MediaType, long Size, int Pages);

/// <summary>
/// Remembers an uploaded file in the form itself, sealed: when another field must be mended, nobody chooses the file
/// again, and nobody claims a file that somebody else sent.
/// </summary>
public sealed class KeptUploads(IDataProtectionProvider protection)
{
    readonly IDataProtector protector = protection.CreateProtector("WorkflowHost.KeptUploads");

    public string Seal(KeptUpload upload) => protector.Protect(JsonSerializer.Serialize(upload));

    /// <summary>Null when it was not sealed here, or for another task or person.</summary>
    public KeptUpload? Open(string? seal, string taskId, string personId)
    {
        if (string.IsNullOrEmpty(seal))
            return null;
        try
        {
            return JsonSerializer.Deserialize<KeptUpload>(protector.Unprotect(seal)) is { } upload
                && upload.TaskId == taskId && upload.PersonId == personId ? upload : null;
        }
        catch (CryptographicException)
        {
            // A seal that somebody made up counts as none.
            return null;
        }
    }
}
