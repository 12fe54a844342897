using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Tests.Activities.Letters.Files;

namespace WorkflowHost.Tests.Torture;

/// <summary>
/// Takes one request after the other through the whole of circular A, from the clerk's form to the Director's decision by
/// one-time code, and checks at each step that what was answered is what is stored.
/// </summary>
sealed class Walker
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly int number;
    readonly IReadOnlyList<TortureTown.Seat> seats;
    readonly IReadOnlyList<TorturedHost> hosts;
    readonly Database database;
    readonly Ledger ledger;
    readonly Random random;
    readonly Caller reviewer;
    readonly Caller director;

    public Walker(int number, IReadOnlyList<TortureTown.Seat> seats, IReadOnlyList<TorturedHost> hosts, Database database,
        Ledger ledger, Random random)
    {
        (this.number, this.seats, this.hosts, this.database, this.ledger, this.random) = (
            number, seats, hosts, database, ledger, random);
        reviewer = new Caller(TortureTown.Reviewer(number), hosts, ledger, random);
        director = new Caller(TortureTown.Director(number), hosts, ledger, random);
    }

    /// <summary>Answers the requests that it filed. What it began when it is told to stop it brings to its end.</summary>
    public async Task<IReadOnlyList<string>> WalkAsync(CancellationToken stop)
    {
        var filed = new List<string>();
        Caller? clerk = null;
        for (var i = 0; i < seats.Count && !stop.IsCancellationRequested; i++)
        {
            if (i == 0 || seats[i].Clerk != seats[i - 1].Clerk)
                clerk = new Caller(seats[i].Clerk, hosts, ledger, random);
            filed.Add(await CaseAsync(seats[i], clerk!));
            ledger.Count("cases");
        }
        return filed;
    }

    async Task<string> CaseAsync(TortureTown.Seat seat, Caller clerk)
    {
        var request = await FileAsync(seat, clerk);
        await AnswerAsync(clerk, await TaskAsync(request, WorkTask.ProveIdentity), new { answer = "Prove", data = new { } });
        await AttachAsync(clerk, await TaskAsync(request, WorkTask.Letter), seat);
        await AnswerAsync(reviewer, await TaskAsync(request, WorkTask.Review),
            new { answer = "Approve", data = new { reason = "เอกสารครบถ้วน", addresseeRead = true } });
        await DecideAsync(await TaskAsync(request, WorkTask.Decide));
        return request;
    }

    async Task<string> FileAsync(TortureTown.Seat seat, Caller clerk)
    {
        var form = new
        {
            formKey = $"{number}-{seat.Person}",
            system = "BBL",
            kind = "new",
            organisationCode = seat.Organisation,
            personId = seat.Person,
        };
        var said = await clerk.SayAsync(() => Post("/api/requests", form));
        if (said.Status == 200 && !said.Doubtful)
            ledger.Problem($"The request of {seat.Person} was there before it was filed.");
        if (said.Status is not (200 or 201))
            throw new InvalidOperationException($"Filing for {seat.Person}: {said.Status} {said.Answer.Html}");
        return JsonDocument.Parse(said.Answer.Html).RootElement.GetProperty("id").GetString()!;
    }

    Task AttachAsync(Caller clerk, WorkTask task, TortureTown.Seat seat)
    {
        var letter = TinyPdf.Letter($"/Case ({seat.Person})").Table().ToBytes();
        return SettleAsync(clerk, task, () =>
        {
            var form = new MultipartFormDataContent
            {
                { new StringContent("ตย 53001/123"), "letterNumber" },
                { new StringContent("๒ มี.ค. ๒๕๖๙"), "letterDate" },
                { new StringContent("ผู้อำนวยการสำนักงบประมาณ"), "addressee" },
                { new StringContent(seat.NameTh), "namesInLetter" },
                { new StringContent("นายทดสอบ นายก"), "signerName" },
            };
            var file = new ByteArrayContent(letter);
            file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            form.Add(file, "file", "letter.pdf");
            return new HttpRequestMessage(HttpMethod.Post, $"/api/tasks/{task.Id}/letter") { Content = form };
        });
    }

    async Task AnswerAsync(Caller who, WorkTask task, object answer)
    {
        // Now and then at two hosts in the same instant: one of them at most may take it.
        if (random.Next(4) == 0)
            await RaceAsync(who, task, answer);
        await SettleAsync(who, task, () => Post($"/api/tasks/{task.Id}/answer", answer));
    }

    async Task RaceAsync(Caller who, WorkTask task, object answer)
    {
        ledger.Count("races");
        var ends = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => who.TryAsync(() => Post($"/api/tasks/{task.Id}/answer", answer))));
        if (ends.Count(end => end?.Status == 200) > 1)
            ledger.Problem($"The task {task.Id} took two answers.");
        if (ends.Any(end => end is not null))
            await MustBeClosedAsync(task);
    }

    async Task DecideAsync(WorkTask task)
    {
        for (var tries = 0; await IsOpenAsync(task); tries++)
        {
            if (tries == 5)
                throw new InvalidOperationException($"The decision {task.Id} took too many codes.");
            var before = await Patient.ReadAsync(CodesAsync);
            var asked = await director.SayAsync(() => Post($"/api/tasks/{task.Id}/code", new { }));
            var code = await UntilAsync($"a code for {task.Id}, asked for with {asked.Status}",
                async () => (await CodesAsync()).LastOrDefault(mail => !before.Contains(mail))?.Code);
            var said = await director.SayAsync(
                () => Post($"/api/tasks/{task.Id}/answer", new { answer = "Approve", data = new { }, code }));
            // A call without an answer may have used the code up, or sent one more: then there is another.
            if (said.Status != 422 || !(said.Doubtful || asked.Doubtful))
                await ExpectAsync(task, said);
        }
    }

    async Task SettleAsync(Caller who, WorkTask task, Func<HttpRequestMessage> call)
    {
        if (await IsOpenAsync(task))
            await ExpectAsync(task, await who.SayAsync(call));
    }

    async Task ExpectAsync(WorkTask task, Said said)
    {
        ledger.Count("answers");
        if (said.Status == 409 && !said.Doubtful)
            ledger.Problem($"The task {task.Id} was answered by nobody knows whom.");
        else if (said.Status == 202)
            ledger.Problem($"The answer to {task.Id} is kept, but what follows met a fault: {said.Answer.Html}");
        else if (said.Status is not (200 or 409))
            throw new InvalidOperationException($"{task.Kind} {task.Id}: {said.Status} {said.Answer.Html}");
        await MustBeClosedAsync(task);
    }

    // What was answered is stored, whatever dies now.
    async Task MustBeClosedAsync(WorkTask task)
    {
        if (await IsOpenAsync(task))
            ledger.Problem($"The answer to {task.Id} was confirmed, and is not stored.");
    }

    async Task<bool> IsOpenAsync(WorkTask task) => await Patient.ReadAsync(() => database.FirstAsync<long>(
        "select count(*) from tasks where id = @Id and closed_at is null", new { task.Id })) > 0;

    Task<WorkTask> TaskAsync(string request, string kind) => UntilAsync($"the task {kind} of {request}", () =>
        database.FirstAsync<WorkTask>("select * from tasks where request_id = @request and kind = @kind", new { request, kind }));

    // All of them: what a host writes whose clock is behind has an older id than what the other wrote before. And told apart by
    // their mails: of a thousand codes of six digits two are alike four times in ten.
    async Task<IReadOnlyList<CodeMail>> CodesAsync() => [.. (await database.QueryAsync<CodeMail>(
        """
        select c.outbox_key, c.subject from case_mails c join outbox o on o.key = c.outbox_key
        where o.recipient = @to and o.key like 'mail:code:%' order by o.id
        """, new { to = TortureTown.Director(number) + "@torture.example" }))
        .Where(mail => mail.Subject.StartsWith("รหัสยืนยัน", StringComparison.Ordinal))];

    static HttpRequestMessage Post(string path, object body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    static Task<T> UntilAsync<T>(string what, Func<Task<T?>> read) where T : class => Patient.UntilAsync(what, read, Patience);

    sealed record CodeMail
    {
        public string OutboxKey { get; init; } = "";
        public string Subject { get; init; } = "";
        public string Code => Subject.Split(' ')[1];
    }
}
