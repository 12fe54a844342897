using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Demo;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine;
using WorkflowHost.Tests.Support;

namespace WorkflowHost.Tests.Circulars;

/// <summary>
/// People who do anything at any time, and a clock that leaps: whatever they do, the books balance after each deed, and
/// nobody meets anything but a refusal.
/// </summary>
[TestFixtureSource(typeof(TestDatabases), nameof(TestDatabases.All))]
public sealed class RandomWalkTests(Func<TestDatabase> open)
{
    static readonly string[] Organisations = [DemoData.City, DemoData.Town, DemoData.Pao, DemoData.Tambon, DemoData.FullTambon, DemoData.Tao];
    // Those of circular A: who serves other circulars only would be refused again and again.
    static readonly string[] Everybody = [.. DemoData.People
        .Where(person => Organisations.Contains(person.Organisation) || person.Organisation is DemoData.Bureau or DemoData.Province)
        .Where(person => person.Role != Role.AdminSso).Select(person => person.Account).Distinct()];
    static readonly string[] Kinds = [RequestKind.Confirm, RequestKind.New, RequestKind.Replace];

    [Test]
    public async Task WhateverPeopleDo_TheBooksBalance()
    {
        var reached = new HashSet<string>();
        for (var seed = 1; seed <= 16; seed++)
            await WalkAsync(seed, reached);
        Assert.That(reached, Is.SupersetOf(new[]
        {
            "waiting-revoke", "waiting-proof", "waiting-letter", "in-review", "with-director", "granted", "confirmed", "rejected", "withdrawn",
            "kept", "officer-changed", "right-granted", "right-confirmed", "right-suspended", "right-ended", "officer-left", "review-confirm", "review-no-answer",
        }), "the walks must come everywhere");
    }

    async Task WalkAsync(int seed, HashSet<string> reached)
    {
        await using var world = await World.OnAsync(open);
        var walk = new Walk(world, new Random(seed));
        for (var step = 0; step < 70; step++)
        {
            await walk.StepAsync();
            await DomainBooks.MustBalanceAsync(world, $"(seed {seed})\n{walk.Trail}");
            reached.UnionWith(await world.Database.QueryAsync<string>("select stage from requests union select action from audit"));
        }
    }

    sealed class Walk(World world, Random random)
    {
        readonly List<string> trail = [];

        public string Trail => string.Join('\n', trail.TakeLast(25));

        public async Task StepAsync()
        {
            try
            {
                await (random.Next(20) switch
                {
                    < 4 => FilesAsync(),
                    < 13 => AnswersAsync(),
                    < 16 => LeapsAsync(),
                    16 => RevokesAsync(),
                    17 => WithdrawsAsync(),
                    18 => LeavesAsync(),
                    _ => AppointsAsync(),
                });
            }
            catch (RefusedException refusal)
            {
                trail[^1] += " refused: " + refusal.Code;
            }
        }

        async Task FilesAsync()
        {
            var organisation = Any(Organisations);
            var kind = Any(Kinds);
            var members = DemoData.People.Where(person => person.Organisation == organisation).Select(person => person.Account).ToArray();
            var rights = await world.Database.QueryAsync<string>(
                "select id from rights where organisation_code = @organisation order by id", new { organisation });
            var right = rights.Count == 0 ? null : Any(rights);
            var (by, person) = (Any(members.Length == 0 ? Everybody : members), Any(members.Length == 0 ? Everybody : members));
            Say($"{by} files {kind} {organisation} for {person}, old right {right}");
            await world.FileAsync(by, organisation, kind, person, right);
        }

        async Task AnswersAsync()
        {
            var tasks = await world.Database.QueryAsync<WorkTask>("select * from tasks where closed_at is null order by id");
            if (tasks.Count == 0)
            {
                Say("nothing to answer");
                return;
            }
            var task = Any(tasks);
            var able = await world.Database.QueryAsync<string>(
                """
                select distinct person_id from memberships where organisation_code = @OrganisationCode
                and ' ' || @Role || ' ' like '% ' || role || ' %' order by person_id
                """, task);
            var by = random.Next(8) == 0 || able.Count == 0 ? Any(Everybody) : Any(able);
            string[] answers = task.Kind switch
            {
                WorkTask.RevokeFirst => ["Revoke", "Revoke", "Keep"],
                WorkTask.ProveIdentity => ["Prove"],
                WorkTask.Letter => [RequireLetter.Attach, RequireLetter.Attach, RequireLetter.Reply],
                WorkTask.ChangeOfficer => [ChangeOfficer.Continue, ChangeOfficer.Continue, ChangeOfficer.Withdraw],
                WorkTask.YearlyReview => ["Confirm", "Replace", "GiveUp"],
                WorkTask.Restore => ["Restore"],
                _ => [Approval.Approve, Approval.Approve, Approval.Approve, Approval.SendBack, Approval.Reject],
            };
            var answer = Any(answers);
            Say($"{by} answers {task.Kind} of {task.RequestId ?? task.RightId} with {answer}");
            var result = await AnswerAsync(task, by, answer);
            trail[^1] += " " + result.GetType().Name;
            Assert.That(result, Is.Not.InstanceOf<WorkflowHost.Engine.Running.StepResult.Failed>(), Trail);
            if (result is WorkflowHost.Engine.Running.StepResult.Refused refused)
                throw refused.Reason;
        }

        async Task<WorkflowHost.Engine.Running.StepResult> AnswerAsync(WorkTask task, string by, string answer)
        {
            if (task.Kind == WorkTask.Letter && answer == RequireLetter.Attach)
                return await world.AttachesLetterAsync(await world.RequestAsync(task.RequestId!), by);
            object data = task.Kind switch
            {
                WorkTask.ProveIdentity => new ProofAnswer(random.Next(2) == 0 ? ProveIdentity.StandIn : ProveIdentity.InPerson, "2.3"),
                WorkTask.Letter => new RequireLetter.ReplyAnswer("แก้แล้ว"),
                WorkTask.ChangeOfficer => new { reason = "เหตุผล", via = "page", personId = Any(await OfficersAsync(task.OrganisationCode)) },
                WorkTask.Decide => new DecisionAnswer("เหตุผล", StepUpId: await world.StepsUpAsync(task, by)),
                _ => new DecisionAnswer("เหตุผล", ["ข้อหนึ่ง"]),
            };
            return await world.AnswerAsync(task, by, answer, data);
        }

        Task<IReadOnlyList<string>> OfficersAsync(string organisation) => world.Database.QueryAsync<string>(
            "select distinct person_id from memberships where organisation_code = @organisation and role = 'officer' order by 1", new { organisation });

        async Task LeapsAsync()
        {
            var hours = Any([1, 20, 24 * 4, 24 * 10, 24 * 35]);
            Say($"{hours} hours pass");
            await world.LeapsToAsync(world.Clock.GetUtcNow().AddHours(hours));
        }

        async Task RevokesAsync()
        {
            var rights = await world.Database.QueryAsync<string>("select id from rights order by id");
            var (right, by) = (Any(rights), Any(Everybody));
            Say($"{by} revokes {right}");
            await world.Revocation.RevokeAsync(right, "เหตุผล", await world.ActorAsync(by));
        }

        async Task WithdrawsAsync()
        {
            var requests = await world.Database.QueryAsync<string>("select id from requests order by id");
            if (requests.Count == 0)
                Say("nothing to withdraw");
            else
            {
                var (request, by) = (Any(requests), Any(Everybody));
                Say($"{by} withdraws {request}");
                await world.Withdrawal.WithdrawAsync(request, "เหตุผล", await world.ActorAsync(by));
            }
        }

        async Task LeavesAsync()
        {
            var leaver = Any(DemoData.People.Where(person => person.Role is Role.Officer or Role.Executive or Role.Clerk).ToArray());
            var asked = await world.Database.QueryAsync<string>("select person_id from requests where closed_at is null order by id");
            if (random.Next(3) > 0 && DemoData.People.Where(person => asked.Contains(person.Account)).ToArray() is { Length: > 0 } officers)
                leaver = Any(officers);
            var by = Any(DemoData.People.Where(person => person.Organisation == leaver.Organisation).ToArray());
            var at = world.Clock.GetUtcNow().AddHours(Any([-5, 0, 30]));
            Say($"{leaver.Account} leaves at {at:u}, says {by.Account}");
            await world.Departure.LeaveAsync(leaver.Account, leaver.Organisation, at, await world.ActorAsync(by.Account), "คำสั่งที่ ๑");
            // Somebody takes the post, or a walk would soon stand still.
            await world.BecomesAsync(Any(Everybody), leaver.Organisation, leaver.Role);
        }

        async Task AppointsAsync()
        {
            var office = Any([Role.Director, Role.Reviewer]);
            var (by, deputy, now) = (Any(["director", "reviewer"]), Any(Everybody), world.Clock.GetUtcNow());
            Say($"{by} appoints {deputy} as {office}");
            await world.Deputies.AppointAsync(new DeputyOrder(deputy, DemoData.Bureau, office, Capacity.Acting, "คำสั่งที่ ๒", now, now.AddDays(10)),
                await world.ActorAsync(by));
        }

        void Say(string deed) => trail.Add($"{world.Clock.GetUtcNow():u} {deed}");

        T Any<T>(IReadOnlyList<T> some) => some[random.Next(some.Count)];
    }
}
