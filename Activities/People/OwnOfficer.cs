using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.People;

/// <summary>Whether somebody is an officer of an organisation at an instant: only those hold rights there (A-08, T33).</summary>
public static class OwnOfficer
{
    public static async Task<bool> IsAsync(Transaction transaction, string person, string organisation, DateTimeOffset at) =>
        await transaction.FirstAsync<string>(
            """
            select id from memberships where person_id = @person and organisation_code = @organisation and role = @officer
              and valid_from <= @at and (valid_to is null or valid_to > @at) limit 1
            """, new { person, organisation, officer = Role.Officer, at }) is not null;

    /// <exception cref="RefusedException">They have left meanwhile; the message says what can be done.</exception>
    public static async Task RequireStillAsync(Transaction transaction, string person, string organisation, DateTimeOffset at)
    {
        if (await IsAsync(transaction, person, organisation, at))
            return;
        var name = (await Person.GetAsync(transaction, person)).NameTh;
        throw new RefusedException("officer-left",
            $"เรื่องนี้เปลี่ยนไปแล้ว: {name}พ้นจากการเป็นเจ้าหน้าที่ของหน่วยงานนี้ จึงให้สิทธิหรือยืนยันสิทธิไม่ได้ "
            + "ผู้บริหารของหน่วยงานจะเลือกเจ้าหน้าที่คนใหม่หรือถอนคำขอ",
            "This has changed: the officer has left the organisation, so the right can be neither granted nor confirmed. "
            + "The organisation's executive chooses another officer, or withdraws the request.");
    }
}
