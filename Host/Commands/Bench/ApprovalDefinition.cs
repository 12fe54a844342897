namespace WorkflowHost.Web.Commands.Bench;

/// <summary>The workflow that is timed: one reviewer decides, and the right is granted.</summary>
static class ApprovalDefinition
{
    public const string Id = "bench-approval";

    public const string Json =
        """
        {
          "id": "bench-approval-v1", "definitionId": "bench-approval", "name": "Bench: one approval", "version": 1,
          "variables": [{ "id": "v-decision", "name": "DecisionId", "typeName": "String" }],
          "inputs": [{ "name": "requestId", "type": "String" }],
          "root": {
            "id": "root", "type": "Elsa.Flowchart", "version": 1, "start": "start",
            "activities": [
              { "id": "start", "type": "Elsa.Start", "version": 1 },
              {
                "id": "approve", "type": "Gov.Approval", "version": 1,
                "approverRole": { "typeName": "String", "expression": { "type": "Literal", "value": "reviewer" } },
                "organisation": { "typeName": "String", "expression": { "type": "Literal", "value": "BB" } },
                "rule": { "typeName": "String", "expression": { "type": "Literal", "value": "A-07" } },
                "maySendBack": { "typeName": "Boolean", "expression": { "type": "Literal", "value": "False" } },
                "decisionId": { "typeName": "String", "memoryReference": { "id": "v-decision" } }
              },
              {
                "id": "grant", "type": "Gov.GrantRight", "version": 1,
                "rule": { "typeName": "String", "expression": { "type": "Literal", "value": "A-08" } },
                "decisionId": {
                  "typeName": "String",
                  "expression": { "type": "Variable", "value": "{\"id\": \"v-decision\", \"name\": \"DecisionId\"}" }
                }
              },
              { "id": "end", "type": "Elsa.End", "version": 1 }
            ],
            "connections": [
              { "source": { "activity": "start", "port": "Done" }, "target": { "activity": "approve", "port": "In" } },
              { "source": { "activity": "approve", "port": "Approved" }, "target": { "activity": "grant", "port": "In" } },
              { "source": { "activity": "approve", "port": "Rejected" }, "target": { "activity": "end", "port": "In" } },
              { "source": { "activity": "approve", "port": "OfficerLeft" }, "target": { "activity": "end", "port": "In" } },
              { "source": { "activity": "grant", "port": "Done" }, "target": { "activity": "end", "port": "In" } }
            ]
          }
        }
        """;
}
