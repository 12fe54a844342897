using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.WebEncoders;
using Serilog;
using WorkflowHost.Activities;
using WorkflowHost.Activities.Amendments;
using WorkflowHost.Activities.Approvals;
using WorkflowHost.Activities.Calendar;
using WorkflowHost.Activities.Cascade;
using WorkflowHost.Activities.Closings;
using WorkflowHost.Activities.Data;
using WorkflowHost.Activities.Deadlines;
using WorkflowHost.Activities.Duties;
using WorkflowHost.Activities.Letters;
using WorkflowHost.Activities.Letters.Files;
using WorkflowHost.Activities.Mail;
using WorkflowHost.Activities.Pauses;
using WorkflowHost.Activities.People;
using WorkflowHost.Activities.Publishing;
using WorkflowHost.Activities.Requests;
using WorkflowHost.Activities.Reviews;
using WorkflowHost.Activities.Rights;
using WorkflowHost.Activities.Rollout;
using WorkflowHost.Activities.Simulation;
using WorkflowHost.Activities.Support;
using WorkflowHost.Activities.Tasks;
using WorkflowHost.Engine.Definitions;
using WorkflowHost.Engine.Persistence;
using WorkflowHost.Engine.Running;
using WorkflowHost.Engine.Running.Migration;
using WorkflowHost.Web.Designer;
using WorkflowHost.Web.Designer.Api;
using WorkflowHost.Web.Designer.Hosting;
using WorkflowHost.Web.Errors;
using WorkflowHost.Web.Features.Amendments;
using WorkflowHost.Web.Features.Cascade;
using WorkflowHost.Web.Features.Circulars;
using WorkflowHost.Web.Features.Designer;
using WorkflowHost.Web.Features.Instances;
using WorkflowHost.Web.Features.Mailbox;
using WorkflowHost.Web.Features.Operations;
using WorkflowHost.Web.Features.People;
using WorkflowHost.Web.Features.Requests;
using WorkflowHost.Web.Features.Reviews;
using WorkflowHost.Web.Features.Rights;
using WorkflowHost.Web.Features.Rollout;
using WorkflowHost.Web.Features.SubUnits;
using WorkflowHost.Web.Features.Tasks;
using WorkflowHost.Web.Languages;
using WorkflowHost.Web.Look;
using WorkflowHost.Web.Mail;
using WorkflowHost.Web.Operations;
using WorkflowHost.Web.Security;
using WorkflowHost.Web.Settings;
using WorkflowHost.Web.SignIn;
using WorkflowHost.Web.ThaId;

namespace WorkflowHost.Web;

/// <summary>What the program is made of, and in which order a request passes through it. No logic.</summary>
public static class Composition
{
    /// <param name="adjust">What a test puts in place of a part, such as its clock.</param>
    /// <exception cref="SettingsException">Some settings can't work; all of them are named.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? adjust = null)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var builder = Builder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders();
        var log = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).CreateLogger();
        builder.Logging.AddSerilog(log, dispose: true);
        var settings = HostSettings.Read(builder.Configuration, builder.Environment);
        AddEngine(builder.Services, settings, builder.Environment.IsDevelopment());
        AddWeb(builder.Services, settings, builder.Environment.IsDevelopment());
        Timetable.Add(builder.Services, settings.Timetable);
        adjust?.Invoke(builder.Services);
        var app = builder.Build();
        UseWeb(app, settings);
        return app;
    }

    /// <summary>The settings alone, for a command that must not open the store.</summary>
    /// <exception cref="SettingsException">Some can't work; all of them are named.</exception>
    public static HostSettings Settings(string[] args)
    {
        var builder = Builder(args);
        return HostSettings.Read(builder.Configuration, builder.Environment);
    }

    static WebApplicationBuilder Builder(string[] args) => WebApplication.CreateBuilder(new WebApplicationOptions
    {
        // Settings are read and checked once; watching their files would only cost each host a watcher.
        Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"],
        ApplicationName = typeof(Composition).Assembly.GetName().Name,
        ContentRootPath = AppContext.BaseDirectory,
    });

    static void AddEngine(IServiceCollection services, HostSettings settings, bool isDevelopment)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<Database>(_ => settings.Store.IsPostgres
            ? new PostgresDatabase(settings.Store.ConnectionString)
            : new SqliteDatabase(settings.Store.Path));
        services.AddSingleton<OfficeCalendar>();
        services.AddSingleton<CircularCatalogue>();
        services.AddSingleton(_ => MailTemplates.Load(Folders.MailTemplates));
        services.AddSingleton(parts => new Tools(
            parts.GetRequiredService<OfficeCalendar>(), parts.GetRequiredService<MailTemplates>(),
            settings.Site.PublicUrl.TrimEnd('/'), isDevelopment)
        {
            Circulars = parts.GetRequiredService<CircularCatalogue>(),
        });
        services.AddSingleton(parts => AllActivities.Catalog(parts.GetRequiredService<Tools>()));
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<DefinitionVersions>();
        services.AddSingleton<DefinitionDesk>();
        services.AddSingleton(settings.Designer.Rules(isDevelopment));
        services.AddSingleton<PublishingChecks>();
        services.AddSingleton<Publication>();
        services.AddSingleton<StepWords>();
        services.AddSingleton<DefinitionDifference>();
        services.AddSingleton<WorkflowRuntime>();
        services.AddSingleton<InstanceMigration>();
        services.AddSingleton<MigrationDesk>();
        services.AddSingleton<Filing>();
        services.AddSingleton<Drafts>();
        services.AddSingleton<Withdrawal>();
        services.AddSingleton<Cancellation>();
        services.AddSingleton<Revocation>();
        services.AddSingleton<GapAlarms>();
        services.AddSingleton<Departure>();
        services.AddSingleton<Deputies>();
        services.AddSingleton<DeputyMails>();
        services.AddSingleton<AmendmentDesk>();
        services.AddSingleton<AmendmentJob>();
        services.AddSingleton<AmendmentNotices>();
        services.AddSingleton<CaseAmendments>();
        services.AddSingleton<CircularRegister>();
        services.AddSingleton<SendingDesk>();
        services.AddSingleton<SendingJob>();
        services.AddSingleton<HopDesk>();
        services.AddSingleton<DeliveryNotices>();
        services.AddSingleton<Chasing>();
        services.AddSingleton<MailFold>();
        services.AddSingleton<YearlyReview>();
        services.AddSingleton<CampaignPlan>();
        services.AddSingleton<CampaignJob>();
        services.AddSingleton<CampaignDesk>();
        services.AddSingleton<BrakeDesk>();
        services.AddSingleton<BrakeNotices>();
        services.AddSingleton<ReviewAnswers>();
        services.AddSingleton<SingleReview>();
        services.AddSingleton<StepUp>();
        services.AddSingleton<EscalationLadder>();
        services.AddSingleton<OfficeDays>();
        services.AddSingleton<BatchCases>();
        services.AddSingleton<BatchDecisions>();
        services.AddSingleton<HeldDecisions>();
        services.AddSingleton<MailLinks>();
        services.AddSingleton<HolidayList>();
        services.AddSingleton<HolidayMoves>();
        services.AddSingleton<OutageMoves>();
        services.AddSingleton<DeadlineNotices>();
        services.AddSingleton<DeadlineDesk>();
        services.AddSingleton<PauseDesk>();
        services.AddSingleton<PauseMoves>();
        services.AddSingleton<Rehearsal>();
        services.AddSingleton(parts => new CitizenIds(parts.GetRequiredService<Database>(),
            () => new CitizenIdKeyFile(settings.CitizenIds.KeyFile).Read(makeIfMissing: isDevelopment),
                parts.GetRequiredService<TimeProvider>()));
        services.AddSingleton(settings.ThaId);
        services.AddSingleton(settings.Site);
        services.AddSingleton<OpenIdProvider>();
        services.AddSingleton<ThaIdProof>();
        services.AddScoped<ThaIdParts>();
        services.AddScoped<ProvenIdentities>();
        services.AddSingleton<WindowDesk>();
        services.AddSingleton<ExceptionDesk>();
        services.AddSingleton<WindowNotices>();
        services.AddMail(settings.Mail);
        services.AddSingleton(parts => new LetterFolder(settings.Letters.Folder, parts.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LetterDesk>();
        services.AddSingleton<LetterReceipt>();
        services.AddSingleton<Enrolment>();
        services.AddSingleton<DutyDesk>();
        services.AddSingleton<AnalystMap>();
        services.AddSingleton<RosterDesk>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<Registration>();
        services.AddSingleton<IdentityChecks>();
        services.AddSingleton<KeptFiles>();
        services.AddSingleton<OrderScans>();
        services.AddSingleton<Trial>();
        services.AddSingleton<Purge>();
        services.AddSingleton<CitizenIdReveals>();
        services.AddSingleton<SupportDesk>();
    }

    static void AddWeb(IServiceCollection services, HostSettings settings, bool isDevelopment)
    {
        services.AddRazorPages(pages => pages.RootDirectory = "/Features");
        services.AddSingleton<IFileVersionProvider, FileVersions>();
        services.AddHttpContextAccessor();
        services.Configure<WebEncoderOptions>(html => html.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<CookieTempDataProviderOptions>(said => said.Cookie.Name = Flash.Cookie);
        services.AddOpenApi("v1");
        services.AddSingleton<Texts>();
        services.AddSingleton<Navigation>();
        services.AddRequestPages();
        services.AddOnboarding();
        services.AddScoped<CascadePlace>();
        services.AddScoped<AmendedCircularPage>();
        services.AddDesigner(settings);
        services.AddSingleton<CampaignPlace>();
        services.AddSingleton<Inbox>();
        services.AddSingleton<TaskCases>();
        services.AddSingleton<AccountDesk>();
        services.AddSingleton<HolderSearch>();
        services.AddSingleton<RoleDesk>();
        services.AddSingleton<OperationsNumbers>();
        services.AddSingleton<Simulations>();
        services.AddSingleton<SimulateRuns>();
        services.AddSingleton<MigrationLook>();
        services.AddSingleton<InstanceReading>();
        services.AddSingleton<TrialTypes>();
        services.AddSingleton<InstancesQuery>();
        services.AddSingleton(new Mail.Mailbox(settings.Mail.FolderPath));
        services.AddSignIn(settings);
        services.AddSecurity(settings);
        services.AddOperations(settings, isDevelopment);
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = ErrorReference.AddTo);
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        services.Configure<ForwardedHeadersOptions>(settings.Site.Apply);
    }

    static void UseWeb(WebApplication app, HostSettings settings)
    {
        if (settings.Site.HasProxies)
            app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        app.UseMiddleware<Language>();
        app.UseMiddleware<RequestLog>();
        app.UseErrors();
        app.UseStudioFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SecurityHeaders.KeepVersionedFiles });
        app.UseRouting();
        app.UseMiddleware<RequestSize>();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<ApiOrigin>();
        app.UseAntiforgery();
        app.UseMiddleware<ForgedForm>();
        app.MapRazorPages();
        app.MapOpenApi().AllowAnonymous();
        LanguageEndpoint.Map(app);
        Health.Map(app);
        MetricsEndpoint.Map(app);
        LetterFileEndpoint.Map(app);
        KeptFileEndpoint.Map(app);
        MailboxDoor.Map(app);
        // The APIs of the subjects: one line each, such as RequestsApi.Map(app).
        RequestsApi.Map(app);
        TasksApi.Map(app);
        LettersApi.Map(app);
        RightsApi.Map(app);
        CircularsApi.Map(app);
        SendingsApi.Map(app);
        UnitsExport.Map(app);
        OperationsApi.Map(app);
        StudioApi.Map(app);
        StudioLinks.Map(app);
        DefinitionExport.Map(app);
        InstancesApi.Map(app);
        ThaIdEndpoints.Map(app);
    }
}
