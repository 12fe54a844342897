using WorkflowHost.Engine;
using WorkflowHost.Engine.Definitions;

namespace WorkflowHost.Web.Designer.Definitions;

/// <summary>What Studio offers and this host refuses, with the way out.</summary>
static class StudioRefusals
{
    public static RefusedException OncePublished(DefinitionVersion version) => new("once-published",
        $"\"{version.Name}\" เคยประกาศใช้แล้ว จึงลบไม่ได้ เพราะเรื่องที่เดินอยู่อ้างฉบับนั้น " +
        "หากไม่ต้องการรับเรื่องใหม่ ให้เลิกใช้ (Unpublish)",
        $"'{version.Name}' was published once and can't be deleted, because instances run on it. " +
        "To take no new ones, unpublish it.");

    public static RefusedException OthersDraft(DefinitionVersion draft) => new("draft-in-the-way",
        $"มีร่างฉบับที่ {draft.Version} ของ \"{draft.Name}\" ที่ผู้อื่นกำลังแก้ไขอยู่ จึงนำเข้าทับไม่ได้ " +
        "ให้ประกาศใช้หรือลบร่างนั้นก่อน",
        $"Somebody else is changing version {draft.Version} of '{draft.Name}', a draft. Publish or delete it first.");

    public static RefusedException PublishByTwo(DefinitionVersion draft)
    {
        var page = $"/designer/{draft.DefinitionId}/versions/{draft.Version}";
        return new("publish-by-two",
            $"ร่างฉบับที่ {draft.Version} บันทึกไว้แล้ว แต่การประกาศใช้ต้องมีผู้ออกแบบสองคน " +
            $"ส่งขออนุมัติประกาศใช้ได้ที่หน้า {page}",
            $"Version {draft.Version} is saved as a draft. Two designers publish: ask for its publication on the page {page}.");
    }
}
