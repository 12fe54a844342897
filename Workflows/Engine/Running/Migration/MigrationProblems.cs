using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Engine.Running.Migration;

/// <summary>The sentences about what can't be moved.</summary>
static class MigrationProblems
{
    public const string StepGone = "step-gone";
    public const string OtherType = "step-of-other-type";
    public const string ArrowGone = "arrow-gone";
    public const string Left = "left-behind";

    public static MigrationProblem Gone(ActivityNode old, int version) => new(StepGone, old.NodeId,
        $"ขั้นตอน “{old.Title}” ({old.NodeId}) ที่มีเรื่องค้างอยู่ ไม่มีในฉบับที่ {version} " +
        "เลือกขั้นตอนชนิดเดียวกันที่จะย้ายไป หรือให้อยู่ฉบับเดิม",
        $"Instances stand at '{old.Title}' ({old.NodeId}), which version {version} doesn't have. " +
        "Choose a step of the same type for them, or let them stay.");

    public static MigrationProblem OfOtherType(ActivityNode old, ActivityNode target) => new(OtherType, old.NodeId,
        $"ขั้นตอน “{old.Title}” เป็นชนิด {old.Type} แต่ “{target.Title}” เป็นชนิด {target.Type} " +
        "เลือกขั้นตอนชนิดเดียวกัน หรือให้อยู่ฉบับเดิม",
        $"'{old.Title}' is a {old.Type}, but '{target.Title}' is a {target.Type}. " +
        "Choose a step of the same type, or let them stay.");

    public static MigrationProblem NoSuchArrow(string arrow, int version) => new(ArrowGone, arrow,
        $"มีเรื่องที่เดินผ่านเส้น “{arrow}” แล้วและกำลังรอสาขาอื่น แต่ฉบับที่ {version} ไม่มีเส้นนี้ " +
        "เลือกเส้นที่จะใช้แทน หรือให้อยู่ฉบับเดิม",
        $"Instances have followed '{arrow}' and wait for other branches, but version {version} doesn't have that arrow. " +
        "Choose the arrow that stands for it, or let them stay.");

    public static MigrationProblem LeftBehind(string place) => new(Left, place,
        $"แผนกำหนดให้เรื่องที่อยู่ที่ “{place}” อยู่ฉบับเดิม",
        $"The plan says that instances at '{place}' stay with the old version.");

    public static MigrationProblem OtherSetting(ActivityNode old, ActivityNode target, string input) =>
        new("other-setting", old.NodeId,
        $"งานที่ “{old.Title}” เปิดไว้แล้วด้วยค่า “{input}” ซึ่งขั้นตอน “{target.Title}” ตั้งไว้เป็นอย่างอื่น " +
        "ให้ตอบงานนี้ก่อน แล้วจึงย้าย",
        $"What waits at '{old.Title}' was opened with a '{input}' that is another at '{target.Title}'. " +
        "Answer it first, then move.");

    public static MigrationProblem TwoToOne(string place) => new("two-at-one-step", place,
        $"สองขั้นตอนที่ค้างอยู่พร้อมกันจะไปอยู่ที่เดียวกัน ({place}) ให้ตอบขั้นตอนหนึ่งก่อน หรือเลือกคนละขั้นตอน",
        $"Two steps that are under way at the same time would stand at one ({place}). Answer one first, or choose another step.");

    public static MigrationProblem OneAtATime(ActivityNode container) => new("one-at-a-time", container.NodeId,
        $"“{container.Title}” ในฉบับใหม่ทำทีละขั้นตอน แต่เรื่องนี้มีหลายขั้นตอนค้างอยู่ ให้ตอบจนเหลือขั้นตอนเดียวก่อน",
        $"'{container.Title}' does one step at a time in the new version, but several are under way. Answer all but one first.");

    public static MigrationProblem ContainerClosed(ActivityNode container) => new("container-closed", container.NodeId,
        $"ใน “{container.Title}” มีสาขาที่รอรวมกันอยู่ แต่ไม่มีขั้นตอนใดไปอยู่ในนั้นในฉบับใหม่ ให้ตอบจนรวมกันก่อน",
        $"Branches wait to be brought together in '{container.Title}', but nothing would be under way in it. " +
        "Let them come together first.");

    public static MigrationProblem MergeDue(ActivityNode container) => new("merge-due", container.NodeId,
        $"ใน “{container.Title}” ของฉบับใหม่ สาขาที่รอรวมกันไม่มีอะไรให้รออีก จึงจะเดินต่อทันที " +
        "ให้ตอบสาขาที่เหลือก่อน แล้วจึงย้าย",
        $"In '{container.Title}' of the new version the branches that wait have nothing left to wait for " +
        "and would go on at once. Answer the other branches first, then move.");

    public static MigrationProblem OfVariable(Variable old, Variable target) => new("variable", old.Name,
        $"ค่าของตัวแปร “{old.Name}” อ่านเป็นชนิด {target.TypeName} ของฉบับใหม่ไม่ได้",
        $"The value of the variable '{old.Name}' can't be read as the new version's {target.TypeName}.");

    public static MigrationProblem NotInDefinition(string nodeId, int version) => new("not-in-definition", nodeId,
        $"เรื่องนี้ค้างอยู่ที่ {nodeId} ซึ่งไม่มีในฉบับที่ {version} ที่เดินอยู่ ติดต่อผู้ดูแลระบบ",
        $"It stands at {nodeId}, which its own version {version} doesn't have. Ask an operator.");
}
