using WorkflowHost.Activities.Audit;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.SubUnits;

/// <summary>Writes a list of sub-units, with its history: every change is an audit row that says what was and what is.</summary>
sealed class SubUnitWriting(Transaction transaction, DateTimeOffset now, string by, string? rule)
{
    public const string Subject = "sub-unit";

    public string Add(string organisation, SubUnitFacts facts, bool begunBefore, string action = "sub-unit-added")
    {
        var unit = new SubUnit
        {
            Id = Ids.New(now),
            OrganisationCode = organisation,
            Code = facts.Code,
            NameTh = facts.NameTh,
            Kind = facts.Kind,
            PersonName = facts.PersonName,
            CitizenHash = facts.CitizenHash,
            CitizenMasked = facts.CitizenMasked,
            State = SubUnitState.Unchecked,
            BegunBeforeCutOff = begunBefore,
            AddedAt = now,
            AddedBy = by,
        };
        unit.Insert(transaction);
        Say(unit, action, $"{facts.Code} {facts.NameTh}{(begunBefore ? " (เริ่มก่อนพ้นกำหนด)" : "")}");
        return unit.Id;
    }

    /// <summary>Whether anything differs; then it is written, and the unit is to be confirmed anew.</summary>
    public bool Change(SubUnit unit, SubUnitFacts facts)
    {
        if (Difference(unit, facts) is not { Length: > 0 } difference)
            return false;
        transaction.Write(
            """
            update sub_units set code = @Code, name_th = @NameTh, kind = @Kind, person_name = @PersonName,
                citizen_hash = @hash, citizen_masked = @masked, state = @state, state_reason = '', changed_at = @now
            where id = @Id
            """, new
            {
                facts.Code,
                facts.NameTh,
                facts.Kind,
                facts.PersonName,
                hash = facts.CitizenHash ?? unit.CitizenHash,
                masked = facts.CitizenMasked ?? unit.CitizenMasked,
                state = unit.State == SubUnitState.Unchecked ? SubUnitState.Unchecked : SubUnitState.Corrected,
                now,
                unit.Id,
            });
        Say(unit, "sub-unit-changed", difference);
        return true;
    }

    public void Remove(SubUnit unit, string reason, string action = "sub-unit-removed")
    {
        transaction.Write("update sub_units set removed_at = @now, removed_reason = @reason, changed_at = @now where id = @Id",
            new { now, reason, unit.Id });
        Say(unit, action, $"{unit.Code} {unit.NameTh}: {reason}");
    }

    public void SetState(SubUnit unit, string state, string reason)
    {
        transaction.Write("update sub_units set state = @state, state_reason = @reason, changed_at = @now where id = @Id",
            new { state, reason, now, unit.Id });
        Say(unit, "sub-unit-" + state, reason.Length == 0 ? $"{unit.Code} {unit.NameTh}"
            : $"{unit.Code} {unit.NameTh}: {reason}");
    }

    /// <summary>What a form would change, in words; empty when nothing.</summary>
    public static string Difference(SubUnit unit, SubUnitFacts facts) => string.Join("; ", new (string Label, string Was,
        string Is)[]
    {
        ("รหัส", unit.Code, facts.Code),
        ("ชื่อ", unit.NameTh, facts.NameTh),
        ("ประเภท", SubUnitKind.Thai(unit.Kind), SubUnitKind.Thai(facts.Kind)),
        ("ผู้รับบัญชี", unit.PersonName, facts.PersonName),
        ("เลขประจำตัว", unit.CitizenMasked ?? "-", MaskOf(unit, facts)),
    }
    .Where(field => field.Was != field.Is).Select(field => $"{field.Label}: {Shown(field.Was)} → {Shown(field.Is)}"));

    // An empty cell leaves the id as it was; two ids may end in the same three digits.
    static string MaskOf(SubUnit unit, SubUnitFacts facts) => facts.CitizenHash is null || facts.CitizenHash == unit.CitizenHash
        ? unit.CitizenMasked ?? "-"
        : facts.CitizenMasked + (facts.CitizenMasked == unit.CitizenMasked ? " (เลขอื่น)" : "");

    static string Shown(string text) => text.Length == 0 ? "-" : text;

    void Say(SubUnit unit, string action, string detail) =>
        AuditTrail.Add(transaction, now, by, action, Subject, unit.Id, unit.OrganisationCode, rule, detail);
}
