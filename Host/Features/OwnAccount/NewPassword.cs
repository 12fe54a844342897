using Microsoft.AspNetCore.Mvc.ModelBinding;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.OwnAccount;

/// <summary>A new password is typed twice, in the fields New and Again.</summary>
static class NewPassword
{
    public static void Check(ModelStateDictionary state, Texts texts, string? password, string? again)
    {
        if (string.IsNullOrEmpty(password))
            state.AddModelError("New", texts["ใส่รหัสผ่านใหม่", "Enter the new password"]);
        else if (password != again)
            state.AddModelError("Again", texts["สองครั้งไม่ตรงกัน พิมพ์ใหม่", "The two are not the same; type it again"]);
    }
}
