using Microsoft.Playwright;
using WorkflowHost.Activities.Tasks;

namespace WorkflowHost.Tests.Browser;

/// <summary>A page as somebody sees it in the <see cref="BusyProvince"/>.</summary>
/// <param name="Name">Ends the test's name.</param>
/// <param name="Account">Who looks; null before anybody signed in.</param>
/// <param name="Then">What is typed or opened on it before it is looked at. It changes nothing in the store.</param>
public sealed record Scene(string Name, string? Account, Func<BusyProvince, Task<string>> Address, Func<IPage, Task>? Then = null)
{
    /// <summary>Every page there is, in every state that looks different. A new page gets a line here; a test insists.</summary>
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("the_sign_in_page", null, At("/sign-in")),
        new("the_sign_in_page_after_a_wrong_password", null, At("/sign-in"), SignInWronglyAsync),
        new("privacy", null, At("/about/privacy")),
        new("a_link_before_signing_in", null, province => province.LinkAsync("director")),
        new("an_unknown_link", null, At("/a/unknown")),
        new("an_unknown_address", null, At("/nowhere")),
        new("home_of_an_officer", "officer2", At("/")),
        new("home_of_a_clerk", "city-clerk", At("/")),
        new("home_of_the_coordinator", "coordinator", At("/")),
        new("signing_out", "officer2", At("/sign-out")),
        new("a_page_that_is_forbidden", "officer2", At("/operations")),
        new("the_open_card_of_who_is_signed_in", "city-clerk", At("/about/privacy"), page => page.ClickAsync(".who > summary")),

        new("a_forgotten_password", null, At("/forgotten")),
        new("a_used_start_link", null, At("/claim/unknown")),
        new("ones_own_password", "officer2", At("/account")),
        new("ones_own_password_with_errors", "officer2", At("/account"), SubmitAsync),
        new("ones_own_second_address", "officer2", At("/account/contact")),
        new("ones_own_second_address_perhaps_mistyped", "officer2", At("/account/contact"), MistypeAsync),
        new("a_used_address_link", "officer2", At("/account/address/unknown")),
        new("how_to_reach_an_organisation", "operator", At("/organisations/3990102")),
        new("how_to_reach_ones_organisation", "city-clerk", At("/organisations/3990102")),
        new("the_accounts", "operator", At("/people/accounts?q=city")),
        new("opening_an_account", "operator", At("/people/accounts/new")),
        new("opening_an_account_with_errors", "operator", At("/people/accounts/new"), SubmitAsync),
        new("a_person_and_the_account", "operator", At("/people/accounts/city-clerk"), OpenDetailsAsync),

        new("the_list_of_requests", "city-clerk", At("/requests")),
        new("the_list_of_requests_of_the_country", "reviewer", At("/requests")),
        new("an_empty_list_of_requests", "reviewer", At("/requests?q=zzz")),
        new("the_form_of_a_request", "city-clerk", At("/requests/new")),
        new("the_form_of_a_request_with_errors", "city-clerk", At("/requests/new"), SubmitAsync),
        new("the_form_of_a_request_with_all_seats_asked_for", "officer2", At("/requests/new")),
        new("the_form_of_a_request_with_all_seats_taken", "full-officer3", At("/requests/new")),
        new("the_form_of_a_request_that_is_not_covered", "tao-officer", At("/requests/new")),
        new("the_form_of_an_account", "town-officer", At("/requests/new?circular=B")),
        new("the_form_of_an_account_with_errors", "town-officer", At("/requests/new?circular=B"), SubmitAsync),
        new("a_request_for_an_account", "town-officer", Request("account")),
        new("a_request_to_be_confirmed", "tao-officer", Request("check")),
        new("approving_an_account", "town-admin", Task(WorkTask.ApproveAccount, "account"), OpenDetailsAsync),
        new("approving_nothing", "town-admin", Task(WorkTask.ApproveAccount, "account"), ApproveNothingAsync),
        new("confirming_that_it_works", "tao-officer", Task(WorkTask.ConfirmWorks, "check"), OpenDetailsAsync),
        new("when_it_is_closed", "town-officer", At("/circulars/B/windows")),
        new("changing_when_it_is_closed", "operator", At("/circulars/B/windows?edit=B:B-06")),
        new("adding_a_window_with_errors", "operator", At("/circulars/C/windows?add=true"), SubmitAsync),
        new("the_form_of_an_officer", "city-clerk", At("/people/new")),
        new("the_form_of_an_officer_with_errors", "city-clerk", At("/people/new"), EnrolWronglyAsync),
        new("a_request_waiting_for_identity", "city-clerk", Request("identity")),
        new("a_request_waiting_for_its_letter", "city-clerk", Request("letter")),
        new("a_request_being_checked", "city-clerk", Request("review")),
        new("a_request_being_checked_seen_by_the_reviewer", "reviewer", Request("review")),
        new("a_request_sent_back", "officer2", Request("sent-back")),
        new("a_request_with_the_director", "officer", Request("decide")),
        new("a_request_granted", "city-clerk", Request("granted")),
        new("a_request_rejected", "city-clerk", Request("rejected")),
        new("a_request_withdrawn", "city-clerk", Request("withdrawn")),
        new("a_request_that_replaces", "city-clerk", Request("revoke")),
        new("a_request_that_met_a_fault", "city-clerk", Request("faulted")),
        new("a_request_whose_officer_left", "city-clerk", Request("officer-left")),
        new("withdrawing_without_a_reason", "city-clerk", Request("identity"), WithdrawWronglyAsync),
        new("the_letter_to_print", "city-clerk", Request("letter", "/letter")),
        new("the_upload", "city-clerk", Request("letter", "/upload")),
        new("the_upload_with_errors", "city-clerk", Request("letter", "/upload"), SubmitAsync),
        new("the_upload_after_points", "officer2", Request("sent-back", "/upload")),
        new("the_upload_when_none_is_asked_for", "city-clerk", Request("granted", "/upload")),

        new("the_tasks_of_a_clerk", "city-clerk", At("/tasks")),
        new("the_tasks_of_the_reviewers", "reviewer", At("/tasks")),
        new("no_tasks", "auditor", At("/tasks")),
        new("vouching_for_an_officer", "city-clerk", Task(WorkTask.ProveIdentity, "identity")),
        new("proving_ones_own_identity", "pao-officer", Task(WorkTask.ProveIdentity, "own-identity")),
        new("the_stand_in_for_thaid", "pao-officer", Task(WorkTask.ProveIdentity, "own-identity", "/thaid")),
        new("the_task_of_a_letter", "city-clerk", Task(WorkTask.Letter, "letter")),
        new("the_task_of_points", "officer2", Task(WorkTask.Letter, "sent-back")),
        new("the_check", "reviewer", Task(WorkTask.Review, "review")),
        new("the_check_with_everything_open", "reviewer", Task(WorkTask.Review, "review"), OpenDetailsAsync),
        new("the_check_sent_back_without_points", "reviewer", Task(WorkTask.Review, "review"), SendBackWronglyAsync),
        new("the_decision", "director", Task(WorkTask.Decide, "decide")),
        new("the_decision_with_everything_open", "director", Task(WorkTask.Decide, "decide"), OpenDetailsAsync),
        new("the_one_time_code", "director", Task(WorkTask.Decide, "decide"), ApproveAsync),
        new("a_wrong_one_time_code", "director", Task(WorkTask.Decide, "decide"), ApproveWithAWrongCodeAsync),
        new("a_task_of_somebody_else", "auditor", Task(WorkTask.Decide, "decide")),
        new("a_task_that_was_answered", "director", province => province.ClosedTaskAsync()),
        new("revoking_the_old_right_first", "city-clerk", Task(WorkTask.RevokeFirst)),
        new("a_yearly_review", "city-clerk", Task(WorkTask.YearlyReview, null), OpenDetailsAsync),
        new("choosing_another_officer", "city-mayor", Task(WorkTask.ChangeOfficer)),
        new("restoring_a_suspended_right", "full-clerk", Task(WorkTask.Restore)),

        new("the_sub_units_of_a_city", "city-officer", At("/sub-units/of/3990102")),
        new("the_sub_units_checked_by_the_province", "coordinator", At("/sub-units/of/3990102"), OpenDetailsAsync),
        new("the_sub_units_of_the_province", "coordinator", At("/sub-units")),
        new("a_sub_unit_with_its_history", "city-officer", At("/sub-units/of/3990102/unit/demo-unit-0105"), OpenDetailsAsync),
        new("asking_for_a_late_sub_unit", "city-officer", At("/sub-units/of/3990102/unit")),
        new("the_import_of_sub_units", "city-officer", At("/sub-units/of/3990102/import/units")),
        new("the_import_of_assets", "city-officer", At("/sub-units/of/3990102/import/assets")),
        new("the_desk_of_the_department", "dla-reviewer", At("/late-changes")),
        new("the_unclaimed_sites", "city-mayor", At("/sites")),
        new("a_site", "city-mayor", province => province.SiteAsync(), OpenDetailsAsync),
        new("a_claim_link_that_is_over", null, At("/site/unknown")),
        new("leaving_a_message", "town-officer", At("/support/B")),
        new("leaving_a_message_too_short", "town-officer", At("/support/B"), SubmitAsync),
        new("exceptions_of_an_organisation", "town-officer", At("/circulars/B/exceptions")),
        new("exceptions_with_an_error", "town-officer", At("/circulars/B/exceptions"), SubmitAsync),
        new("exceptions_before_the_agency", "dla-reviewer", At("/circulars/B/exceptions")),
        new("the_windows_of_a_circular", "dla-reviewer", At("/circulars/C/windows")),
        new("citizen_ids", "id-reader", At("/people/citizen-ids")),
        new("asking_to_see_a_citizen_id", "id-reader", At("/people/citizen-ids?id=town-officer")),
        new("a_citizen_id_asked_for_without_a_reason", "id-reader", At("/people/citizen-ids?id=town-officer"), Press("main form.panel button")),

        new("the_rights_of_an_organisation", "city-clerk", At("/rights")),
        new("the_rights_of_the_country", "coordinator", At("/rights")),
        new("the_rights_in_e_plan", "coordinator", At("/rights?system=e-Plan")),
        new("the_rights_of_one_organisation_from_outside", "coordinator", At("/rights/of/5990102")),
        new("a_right", "city-clerk", province => province.RightAsync("granted"), OpenDetailsAsync),
        new("a_right_suspended", "full-clerk", province => province.SuspendedRightAsync()),
        new("the_rollout_of_the_country", "finance", At("/rollout")),
        new("the_roster_of_a_province", "coordinator", At("/rollout/9900"), OpenDetailsAsync),
        new("the_roster_of_a_district", "district", At("/rollout/D9901")),
        new("the_roster_with_an_error", "coordinator", At("/rollout/9900"), Press("form[action*=Add] button")),
        new("the_import_of_a_roster", "coordinator", At("/rollout/9900/import")),
        new("the_import_of_a_roster_with_an_error", "coordinator", At("/rollout/9900/import"), Press("form[enctype] button")),
        new("the_appointment_orders", "finance", At("/rollout/orders")),
        new("an_appointment_order", "finance", province => Done(province.Order)),
        new("an_appointment_order_on_paper", "finance", province => Done(province.Order + "/print")),
        new("the_identities_to_check", "coordinator", At("/rollout/identity")),
        new("an_excerpt_of_the_order", "coordinator", province => Done(province.SignedOrder + "/print?province=9900")),
        new("the_registration", "district", At("/rollout/register")),
        new("the_registration_with_an_error", "district", At("/rollout/register"), SubmitAsync),
        new("the_trial", "coordinator", At("/rollout/9900/trial")),
        new("the_purge", "finance", At("/rollout/purge")),
        new("the_duties_of_a_province", "coordinator", At("/duties")),
        new("the_duties_of_a_municipality", "city-clerk", At("/duties/3990102")),
        new("the_analysts", "coordinator", At("/duties/9900/analysts")),
        new("the_analysts_with_an_error", "coordinator", At("/duties/9900/analysts"), SubmitAsync),
        new("the_task_of_a_roster", "coordinator", Task(WorkTask.CollectRoster)),
        new("the_task_of_an_organisation", "coordinator", Task(WorkTask.AskOrganisation)),
        new("the_task_of_duties", "city-clerk", Task(WorkTask.AssignDuties)),
        new("the_circulars", "city-clerk", At("/circulars")),
        .. ((string[])["A", "B", "C", "D", "E"]).Select(id => new Scene($"circular_{id}", "city-clerk", At($"/circulars/{id}"))),

        new("registering_a_circular", "dla-reviewer", At("/circulars/new")),
        new("registering_a_circular_with_errors", "dla-reviewer", At("/circulars/new"), SubmitAsync),
        new("sending_a_circular", "dla-reviewer", At("/circulars/C/send")),
        new("amending_a_circular", "dla-reviewer", At("/circulars/C/amend"), OpenDetailsAsync),
        new("amending_a_circular_with_errors", "dla-reviewer", At("/circulars/C/amend"), SubmitAsync),
        new("the_effect_of_an_amendment", "dla-reviewer", At("/circulars/C/amendments/busy-planned")),
        new("an_amendment_that_was_applied", "dla-reviewer", At("/circulars/C/amendments/busy-applied")),
        new("withdrawing_a_circular", "dla-reviewer", At("/circulars/D/withdraw")),
        new("withdrawing_a_circular_with_errors", "dla-reviewer", At("/circulars/D/withdraw"), Press("main form.panel button.danger")),
        new("circulars_received", "coordinator", At("/cascade")),
        new("no_circular_received", "pao-clerk", At("/cascade")),
        new("the_start_of_a_sending", "dla-reviewer", province => Done($"/cascade/{province.Sending}"), OpenDetailsAsync),
        new("reached_too_late", "coordinator", province => Done($"/cascade/{province.Sending}/late")),
        new("asking_for_a_later_deadline", "coordinator", province => Done($"/cascade/{province.Sending}/late/letter?office=9900")),
        new("registering_a_receipt", "district", province => Done($"/cascade/{province.Sending}/letter/D9901")),
        new("passing_a_circular_on", "coordinator", province => Done($"/cascade/{province.Sending}/letter/9900")),
        new("passing_a_circular_on_with_errors", "coordinator", province => Done($"/cascade/{province.Sending}/letter/9900"), SubmitAsync),
        new("the_cockpit", "coordinator", province => Done($"/cascade/{province.Sending}/at/9900")),
        new("the_cockpit_with_errors", "coordinator", province => Done($"/cascade/{province.Sending}/at/9900"), SubmitAsync),
        new("the_cockpit_of_requests", "coordinator", province => Done($"/cascade/{province.SendingOfRequests}/at/9900")),
        new("a_unit_that_files_requests", "coordinator", province => Done($"/cascade/{province.SendingOfRequests}/unit/3990102")),
        new("the_call_list", "coordinator", province => Done($"/cascade/{province.Sending}/at/9900/calls")),
        new("the_report_of_a_province", "coordinator", province => Done($"/cascade/{province.Sending}/at/9900/report")),
        new("a_unit_of_a_sending", "coordinator", province => Done($"/cascade/{province.Sending}/unit/3990102")),

        new("the_yearly_reviews", "operator", At("/reviews")),
        new("planning_a_yearly_review", "operator", At("/reviews/plan")),
        new("a_yearly_review_as_it_would_be", "operator", At("/reviews/plan?First=1/10/2570&Last=30/9/2571&Percent=5")),
        new("planning_a_yearly_review_with_an_error", "operator", At("/reviews/plan?First=x&Last=30/9/2571&Percent=5")),
        new("a_yearly_review_of_all", "operator", province => Done(province.Review)),
        new("a_yearly_review_of_all_with_an_error", "operator", province => Done(province.Review), Press("main form.panel button")),
        new("who_is_asked_when", "auditor", province => Done(province.Review + "/asked")),
        new("the_brake_of_a_yearly_review", "operator", province => Done(province.Review + "/brakes"), OpenDetailsAsync),
        new("the_exceptions_of_a_yearly_review", "operator", province => Done(province.Review + "/exceptions"), OpenDetailsAsync),
        new("the_evidence_of_a_yearly_review", "auditor", province => Done(province.Review + "/evidence")),
        new("ones_own_answers", "city-clerk", At("/reviews/answers")),

        new("operations", "operator", At("/operations"), OpenDetailsAsync),
        new("operations_seen_by_the_auditor", "auditor", At("/operations")),
        new("the_holidays", "operator", At("/operations/holidays")),
        new("the_holidays_with_an_error", "operator", At("/operations/holidays"), SubmitAsync),
        new("what_a_new_holiday_would_move", "operator", At("/operations/holidays"), LookAtAHolidayAsync),
        new("the_days_of_single_offices", "operator", At("/operations/offices")),
        new("the_days_of_single_offices_with_errors", "operator", At("/operations/offices"), SubmitAsync),
        new("the_call_list", "operator", At("/operations/calls")),
        new("who_acts_for_me", "director", At("/people/deputies")),
        new("who_acts_for_me_with_errors", "director", At("/people/deputies"), SubmitAsync),
        new("deciding_several_cases", "reviewer", At("/tasks/batch")),
        new("deciding_several_cases_with_an_error", "reviewer", At("/tasks/batch"), Press("#batch button.primary")),
        new("the_code_for_several_cases", "director", province => province.BatchAsync()),
        new("deciding_no_cases", "auditor", At("/tasks/batch")),
        new("the_outages", "operator", At("/operations/outages")),
        new("the_outages_with_errors", "operator", At("/operations/outages"), SubmitAsync),
        new("the_deadlines_of_the_country", "operator", At("/operations/deadlines?when=later")),
        new("the_deadlines_that_are_late", "auditor", At("/operations/deadlines")),
        new("pausing_a_circular", "operator", At("/operations/pauses")),
        new("pausing_a_circular_with_errors", "operator", At("/operations/pauses"), SubmitAsync),
        new("what_moves_when_a_circular_goes_on", "operator", At("/operations/pauses"), Press("td button.secondary")),
        new("a_circular_that_is_paused", "officer2", At("/circulars/D")),
        new("rehearsing_a_day_with_an_error", "operator", At("/operations/rehearsal"), SubmitAsync),
        new("a_day_rehearsed", "operator", At("/operations/rehearsal"), RehearseAsync),
        new("a_deadline", "operator", province => province.DeadlineAsync()),
        new("an_instance", "operator", province => province.InstanceAsync("granted")),
        new("an_instance_with_a_fault", "operator", province => province.InstanceAsync("faulted"), OpenDetailsAsync),
        new("the_designers_list", "designer", At("/designer")),
        new("the_rule_sheet", "designer", At("/designer/bbl-access")),
        new("the_rule_sheet_with_everything_open", "designer", At("/designer/bbl-review"), OpenDetailsAsync),
        new("the_rule_sheet_with_an_error", "designer", At("/designer/bbl-access"), SaveWronglyAsync),
        new("an_older_rule_sheet", "designer", At("/designer/bbl-access?version=1")),
        new("the_history_of_a_definition", "designer", At("/designer/bbl-access/versions")),
        new("a_version_of_a_definition", "designer", At("/designer/bbl-access/versions/1")),
        new("two_versions_compared", "designer", At("/designer/bbl-access/compare?from=1&to=2")),
        new("moving_cases_to_another_version", "designer", At("/designer/bbl-access/migrate?from=1&to=2"), OpenDetailsAsync),
        new("a_plan_to_move_cases", "operator", province => Done(province.MigrationPlan), OpenDetailsAsync),
        new("the_simulation_to_be_started", "designer", At("/designer/simulate?definition=bbl-access&version=2"), OpenDetailsAsync),
        new("a_simulation", "designer", province => Done(province.Simulation), OpenDetailsAsync),
        new("a_new_definition_with_errors", "designer", At("/designer/new"), SubmitAsync),
        new("the_import_with_an_error", "designer", At("/designer/import"), SubmitAsync),
        new("retracting_a_definition", "designer", At("/designer/bbl-access/retract")),
        new("the_mailbox", "operator", At("/mailbox")),
        new("a_message", "operator", province => Done(province.Message)),
    ];

    public override string ToString() => Name;

    static Func<BusyProvince, Task<string>> At(string path) => _ => Done(path);

    static Func<BusyProvince, Task<string>> Request(string stage, string part = "") =>
        province => Done(province.Request(stage) + part);

    static Func<BusyProvince, Task<string>> Task(string kind, string? stage = null, string part = "") =>
        async province => await province.TaskAsync(kind, stage) + part;

    static Task<string> Done(string address) => System.Threading.Tasks.Task.FromResult(address);

    static async Task SignInWronglyAsync(IPage page)
    {
        await page.FillAsync("[name=UserName]", "nobody");
        await page.FillAsync("[name=Password]", "wrong");
        await FollowAsync(page, "main form.panel button.primary");
    }

    // The browser's own "please fill in" is switched off, as it is for who sends the form some other way.
    static Func<IPage, Task> Press(string button) => async page =>
    {
        await page.EvaluateAsync("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
        await FollowAsync(page, button);
    };

    static async Task ApproveNothingAsync(IPage page)
    {
        foreach (var box in await page.QuerySelectorAllAsync("[name=Grants]"))
            await box.UncheckAsync();
        await FollowAsync(page, "button[name=Answer][value=Approve]");
    }

    static async Task SubmitAsync(IPage page)
    {
        await page.EvaluateAsync("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
        await FollowAsync(page, "main form[method=post] button.primary");
    }

    static async Task RehearseAsync(IPage page)
    {
        await page.FillAsync("[name=Day]", "2026-12-31");
        await SubmitAsync(page);
        await OpenDetailsAsync(page);
    }

    static async Task LookAtAHolidayAsync(IPage page)
    {
        await page.FillAsync("[name=Day]", "6/3/2569");
        await page.FillAsync("[name=NameTh]", "วันหยุดพิเศษ");
        await SubmitAsync(page);
    }

    static async Task EnrolWronglyAsync(IPage page)
    {
        await page.FillAsync("[name=TitleTh]", "Mister");
        await SubmitAsync(page);
    }

    static async Task MistypeAsync(IPage page)
    {
        await page.FillAsync("[name=Email]", "me@dl.go.th");
        await SubmitAsync(page);
    }

    static async Task SaveWronglyAsync(IPage page)
    {
        await OpenDetailsAsync(page);
        await page.FillAsync("[name='f:root:decide:dueWorkingDays']", "ห้า");
        await FollowAsync(page, ".sheet-save button");
    }

    static async Task WithdrawWronglyAsync(IPage page)
    {
        await OpenDetailsAsync(page);
        await page.EvaluateAsync("document.querySelectorAll('form').forEach(form => form.noValidate = true)");
        await FollowAsync(page, "main form[action*=Withdraw] button");
    }

    static async Task SendBackWronglyAsync(IPage page)
    {
        await OpenDetailsAsync(page);
        await FollowAsync(page, "button[name=Answer][value=SendBack]");
    }

    static Task ApproveAsync(IPage page) => FollowAsync(page, "button[name=Answer][value=Approve]");

    static async Task ApproveWithAWrongCodeAsync(IPage page)
    {
        await ApproveAsync(page);
        await page.FillAsync("[name=Code]", "000000");
        await FollowAsync(page, "main form.panel button.primary");
    }

    static async Task OpenDetailsAsync(IPage page) =>
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(part => part.open = true)");

    static Task FollowAsync(IPage page, string selector) => page.FollowAsync(() => page.ClickAsync(selector));
}
