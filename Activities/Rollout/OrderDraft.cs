using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.People;

namespace WorkflowHost.Activities.Rollout;

/// <summary>
/// The appointment order ready to print (E-04), in the form of a คำสั่ง of the correspondence regulation: Thai numerals; number,
/// date and signer are blank until it is signed.
/// </summary>
public sealed record OrderDraft(
    string Head, string Number, string Subject, IReadOnlyList<string> Paragraphs, string Given, string SignerName,
    IReadOnlyList<string> SignerTitle, IReadOnlyList<OrderAnnex> Annexes)
{
    const string Blank = "......................";

    public static OrderDraft Compose(AppointmentOrder order, AppointmentOrder? amended, IReadOnlyList<AppointmentRow> rows)
    {
        var appointed = rows.Where(row => row.Change == AppointmentRow.Appoint).ToList();
        var revoked = rows.Where(row => row.Change == AppointmentRow.Revoke).ToList();
        return new OrderDraft(
            "คำสั่งกรมการปกครอง",
            $"ที่ {Thai(order.Number ?? Blank)}",
            (order.Kind == AppointmentOrder.Amending ? "แก้ไขเพิ่มเติมคำสั่ง" : "")
                + "มอบหมายผู้ปฏิบัติงานในระบบ Bill Payment และการออกใบเสร็จรับเงินของกรมการปกครอง",
            [.. Body(order, amended, appointed.Count, revoked.Count)],
            $"สั่ง ณ วันที่ {(order.OrderDate is { } date ? OrderDay(date) : Blank)}",
            $"({order.SignerName ?? new string('.', 46)})",
            Title(order),
            [
                .. appointed.Count > 0 ? [new OrderAnnex("บัญชีรายชื่อผู้ได้รับมอบหมาย", appointed)] : Array.Empty<OrderAnnex>(),
                .. revoked.Count > 0 ? [new OrderAnnex("บัญชีรายชื่อผู้พ้นจากการมอบหมาย", revoked)] : Array.Empty<OrderAnnex>(),
            ]);
    }

    /// <summary>The same order with one province's rows only, under their own numbers.</summary>
    /// <param name="offices">The codes of the province's offices.</param>
    public OrderDraft ExcerptFor(string province, IReadOnlySet<string> offices) => this with
    {
        Annexes =
        [
            .. Annexes.Select(annex => new OrderAnnex($"{annex.Title} (คัดเฉพาะ{province})",
                [.. annex.Rows.Where(row => offices.Contains(row.OfficeCode))])).Where(annex => annex.Rows.Count > 0),
        ],
    };

    static IEnumerable<string> Body(AppointmentOrder order, AppointmentOrder? amended, int appointed, int revoked)
    {
        yield return "ตามหนังสือกรมการปกครอง ที่ มท ๐๓๐๓/ว ๑๔๔๑ ลงวันที่ ๑๐ มิถุนายน ๒๕๖๕ "
            + "ให้ที่ทำการปกครองจังหวัดและที่ทำการปกครองอำเภอทุกแห่ง"
            + "ใช้ระบบ Bill Payment และการออกใบเสร็จรับเงินของกรมการปกครองเพียงระบบเดียว "
            + (order.LiveOn is { } live ? $"ตั้งแต่วันที่ {ThaiDate.LetterForm(live)} เป็นต้นไป นั้น" : "นั้น");
        if (order.Kind == AppointmentOrder.Amending && amended is { Number: { } number, OrderDate: { } date })
            yield return $"อนุสนธิคำสั่งกรมการปกครอง ที่ {Thai(number)} ลงวันที่ {ThaiDate.LetterForm(date)} "
                + $"เพื่อให้การปฏิบัติงานเป็นปัจจุบัน "
                + "จึงแก้ไขเพิ่มเติมบัญชีรายชื่อท้ายคำสั่งดังกล่าว";
        if (appointed > 0)
            yield return $"ให้ผู้มีรายชื่อตามบัญชีแนบท้าย จำนวน {ThaiDigits.ToThai(appointed)} ราย "
                + $"เป็นผู้ปฏิบัติงานในระบบ และให้ลงทะเบียนตามกำหนด";
        if (revoked > 0)
            yield return $"ให้ผู้มีรายชื่อตามบัญชีแนบท้าย จำนวน {ThaiDigits.ToThai(revoked)} ราย พ้นจากการปฏิบัติงานในระบบ";
        yield return "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป";
    }

    // พ.ศ. stands before the year of an order.
    static string OrderDay(DateOnly date) => ThaiDigits.ToThai(
        $"{date.Day} {ThaiMonths.Full[date.Month - 1]} พ.ศ. {date.Year + ThaiDate.BuddhistOffset}");

    static string[] Title(AppointmentOrder order) => order.SignerCapacity is null or Capacity.Own
        ? [order.SignerPosition ?? "อธิบดีกรมการปกครอง"]
        : [$"{order.SignerPosition} {Capacity.Thai(order.SignerCapacity)}", "อธิบดีกรมการปกครอง"];

    static string Thai(string text) => ThaiDigits.ToThai(text);
}

/// <summary>A list behind an order; its rows keep their numbers.</summary>
public sealed record OrderAnnex(string Title, IReadOnlyList<AppointmentRow> Rows);
