using WorkflowHost.Engine.Persistence;
using WorkflowHost.Web.Languages;

namespace WorkflowHost.Web.Features.Designer;

/// <summary>A version of a definition as the designers' lists show it, with the names of who saved and published it.</summary>
public sealed class DefinitionRow
{
    const string Columns =
        """
        d.definition_id, d.version, d.name, d.json, d.hash, d.saved_at, d.published_at, p.version as current_version,
        s.title_th || s.given_name_th || ' ' || s.family_name_th as saved_by_th, s.name_en as saved_by_en,
        b.title_th || b.given_name_th || ' ' || b.family_name_th as published_by_th, b.name_en as published_by_en
        from definitions d left join published_definitions p on p.definition_id = d.definition_id
          left join people s on s.id = d.saved_by left join people b on b.id = d.published_by
        """;

    public string DefinitionId { get; init; } = "";
    public int Version { get; init; }
    public string Name { get; init; } = "";
    public string Json { get; init; } = "";
    public string Hash { get; init; } = "";
    public DateTimeOffset SavedAt { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public int? CurrentVersion { get; init; }
    public string? SavedByTh { get; init; }
    public string? SavedByEn { get; init; }
    public string? PublishedByTh { get; init; }
    public string? PublishedByEn { get; init; }

    public bool IsDraft => PublishedAt is null;

    public bool IsCurrent => CurrentVersion == Version;

    public (string Tone, string Thai, string English) State => StateOf(IsDraft, IsCurrent);

    public string SavedBy(Texts texts) =>
        SavedByTh is null ? texts["มากับโปรแกรม", "came with the program"] : texts[SavedByTh, SavedByEn ?? SavedByTh];

    public string PublishedBy(Texts texts) => PublishedByTh is null ? "" : texts[PublishedByTh, PublishedByEn ?? PublishedByTh];

    public static (string Tone, string Thai, string English) StateOf(bool isDraft, bool isCurrent) => (isDraft, isCurrent) switch
    {
        (true, _) => ("info", "ร่าง ยังไม่ประกาศใช้", "draft, not published"),
        (_, true) => ("good", "ประกาศใช้อยู่", "published"),
        _ => ("off", "ฉบับเก่า", "older version"),
    };

    /// <summary>The newest version of every definition, by name.</summary>
    public static Task<IReadOnlyList<DefinitionRow>> NewestAsync(Database database) => database.QueryAsync<DefinitionRow>(
        $"""
        select {Columns} where d.version = (select max(version) from definitions l where l.definition_id = d.definition_id)
        order by d.name, d.definition_id
        """);

    /// <summary>Every version of one, the newest first.</summary>
    public static Task<IReadOnlyList<DefinitionRow>> HistoryAsync(Database database, string definitionId) =>
        database.QueryAsync<DefinitionRow>(
        $"select {Columns} where d.definition_id = @definitionId order by d.version desc", new { definitionId });
}
