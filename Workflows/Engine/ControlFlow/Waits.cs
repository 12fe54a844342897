namespace WorkflowHost.Engine.ControlFlow;

/// <summary>Waits for a span of calendar time. Working days are the business of an activity that knows a calendar.</summary>
[Described("รอระยะเวลา", "Delay",
    "รอเป็นเวลาปฏิทิน ไม่ใช่วันทำการ",
    "Waits for a span of calendar time.", ActivityCategory.Waits)]
public sealed class Delay : Activity<Delay.Values>
{
    public sealed record Values(
        [Input("ระยะเวลา", "Time span", HelpThai = "เช่น 1.00:00:00 คือหนึ่งวัน", HelpEnglish = "Such as 1.00:00:00, a day")]
        TimeSpan TimeSpan);

    public override string Type => "Elsa.Delay";

    public override bool Waits => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(new ActivityResult.Waiting(context.Now + Settings(context).TimeSpan));

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        Task.FromResult<ActivityResult>(ActivityResult.Done);
}

/// <summary>Waits until an instant; one that has passed is no wait.</summary>
[Described("รอจนถึงวันเวลา", "Wait until",
    "รอจนถึงวันเวลาที่กำหนด ถ้าผ่านมาแล้วไม่รอ",
    "Waits until an instant; one that has passed is no wait.", ActivityCategory.Waits)]
public sealed class StartAt : Activity<StartAt.Values>
{
    public sealed record Values([Input("วันเวลา", "Date and time")] DateTimeOffset DateTime);

    public override string Type => "Elsa.StartAt";

    public override bool Waits => true;

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
    {
        var at = Settings(context).DateTime;
        return Task.FromResult<ActivityResult>(at <= context.Now ? ActivityResult.Done : new ActivityResult.Waiting(at));
    }

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        Task.FromResult<ActivityResult>(ActivityResult.Done);
}

/// <summary>Waits for an event of this name, sent to the instance's correlation id or to everybody.</summary>
[Described("รอเหตุการณ์", "Event",
    "รอเหตุการณ์ตามชื่อ",
    "Waits for an event of this name.", ActivityCategory.Waits)]
[Output("Result", "ข้อมูลที่มากับเหตุการณ์", "What came with the event")]
public sealed class Event : Activity<Event.Values>
{
    public sealed record Values([Input("ชื่อเหตุการณ์", "Event name")] string EventName);

    public override string Type => "Elsa.Event";

    public override bool Waits => true;

    public override IReadOnlyList<string> SettledInputs => ["eventName"];

    public override IReadOnlyList<string> Outputs => ["Result"];

    public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
        Task.FromResult<ActivityResult>(new ActivityResult.Waiting(EventName: Settings(context).EventName));

    public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
        Task.FromResult<ActivityResult>(ActivityResult.Complete("Done", new Dictionary<string, object?>
        {
            ["Result"] = stimulus.Data is null ? null : Definitions.JsonValues.Parse(stimulus.Data),
        }));
}
