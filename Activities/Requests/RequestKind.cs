namespace WorkflowHost.Activities.Requests;

/// <summary>What is asked for.</summary>
public static class RequestKind
{
    /// <summary>The same officer goes on .</summary>
    public const string Confirm = "confirm";

    /// <summary>An officer for an empty seat (A-08, or a first request).</summary>
    public const string New = "new";

    /// <summary>Another officer for a seat that is held; the old right is revoked first .</summary>
    public const string Replace = "replace";

    /// <summary>No account yet: the account of the single sign-on, and the system with it (B-02).</summary>
    public const string Account = "account";

    /// <summary>Has an account: the system is added to it (B-03).</summary>
    public const string AddSystem = "add-system";

    public static IReadOnlyList<string> All { get; } = [Confirm, New, Replace, Account, AddSystem];

    public static string Thai(string kind) => kind switch
    {
        Confirm => "ยืนยันเจ้าหน้าที่คนเดิม",
        New => "ขอสิทธิให้เจ้าหน้าที่ใหม่",
        Replace => "เปลี่ยนตัวเจ้าหน้าที่",
        Account => "ขอบัญชี SSO และสิทธิเข้าระบบ",
        AddSystem => "มีบัญชี SSO แล้ว ขอเพิ่มระบบ",
        _ => kind,
    };

    public static string English(string kind) => kind switch
    {
        Confirm => "same officer goes on",
        New => "right for a new officer",
        Replace => "replace an officer",
        Account => "SSO account, and the system with it",
        AddSystem => "has an SSO account, adds the system",
        _ => kind,
    };
}

/// <summary>Where a request stands.</summary>
public static class RequestStage
{
    public const string WaitingRevoke = "waiting-revoke";
    public const string WaitingProof = "waiting-proof";
    public const string WaitingLetter = "waiting-letter";
    public const string InReview = "in-review";
    public const string SentBack = "sent-back";
    public const string WithDirector = "with-director";

    /// <summary>Decided, and held until the system opens (B-06, T13).</summary>
    public const string WaitingOpening = "waiting-opening";

    /// <summary>With the Admin SSO of its own organisation (B-04).</summary>
    public const string WithAdmin = "with-admin";

    /// <summary>With the provincial office, because the organisation has no other Admin SSO (B-04, T12).</summary>
    public const string WithProvince = "with-province";

    /// <summary>Granted; the officer is to try it and say that it works (B-05).</summary>
    public const string WaitingCheck = "waiting-check";

    /// <summary>Its officer has left; the executive says how it goes on (T33).</summary>
    public const string OfficerLeft = "officer-left";

    public const string Granted = "granted";
    public const string Confirmed = "confirmed";
    public const string Rejected = "rejected";
    public const string Withdrawn = "withdrawn";
    public const string Kept = "kept";

    /// <summary>The right that was to be confirmed ended meanwhile.</summary>
    public const string RightEnded = "right-ended";

    /// <summary>The circular was withdrawn (T88).</summary>
    public const string Void = "void";

    /// <summary>Its officer has left, and nobody goes on with it.</summary>
    public const string Left = "left";

    public static bool IsOpen(string stage) => stage is
        WaitingRevoke or WaitingProof or WaitingLetter or InReview or SentBack or WithDirector
        or WithAdmin or WithProvince or WaitingOpening or WaitingCheck or OfficerLeft or "filed";

    public static string Thai(string stage) => stage switch
    {
        WaitingRevoke => "รอยกเลิกสิทธิคนเดิม",
        WaitingProof => "รอยืนยันตัวตน",
        WaitingLetter => "รอหนังสือที่ลงนาม",
        InReview => "เจ้าหน้าที่กำลังตรวจ",
        SentBack => "ส่งกลับให้แก้ไข",
        WithDirector => "รอผู้อำนวยการพิจารณา",
        WithAdmin => "รอ Admin SSO ของหน่วยงานอนุมัติ",
        WithProvince => "รอจังหวัดอนุมัติ",
        WaitingOpening => "อนุมัติแล้ว รอระบบเปิด",
        WaitingCheck => "ให้สิทธิแล้ว รอเจ้าหน้าที่ยืนยันว่าใช้ได้",
        OfficerLeft => "พักไว้: เจ้าหน้าที่พ้นจากหน่วยงาน",
        Granted => "ได้รับสิทธิแล้ว",
        Confirmed => "ยืนยันแล้ว ใช้สิทธิต่อเนื่อง",
        Rejected => "ไม่อนุมัติ",
        Withdrawn => "ถอนคำขอแล้ว",
        Kept => "คงผู้ถือสิทธิเดิม",
        RightEnded => "สิทธิเดิมสิ้นสุดแล้ว",
        Void => "สิ้นสุดเพราะหนังสือเวียนถูกยกเลิก",
        Left => "สิ้นสุดเพราะเจ้าหน้าที่พ้นจากหน่วยงาน",
        _ => "ยื่นแล้ว",
    };

    public static string English(string stage) => stage switch
    {
        WaitingRevoke => "waiting for the old right to be revoked",
        WaitingProof => "waiting for proof of identity",
        WaitingLetter => "waiting for the signed letter",
        InReview => "being checked",
        SentBack => "sent back to be mended",
        WithDirector => "with the Director",
        WithAdmin => "with the organisation's Admin SSO",
        WithProvince => "with the provincial office",
        WaitingOpening => "approved, waiting for the system to open",
        WaitingCheck => "granted, the officer is to say that it works",
        OfficerLeft => "on hold, the officer has left",
        Granted => "granted",
        Confirmed => "confirmed, goes on without a break",
        Rejected => "rejected",
        Withdrawn => "withdrawn",
        Kept => "old holder kept",
        RightEnded => "the old right has ended",
        Void => "ended, the circular was withdrawn",
        Left => "ended, the officer has left",
        _ => "filed",
    };
}
