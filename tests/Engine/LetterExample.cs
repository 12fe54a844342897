using WorkflowHost.Engine;

namespace WorkflowHost.Tests.Engine;

/// <summary>
/// The worked example of the definition format, as Elsa Studio 3.8.2 imports and shows it, and activities that do what it
/// names.
/// </summary>
static class LetterExample
{
    public const string Json =
        """
        {
          "$schema": "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json",
          "id": "5f0c2b7a9d1e4a63",
          "definitionId": "letter-request",
          "name": "Letter request",
          "description": "Upload a letter, get it approved, notify both sides.",
          "version": 3,
          "toolVersion": "3.8.0.0",
          "createdAt": "2026-11-21T02:00:00+00:00",
          "isLatest": true,
          "isPublished": true,
          "isReadonly": false,
          "variables": [
            { "id": "v-urgent", "name": "Urgent", "typeName": "Boolean", "isArray": false, "value": "false",
              "storageDriverTypeName": "Gov.WorkflowInstance" },
            { "id": "v-decision", "name": "Decision", "typeName": "String", "isArray": false, "value": null,
              "storageDriverTypeName": "Gov.WorkflowInstance" }
          ],
          "inputs": [
            { "type": "String", "name": "ApplicantEmail", "displayName": "Applicant e-mail", "description": null,
              "category": "Basic", "isArray": false, "uiHint": "singleline", "storageDriverType": "Gov.WorkflowInstance" }
          ],
          "outputs": [],
          "outcomes": [],
          "customProperties": {},
          "options": { "activationStrategyType": null, "usableAsActivity": null, "autoUpdateConsumingWorkflows": false,
            "activityCategory": null, "incidentStrategyType": null, "commitStrategyName": null },
          "root": {
            "id": "root", "nodeId": "Workflow1:root", "name": "Flowchart1", "type": "Elsa.Flowchart", "version": 1,
            "variables": [],
            "activities": [
              { "id": "start", "nodeId": "Workflow1:root:start", "name": "Start1", "type": "Elsa.Start", "version": 1,
                "metadata": { "designer": { "position": { "x": 0, "y": 120 }, "size": { "width": 140, "height": 54 } } } },
              { "id": "upload", "nodeId": "Workflow1:root:upload", "name": "UploadLetter1", "type": "Gov.UploadLetter",
                "version": 1,
                "title":    { "typeName": "String",  "expression": { "type": "Literal", "value": "Signed letter" },
                  "memoryReference": null },
                "required": { "typeName": null,      "expression": { "type": "Literal",
                  "value": "True" },          "memoryReference": null },
                "formats":  { "typeName": null,      "expression": { "type": "Object",  "value": "[\"pdf\"]" },
                  "memoryReference": null },
                "metadata": { "displayText": "Upload the letter", "designer": { "position": { "x": 200, "y": 120 },
                  "size": { "width": 200, "height": 54 } } } },
              { "id": "approve", "nodeId": "Workflow1:root:approve", "name": "Approval1", "type": "Gov.Approval", "version": 1,
                "approverRole": { "typeName": "String",   "expression": { "type": "Literal", "value": "director" } },
                "decisions":    { "typeName": "String[]",
                  "expression": { "type": "Object",  "value": "[\"Approve\",\"Return\",\"Reject\"]" } },
                "decision":     { "typeName": "String",   "memoryReference": { "id": "v-decision" } },
                "metadata": { "displayText": "Director decides", "designer": { "position": { "x": 480, "y": 100 },
                  "size": { "width": 220, "height": 90 } } } },
              { "id": "urgent", "nodeId": "Workflow1:root:urgent", "name": "FlowDecision1", "type": "Elsa.FlowDecision",
                "version": 1,
                "condition": { "typeName": "Boolean", "expression": { "type": "Variable",
                  "value": "{\"id\":\"v-urgent\",\"name\":\"Urgent\",\"typeName\":\"Boolean\",\"isArray\":false}" } },
                "metadata": { "displayText": "Urgent?", "designer": { "position": { "x": 800, "y": 0 },
                  "size": { "width": 160, "height": 60 } } } },
              { "id": "mailHead", "nodeId": "Workflow1:root:mailHead", "name": "SendEmail1", "type": "Gov.SendEmail",
                "version": 1,
                "to":      { "typeName": "String", "expression": { "type": "Literal", "value": "head@example.go.th" } },
                "subject": { "typeName": "String", "expression": { "type": "Literal", "value": "Urgent letter approved" } },
                "metadata": { "displayText": "Tell the head", "designer": { "position": { "x": 1060, "y": -60 },
                  "size": { "width": 180, "height": 54 } } } },
              { "id": "mailApplicant", "nodeId": "Workflow1:root:mailApplicant", "name": "SendEmail2",
                "type": "Gov.SendEmail", "version": 1,
                "to":      { "typeName": "String", "expression": { "type": "Input",
                  "value": "{\"name\":\"ApplicantEmail\",\"type\":\"String\"}" } },
                "subject": { "typeName": "String", "expression": { "type": "JavaScript",
                  "value": "'Your letter: ' + getDecision()" } },
                "metadata": { "displayText": "Tell the applicant", "designer": { "position": { "x": 1320, "y": 120 },
                  "size": { "width": 180, "height": 54 } } } },
              { "id": "end", "nodeId": "Workflow1:root:end", "name": "End1", "type": "Elsa.End", "version": 1,
                "metadata": { "designer": { "position": { "x": 1580, "y": 120 }, "size": { "width": 140, "height": 54 } } } }
            ],
            "connections": [
              { "source": { "activity": "start", "port": "Done" }, "target": { "activity": "upload", "port": "In" },
                "vertices": [] },
              { "source": { "activity": "upload", "port": "Done" }, "target": { "activity": "approve", "port": "In" },
                "vertices": [] },
              { "source": { "activity": "approve", "port": "Approve" }, "target": { "activity": "urgent", "port": "In" },
                "vertices": [] },
              { "source": { "activity": "approve", "port": "Return" }, "target": { "activity": "upload", "port": "In" },
                "vertices": [ { "x": 590, "y": 260 } ] },
              { "source": { "activity": "approve", "port": "Reject" }, "target": { "activity": "mailApplicant",
                "port": "In" }, "vertices": [] },
              { "source": { "activity": "urgent", "port": "True" }, "target": { "activity": "mailHead", "port": "In" },
                "vertices": [] },
              { "source": { "activity": "urgent", "port": "False" }, "target": { "activity": "mailApplicant",
                "port": "In" }, "vertices": [] },
              { "source": { "activity": "mailHead", "port": "Done" }, "target": { "activity": "mailApplicant",
                "port": "In" }, "vertices": [] },
              { "source": { "activity": "mailApplicant", "port": "Done" }, "target": { "activity": "end", "port": "In" },
                "vertices": [] }
            ],
            "customProperties": {}, "metadata": {}
          }
        }
        """;

    public static Activity[] Activities => [new UploadLetter(), new Approval(), new SendEmail()];

    sealed class UploadLetter : Activity<UploadLetter.Values>
    {
        public sealed record Values(string Title, bool Required = false, string[]? Formats = null);

        public override string Type => "Gov.UploadLetter";

        public override IReadOnlyList<string> Answers => ["Uploaded"];

        public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
        {
            var settings = Settings(context);
            context.Note(
                $"{settings.Title}, {(settings.Required ? "required" : "optional")}, {string.Join(" ", settings.Formats ?? [])}");
            return Task.FromResult<ActivityResult>(new ActivityResult.Waiting());
        }

        public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
            Task.FromResult<ActivityResult>(ActivityResult.Done);
    }

    sealed class Approval : Activity<Approval.Values>
    {
        public sealed record Values(string ApproverRole, string[]? Decisions = null);

        public override string Type => "Gov.Approval";

        public override IReadOnlyList<string> Outputs => ["Decision"];

        public override IReadOnlyList<string> Answers => ["Approve", "Return", "Reject"];

        public override IReadOnlyList<string> OutcomesOf(WorkflowHost.Engine.Definitions.ActivityNode node) =>
            WorkflowHost.Engine.Definitions.SettingsBinder.Constants<Values>(node).Decisions ?? [];

        public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context) =>
            Task.FromResult<ActivityResult>(new ActivityResult.Waiting());

        public override Task<ActivityResult> ResumeAsync(ActivityExecutionContext context, Stimulus stimulus) =>
            Task.FromResult<ActivityResult>(ActivityResult.Complete(
                stimulus.Name, new Dictionary<string, object?> { ["Decision"] = stimulus.Name }));
    }

    sealed class SendEmail : Activity<SendEmail.Values>
    {
        public sealed record Values(string To, string Subject);

        public override string Type => "Gov.SendEmail";

        public override Task<ActivityResult> ExecuteAsync(ActivityExecutionContext context)
        {
            var settings = Settings(context);
            context.Queue("mail", $"{context.InstanceId}/{context.Node.Id}", settings.To, settings.Subject);
            return Task.FromResult<ActivityResult>(ActivityResult.Done);
        }
    }
}
