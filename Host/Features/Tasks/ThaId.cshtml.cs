using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.SignIn;
using WorkflowHost.Web.ThaId;

namespace WorkflowHost.Web.Features.Tasks;

/// <summary>Stands in for ThaID in Development: the same shape, with a sign on it. Elsewhere it is not there.</summary>
public sealed class ThaIdModel(
    TaskCases cases, WorkflowRuntime runtime, CitizenIds vault, CurrentActor current, Texts texts, IHostEnvironment environment) : PageModel
{
    public TaskCase Case { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string id) => await ReadAsync(id) ?? Page();

    public async Task<IActionResult> OnPostAsync(string id)
    {
        if (await ReadAsync(id) is { } elsewhere)
            return elsewhere;
        var proof = JsonSerializer.Serialize(
            new ProofAnswer(ProveIdentity.StandIn, "2.3", vault.Seal(Invented(current.Actor.PersonId)), Case.Officer!.NameTh),
            JsonSerializerOptions.Web);
        var result = await runtime.ResumeAsync(id, new Stimulus("Prove", current.Actor.PersonId, proof));
        var (tone, words) = ProofWords.Of(texts, result);
        TempData.Say(tone, words);
        return Redirect($"/tasks/{id}");
    }

    /// <summary>
    /// A number with a right check digit that belongs to nobody (registration office 0000), another for each person.
    /// </summary>
    public static CitizenId Invented(string personId)
    {
        var number = BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(personId))) % 10_000_000 + 1;
        return Enumerable.Range(0, 10)
            .Select(check => CitizenId.TryParse(string.Create(CultureInfo.InvariantCulture, $"00000{number:0000000}{check}"), out var id) ? id : null)
            .First(id => id is not null)!;
    }

    async Task<IActionResult?> ReadAsync(string id)
    {
        Case = (await cases.FindAsync(id, current.Actor))!;
        if (!environment.IsDevelopment() || Case is not { Task.Kind: WorkTask.ProveIdentity })
            return NotFound();
        return Case.MayAnswer && Case.Request!.PersonId == current.Actor.PersonId ? null : Redirect($"/tasks/{id}");
    }
}
