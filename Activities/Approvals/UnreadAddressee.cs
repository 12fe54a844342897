using WorkflowHost.Activities.Audit;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Engine;
using WorkflowHost.Engine.Persistence;

namespace WorkflowHost.Activities.Approvals;

/// <summary>
/// A letter that was taken although its addressee can't be read in the scan (T56): the first who approves must have read it
/// with their own eyes, and that stays on record with the letter.
/// </summary>
static class UnreadAddressee
{
    /// <exception cref="RefusedException">The letter is unread, and the decider doesn't say that they read it.</exception>
    public static async Task RequireReadAsync(
        ActivityExecutionContext context, Request request, DecisionAnswer decision, string by, string rule)
    {
        var letter = await FindAsync(context.Transaction, request.Id);
        if (letter is not { ScanUnreadable: true, AddresseeReadBy: null })
            return;
        if (!decision.AddresseeRead)
            throw new RefusedException("addressee-unread",
                "ผู้ยื่นแจ้งว่าลายสแกนอ่านไม่ออก ก่อนส่งต่อหรืออนุมัติ โปรดอ่านคำขึ้นต้นในหนังสือด้วยตาตนเอง"
                + "แล้วทำเครื่องหมายยืนยัน หากอ่านไม่ออกให้ส่งกลับ",
                "The scan was handed in as unreadable. Read the addressee with your own eyes and tick that you did, "
                + "or send it back.", rule);
        context.Transaction.Write(
            "update letters set addressee_read_by = @by, addressee_read_at = @Now where id = @Id",
            new { by, context.Now, letter.Id });
        AuditTrail.Add(context.Transaction, context.Now, by, "addressee-read", "request", request.Id, request.OrganisationCode,
            rule, letter.Id);
    }

    /// <summary>The newest letter of a request.</summary>
    public static Task<Row?> FindAsync(Transaction transaction, string request) => transaction.FirstAsync<Row>(
        """
        select l.id, l.scan_unreadable, l.addressee_read_by from request_letters r join letters l on l.id = r.letter_id
        where r.request_id = @request order by r.attached_at desc, l.id desc limit 1
        """, new { request });

    public sealed class Row
    {
        public string Id { get; init; } = "";
        public bool ScanUnreadable { get; init; }
        public string? AddresseeReadBy { get; init; }
    }
}
