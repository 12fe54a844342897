using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>
/// What a decider chose before the one-time code is typed. It stays in the browser, protected, so that the code page can be
/// reloaded (a phone does so after a look at the mail), and is used once.
/// </summary>
/// <param name="Via">"page" or "mail".</param>
public sealed record Choice(string Answer, string Reason, string Via, bool AddresseeRead = false);

/// <summary>Keeps a <see cref="Choice"/> for one task.</summary>
public static class Choices
{
    public static void Choose(this ITempDataDictionary pages, string taskId, Choice choice)
    {
        pages.Forget();
        // Base64, since escaped Thai would take twice the room in the cookie.
        pages[Name(taskId)] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(choice, Relaxed));
    }

    /// <summary>The choice, which stays; null when there is none for this task.</summary>
    public static Choice? Chosen(this ITempDataDictionary pages, string taskId) => pages.Peek(Name(taskId)) is string text
        ? JsonSerializer.Deserialize<Choice>(Encoding.UTF8.GetString(Convert.FromBase64String(text)), Relaxed)
        : null;

    /// <summary>Drops every choice: the last one is the one that counts.</summary>
    public static void Forget(this ITempDataDictionary pages)
    {
        foreach (var name in pages.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToList())
            pages.Remove(name);
    }

    const string Prefix = "choice-";

    static readonly JsonSerializerOptions Relaxed = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static string Name(string taskId) => Prefix + taskId;
}
