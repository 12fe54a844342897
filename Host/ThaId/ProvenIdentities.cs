using System.Text.Json;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Sites;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Running;
using WorkflowHost.Web.Features.Rollout;
using WorkflowHost.Web.Features.Sites;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.SignIn;

namespace WorkflowHost.Web.ThaId;

/// <summary>Hands who somebody proved to be to the verb that asked for it.</summary>
public sealed class ProvenIdentities(
    WorkflowRuntime runtime, CitizenIds vault, SiteClaims claims, Registration registration, CurrentActor current, Texts texts)
{
    /// <returns>What is said to the person; no words where the page itself shows what comes next.</returns>
    public async Task<(string Tone, string Words)> TakeAsync(HttpContext context, ProofSubject about, ThaIdPerson person)
    {
        try
        {
            return about.Kind switch
            {
                ProofSubject.Task => await ForTaskAsync(about.Id, person),
                ProofSubject.Site => await ForSiteAsync(context, about.Id, person),
                _ => await ForRegistrationAsync(about.Id, person),
            };
        }
        catch (RefusedException refusal)
        {
            return ("error", texts[refusal.Thai, refusal.English]);
        }
    }

    async Task<(string, string)> ForTaskAsync(string task, ThaIdPerson person)
    {
        var answer = new ProofAnswer(ProveIdentity.ThaId, person.Level, vault.Seal(person.Citizen), person.Name);
        return ProofWords.Of(texts, await runtime.ResumeAsync(task,
            new Stimulus("Prove", current.Actor.PersonId, JsonSerializer.Serialize(answer, JsonSerializerOptions.Web))));
    }

    async Task<(string, string)> ForSiteAsync(HttpContext context, string token, ThaIdPerson person)
    {
        ClaimCookie.Keep(
            context, await claims.ProveAsync(token, new SiteProof(person.Citizen, person.Name, ProveIdentity.ThaId)));
        return ("success", "");
    }

    async Task<(string, string)> ForRegistrationAsync(string office, ThaIdPerson person) => RolloutWords.Registered(texts,
        await registration.RegisterAsync(office, new RegistrationProof(person.Citizen, person.Name, ProveIdentity.ThaId),
            current.Actor));
}
